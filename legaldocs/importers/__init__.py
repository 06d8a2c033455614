"""From the outside into the corpus: one module for each source, one (`store`) for writing."""
