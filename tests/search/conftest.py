import pytest

pytest.register_assert_rewrite("tests.search.contract", "tests.search.contract_language")
