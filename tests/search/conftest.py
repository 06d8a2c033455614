import pytest

pytest.register_assert_rewrite("tests.search.contract", "tests.search.contract_language")


@pytest.fixture(params=["tantivy", "whoosh"])
def engine_name(settings, request) -> str:
    settings.SEARCH_BACKEND = request.param
    return str(request.param)
