from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Finding provisions: one facade, several engines."""

    name = "search"
    verbose_name = "Tìm kiếm"

    def ready(self) -> None:
        from search import receivers  # noqa: F401
