from django.apps import AppConfig


class LegaldocsConfig(AppConfig):
    """The corpus: documents, their text and how they bear on each other."""

    name = "legaldocs"
    verbose_name = "Văn bản"

    def ready(self) -> None:
        from legaldocs import checks  # noqa: F401
