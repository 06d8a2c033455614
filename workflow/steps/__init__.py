"""What each action does, one module for each kind of row. Only `workflow.actions.perform` calls these functions."""
