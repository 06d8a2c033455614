from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    """What people do with documents: appraise, promulgate, self-check, review, systematize."""

    name = "workflow"
    verbose_name = "Quy trình"
