"""Results by the day of issue: every page, at both levels, for words, phrases and listings."""

from __future__ import annotations

from datetime import date

import pytest

from search import engine
from search.query import Filters, Order, Query, Results
from tests.search.corpus import index_everything, put

pytestmark = pytest.mark.django_db
ON = date(2026, 1, 1)


@pytest.fixture
def corpus() -> list[int]:
    """Ids of the documents from the oldest to the newest, the one without a day last; each has two articles on fees."""
    days = [date(2019, 5, 1), date(2020, 1, 1), date(2020, 6, 1), date(2022, 3, 1), None]
    places = [3, 0, 4, 1, 2]  # the order in which they come into the corpus tells nothing
    pks = {}
    for place in places:
        day = days[place]
        text = {
            "dieu-1": ("", "mức thu phí"),
            "dieu-2": ("", "mức thu phí, mức thu phí"),
            "dieu-3": ("", "thu hồi đất"),
        }
        number = f"{place + 1}/{day.year if day else 2018}/NQ-HĐND"
        pks[place] = put(number, "Quy định", text, issued_on=day, effective_on=ON).pk
    index_everything()
    return [pks[place] for place in range(5)]


def ask(text: str, order: Order, level: str = "provision", **more: int) -> Results:
    return engine.search(Query(text, ON, level=level, order=order, **more))


def test_documents_come_by_their_day_of_issue(corpus: list[int]) -> None:
    oldest = ask("mức phí", Order.OLDEST, "document")
    assert [hit.document_id for hit in oldest.hits] == corpus
    assert (oldest.total, oldest.complete) == (5, 5)
    *dated, undated = corpus
    newest = [hit.document_id for hit in ask("mức phí", Order.NEWEST, "document").hits]
    assert newest == [*reversed(dated), undated]


def test_provisions_of_a_document_stay_together_the_best_first(corpus: list[int]) -> None:
    results = ask("mức phí", Order.OLDEST)
    assert [hit.document_id for hit in results.hits] == [pk for pk in corpus for _ in range(2)]
    assert results.total == results.complete == 10
    for first, second in zip(results.hits[::2], results.hits[1::2], strict=True):
        assert first.score >= second.score


@pytest.mark.parametrize("level", ["provision", "document"])
@pytest.mark.parametrize("text", ["mức phí", '"mức thu"', "phí", "năm:2018..2022"])
def test_pages_cut_the_whole_into_pieces(corpus: list[int], level: str, text: str) -> None:
    whole = [(hit.document_id, hit.path) for hit in ask(text, Order.NEWEST, level, limit=50).hits]
    pages = [ask(text, Order.NEWEST, level, limit=3, offset=offset).hits for offset in range(0, len(whole) + 3, 3)]
    assert [(hit.document_id, hit.path) for page in pages for hit in page] == whole
    assert len(set(whole)) == len(whole) > 0


def test_what_has_only_some_words_is_left_out_unless_nothing_has_all(corpus: list[int]) -> None:
    assert {hit.path for hit in ask("mức thu phí", Order.NEWEST).hits} == {"dieu-1", "dieu-2"}
    by_likeness = ask("mức thu đê", Order.NEWEST)
    assert by_likeness.complete == 0
    assert by_likeness.hits == ask("mức thu đê", Order.RELEVANCE).hits


def test_conditions_hold_in_every_order(corpus: list[int]) -> None:
    results = engine.search(Query("mức phí", ON, Filters(years=(2020,)), order=Order.OLDEST, level="document"))
    assert [hit.document_id for hit in results.hits] == corpus[1:3]


def test_what_has_the_words_as_they_are_accented_comes_first_in_every_order(corpus: list[int]) -> None:
    newer = put("9/2025/NQ-HĐND", "Quy định", {"dieu-1": ("", "mục thủ phi")}, issued_on=date(2025, 1, 1)).pk
    index_everything()
    accented = [hit.document_id for hit in ask("mức phí", Order.NEWEST, "document").hits]
    assert accented == [*reversed(corpus[:-1]), corpus[-1], newer]
    assert ask("muc phi", Order.NEWEST, "document").hits[0].document_id == newer
