from __future__ import annotations

from datetime import date

import pytest

from legaldocs.models import Document
from search import engine
from search.query import BadQuery, Filters, IndexUnavailable, Query
from tests.search.corpus import fee_resolution, give_text, index_everything, put

pytestmark = pytest.mark.django_db
ON = date(2024, 6, 1)


def hits(text: str, **options):
    return engine.search(Query(text, ON, **options)).hits


def test_without_an_index_it_says_what_to_run() -> None:
    with pytest.raises(IndexUnavailable, match="rebuild_index"):
        engine.search(Query("phí", ON))
    with pytest.raises(IndexUnavailable):
        engine.neighbours(["phí"], on=ON)


def test_a_question_without_words_is_refused_even_before_the_index_is_opened() -> None:
    with pytest.raises(BadQuery):
        engine.search(Query("?!", ON))


def test_a_hit_names_the_clause_that_holds_all_the_words() -> None:
    document = fee_resolution()
    index_everything()
    [hit, *_] = hits("trẻ em miễn phí")
    assert (hit.document_id, hit.path, hit.heading) == (document.pk, "dieu-2/khoan-2", "Mức thu")
    assert "<mark>Trẻ em</mark> dưới 06 tuổi được <mark>miễn phí</mark>" in hit.snippet


def test_a_hit_whose_words_stand_in_two_clauses_is_the_article() -> None:
    fee_resolution()
    index_everything()
    [hit] = hits('"người lớn" "trẻ em"')
    assert hit.path == "dieu-2"


def test_a_search_by_title_finds_the_document_itself() -> None:
    document = fee_resolution()
    index_everything()
    [hit, *_] = hits("quy định mức thu phí tham quan")
    assert (hit.document_id, hit.path, hit.provision_id) == (document.pk, "", 0)
    assert "Quy định mức thu phí tham quan</mark>" in hit.snippet


def test_documents_are_listed_once_each_with_their_best_provision() -> None:
    fee_resolution()
    put("20/2022/NQ-HĐND", "Về chợ", {f"dieu-{n}": ("", f"mức thu ở chợ số {n}") for n in range(1, 6)})
    index_everything()
    results = engine.search(Query("mức thu", ON, level="document"))
    assert results.total == 2
    assert len({hit.document_id for hit in results.hits}) == len(results.hits) == 2
    assert engine.search(Query("mức thu", ON, level="document", limit=1, offset=1)).hits == results.hits[1:]


def test_long_texts_that_have_the_words_in_their_title_alone_end_the_search_for_documents() -> None:
    """They count among what has all the words, and no tier of the ranking brings them up."""
    long = " ".join(f"mục {number} thu" for number in range(200))
    document = put("21/2022/NQ-HĐND", "Về chợ đêm và bãi xe", {f"dieu-{n}": ("", long) for n in range(1, 5)})
    index_everything()
    results = engine.search(Query("đêm bãi", ON, level="document"))
    assert [hit.document_id for hit in results.hits] == [document.pk]
    assert results.complete == results.total == 1


def test_a_page_takes_the_same_few_queries_however_many_hits(django_assert_num_queries) -> None:
    for number in range(1, 13):
        put(f"{number}/2020/NQ-HĐND", "Về chợ", {"dieu-1": ("Mức thu", ""), "dieu-1/khoan-1": ("", "mức thu ở chợ")})
    index_everything()
    with django_assert_num_queries(4):
        assert len(hits("mức thu", limit=2)) == 2
    with django_assert_num_queries(4):
        assert len(hits("mức thu", limit=20)) == 12


def test_what_was_deleted_since_is_left_out() -> None:
    document = fee_resolution()
    index_everything()
    Document.objects.filter(pk=document.pk).update(current_version=None)
    document.delete()
    assert hits("tham quan") == ()


def test_a_reader_follows_a_rebuild_and_a_change() -> None:
    document = fee_resolution()
    index_everything()
    assert len(hits("tham quan")) == 3
    give_text(document, {"dieu-1": ("", "đê điều")})
    index_everything()
    assert len(hits('"đê điều"')) == 1


def test_drafts_stay_hidden_unless_they_are_asked_for() -> None:
    fee_resolution(stage="DRAFT")
    index_everything()
    assert hits("tham quan") == ()
    assert len(hits("tham quan", filters=Filters(stages=("PROMULGATED", "DRAFT")))) == 3


def test_neighbours_are_clauses_with_their_path() -> None:
    document = fee_resolution()
    index_everything()
    copied = "Trẻ em dưới 06 tuổi được miễn phí, không phải xuất trình giấy tờ gì"
    [[near, *_], other] = engine.neighbours([copied, "Không có gì giống với câu này ở bất cứ đâu"], on=ON)
    assert (near.document_id, near.path) == (document.pk, "dieu-2/khoan-2")
    assert near.containment == 1.0
    assert all(neighbour.containment == 0 for neighbour in other)


def test_neighbours_leave_out_drafts_the_excluded_and_the_expired(django_assert_num_queries) -> None:
    text = {"dieu-1": ("", "Người lớn nộp 40.000 đồng cho mỗi lượt, vào mọi ngày trong tuần")}
    own = put("1/2020/NQ-HĐND", "a", text)
    put("2/2020/NQ-HĐND", "b", text, stage="DRAFT")
    put("3/2020/NQ-HĐND", "c", text, expired_on=ON)
    other = put("4/2020/NQ-HĐND", "d", text)
    index_everything()
    with django_assert_num_queries(2):
        found = engine.neighbours([text["dieu-1"][1]] * 5, on=ON, exclude_documents={own.pk})
    assert [[near.document_id for near in one] for one in found] == [[other.pk]] * 5


def test_suggestions_complete_numbers_and_titles() -> None:
    fee_resolution()
    index_everything()
    name = "Quyết định số 15/2021/NQ-HĐND: Quy định mức thu phí tham quan"
    assert engine.suggest("15/2021/nq") == [name]
    assert engine.suggest("15/20") == [name]
    assert engine.suggest("mức thu ph") == [name]
    assert engine.suggest("muc th") == [name]
    assert engine.suggest("m") == []
    assert engine.suggest("khác hẳn") == []
    assert engine.suggest("(*") == []


def test_a_clause_that_says_it_all_stands_above_an_article_that_says_it_here_and_there() -> None:
    here_and_there = put(
        "20/2022/NQ-HĐND",
        "Về quỹ",
        {
            "dieu-1": ("Nguyên tắc chi", ""),
            "dieu-1/khoan-1": ("", "Trẻ em, trẻ em khuyết tật được quỹ chi; người cao tuổi được quỹ chăm sóc."),
            "dieu-1/khoan-2": ("", "Phí, lệ phí, phí khác do Nhà nước quy định; có miễn, có giảm, không miễn hết."),
        },
    )
    together = put(
        "21/2022/NQ-HĐND",
        "Về chợ",
        {
            "dieu-1": ("Đối tượng", ""),
            "dieu-1/khoan-1": ("", "Hộ bán hàng tại chợ nộp theo diện tích thuê trong năm và theo loại hàng. " * 5),
            "dieu-1/khoan-2": ("", "Người cao tuổi, trẻ em được miễn phí."),
        },
    )
    index_everything()
    assert [hit.document_id for hit in hits("người cao tuổi trẻ em miễn phí")] == [together.pk, here_and_there.pk]


def test_pages_neither_repeat_nor_skip_a_hit() -> None:
    for n in range(1, 46):
        rule = f"mức thu phí chợ {'loại hàng ' * (n % 7)} {'phí chợ' if n % 3 else 'mức thu'} số {n}"
        put(f"{n}/2022/NQ-HĐND", "Về việc khác", {"dieu-1": ("", rule)})
    index_everything()
    for level in ("provision", "document"):
        whole = [hit.document_id for hit in hits("mức thu phí chợ", limit=60, level=level)]
        pages = [hits("mức thu phí chợ", limit=8, offset=start, level=level) for start in range(0, 60, 8)]
        assert [hit.document_id for page in pages for hit in page] == whole
        assert len(set(whole)) == 45
