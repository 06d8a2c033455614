"""Fuzzing of the readers and matchers with atheris; not needed by the tests. `make fuzz`, or `python -m fuzz TARGET`."""
