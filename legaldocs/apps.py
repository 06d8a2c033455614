from django.apps import AppConfig


class LegaldocsConfig(AppConfig):
    """The corpus: documents, their text and how they bear on each other."""

    name = "legaldocs"
    verbose_name = "Văn bản"

    def ready(self) -> None:
        from django.forms import Field

        from legaldocs import checks  # noqa: F401

        # Django's own Vietnamese for an empty field is stiff, and stands on every form.
        Field.default_error_messages["required"] = "Hãy điền ô này."
