"""Pointers of a text: which unit of which document, at which place."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legaldocs.analysis.citations import CitationContext, read_citations, read_short_forms
from legaldocs.analysis.mentions import find_mentions
from legaldocs.analysis.pointers import find_pointers
from legaldocs.analysis.quotes import mask_quotes, quoted_spans
from legaldocs.parsing.parsed import CitationRead, ParsedProvision
from legaldocs.parsing.vocabulary import DocumentType, ProvisionKind

PIECES = 'Điều 5|khoản 2|điểm a|Điều này|và|,|;|đến|của|Nghị định số 34/2016/NĐ-CP|Luật Đất đai|“|”|"|\n|Phụ lục I'
MORE_PIECES = (
    "ban hành kèm theo|Quyết định này|bãi bỏ|hết hiệu lực|10|(|)|như sau:|vào sau|có hiệu lực từ ngày|thay thế|từ"
)
LEGAL_WORDS = st.lists(st.sampled_from([*PIECES.split("|"), *MORE_PIECES.split("|")])).map(" ".join)


def provision(text: str, path: str = "dieu-3/khoan-2") -> ParsedProvision:
    return ParsedProvision(path, ProvisionKind.CLAUSE, "2", "", text)


def cited(text: str, path: str = "dieu-3/khoan-2") -> list[tuple[str | None, str, bool]]:
    return [(c.number, c.target_path, c.internal) for c in read_citations(provision(text, path))]


def test_it_gives_one_citation_for_each_unit_named():
    text = "theo điểm a, b khoản 2 và khoản 3 Điều 5 Nghị định số 34/2016/NĐ-CP ngày 14 tháng 5 năm 2016"
    assert cited(text) == [
        ("34/2016/NĐ-CP", "dieu-5/khoan-2/diem-a", False),
        ("34/2016/NĐ-CP", "dieu-5/khoan-2/diem-b", False),
        ("34/2016/NĐ-CP", "dieu-5/khoan-3", False),
    ]


def test_positions_are_exact_and_never_overlap():
    text = "theo điểm a, b khoản 2 và khoản 3 Điều 5 Nghị định số 34/2016/NĐ-CP; Luật Đất đai năm 2024"
    found = read_citations(provision(text))
    assert [text[c.start : c.end] for c in found] == [c.text for c in found]
    assert [c.text for c in found] == [
        "điểm a",
        "b khoản 2",
        "khoản 3 Điều 5 Nghị định số 34/2016/NĐ-CP",
        "Luật Đất đai năm 2024",
    ]
    assert all(left.end <= right.start for left, right in pairwise(found))


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("Điều 5 đến Điều 8", ["dieu-5", "dieu-6", "dieu-7", "dieu-8"]),
        ("từ khoản 1 đến khoản 3 Điều 9", ["dieu-9/khoan-1", "dieu-9/khoan-2", "dieu-9/khoan-3"]),
        ("khoản 1 Điều 3, điểm b khoản 2 Điều 5, Điều 7", ["dieu-3/khoan-1", "dieu-5/khoan-2/diem-b", "dieu-7"]),
        ("các khoản 1, 2 và 4 Điều 10", ["dieu-10/khoan-1", "dieu-10/khoan-2", "dieu-10/khoan-4"]),
        ("điểm đ khoản 1 Điều 13a", ["dieu-13a/khoan-1/diem-đ"]),
        ("điểm đ1 khoản 3a Điều 2", ["dieu-2/khoan-3a/diem-đ1"]),
        ("Mục 2 Chương II", ["chuong-2/muc-2"]),
        ("Điều 5 Chương II", ["dieu-5"]),
        ("Phụ lục số 02", ["phu-luc-2"]),
    ],
)
def test_lists_and_ranges_name_every_unit(text: str, paths: list[str]):
    assert [p.path for chain in find_pointers(text) for p in chain.pointers] == paths


@pytest.mark.parametrize("text", ["điều kiện 5", "các khoản tiền 5 triệu", "quan điểm a", "thời điểm đ", "điều 5%"])
def test_words_that_only_look_like_pointers_are_left(text: str):
    assert find_pointers(text) == []


@pytest.mark.parametrize(
    ("text", "here", "path"),
    [
        ("khoản 1 Điều này", "dieu-3/khoan-2", "dieu-3/khoan-1"),
        ("điểm b khoản này", "dieu-3/khoan-2", "dieu-3/khoan-2/diem-b"),
        ("Điều 5 Quyết định này", "kem-theo/dieu-3", "dieu-5"),
        ("Điều 5 Quy định này", "kem-theo/dieu-3/khoan-2", "kem-theo/dieu-5"),
        ("Điều 9", "kem-theo/dieu-3", "kem-theo/dieu-9"),
        ("Điều 9", "dieu-3", "dieu-9"),
        ("khoản 4", "dieu-3/khoan-2", "dieu-3/khoan-4"),
        ("Phụ lục I ban hành kèm theo Quyết định này", "dieu-1", "phu-luc-1"),
        ("Điều 5 của Quy định ban hành kèm theo Quyết định này", "dieu-1", "kem-theo/dieu-5"),
    ],
)
def test_internal_pointers_are_resolved_from_where_they_stand(text: str, here: str, path: str):
    assert cited(text, here) == [(None, path, True)]


def test_an_attached_regulation_of_another_document_has_its_own_articles():
    text = "Điều 5 của Quy định quản lý giá ban hành kèm theo Quyết định số 12/2020/QĐ-UBND"
    assert cited(text) == [("12/2020/QĐ-UBND", "kem-theo/dieu-5", False)]


def test_this_article_stays_internal_beside_another_document():
    assert cited("khoản 1 Điều này và Điều 5 Nghị định số 34/2016/NĐ-CP") == [
        (None, "dieu-3/khoan-1", True),
        ("34/2016/NĐ-CP", "dieu-5", False),
    ]


def test_laws_are_cited_by_name():
    (citation,) = read_citations(provision("khoản 2 Điều 79 Luật Đất đai năm 2024 quy định"))
    assert (citation.number, citation.title, citation.target_path) == (None, "Luật Đất đai năm 2024", "dieu-79/khoan-2")
    assert citation.document_type is DocumentType.LAW


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("Luật Phòng, chống tham nhũng, Luật Phí và lệ phí.", ["Luật Phòng, chống tham nhũng", "Luật Phí và lệ phí"]),
        ("Luật Nhà ở và pháp luật về đất đai", ["Luật Nhà ở"]),
        ("Luật này, luật sư, pháp luật về thuế", []),
        ("Bộ luật Dân sự quy định", ["Bộ luật Dân sự"]),
    ],
)
def test_the_name_of_a_law_ends_where_it_ends(text: str, titles: list[str]):
    assert [mention.title for mention in find_mentions(text)] == titles


def test_short_forms_that_the_text_defines_are_followed():
    defining = provision("Nghị định số 34/2016/NĐ-CP ngày 14/5/2016 của Chính phủ (sau đây gọi là Nghị định số 34).")
    attached = provision("Ban hành Quy chế làm việc (sau đây gọi tắt là Quy chế).")
    context = CitationContext(read_short_forms([defining, attached]))
    found = read_citations(provision("khoản 1 Điều 2 Nghị định số 34 và Điều 3 Quy chế"), context)
    assert [(c.number, c.target_path) for c in found] == [
        ("34/2016/NĐ-CP", "dieu-2/khoan-1"),
        (None, "kem-theo/dieu-3"),
    ]


def test_quoted_new_wording_points_only_to_documents_that_it_names():
    found = read_citations(provision("Sửa đổi như sau: “theo khoản 2 Điều 4; Điều 5 của Luật Nhà ở”"))
    assert [(c.title, c.target_path) for c in found] == [("Luật Nhà ở", "dieu-4/khoan-2"), ("Luật Nhà ở", "dieu-5")]
    assert read_citations(provision("Sửa đổi như sau: “theo khoản 2 Điều 4 thì”")) == []


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("cụm từ “A” bằng “B”", ["A", "B"]),
        ("“Thay “A” bằng “B””.", ["Thay “A” bằng “B”"]),
        ('"A" và "B"', ["A", "B"]),
        ("“A" + '" và “B”', ["A", "B"]),
        ("“không đóng", ["không đóng"]),
    ],
)
def test_quotations_nest_mix_and_may_stay_open(text: str, quoted: list[str]):
    spans = quoted_spans(text)
    assert [text[start:end] for start, end in spans] == quoted
    assert len(mask_quotes(text, spans)) == len(text)


@given(st.text() | LEGAL_WORDS)
def test_any_text_is_read(text: str):
    for citation in read_citations(provision(text)):
        assert isinstance(citation, CitationRead)
        assert text[citation.start : citation.end] == citation.text


@pytest.mark.parametrize("word", ["điều ", "Luật ", "khoản", "“", "Nghị định số ", "sau đây gọi "])
def test_a_line_of_five_megabytes_takes_no_more_than_seconds(word: str):
    text = word * (5_000_000 // len(word))
    started = time.process_time()
    find_pointers(text)
    find_mentions(text)
    assert (
        time.process_time() - started < 60
    )  # about 2 s alone, and the machine is shared; a quadratic pattern would take hours


def test_a_list_broken_over_lines_is_one_list():
    found = read_citations(provision("tại Điều 7, Điều 8,\nĐiều 23 và Điều 36 của Thông tư số 17/2022/TT-BTP được sửa"))
    assert [(c.number, c.target_path) for c in found] == [
        ("17/2022/TT-BTP", path) for path in ("dieu-7", "dieu-8", "dieu-23", "dieu-36")
    ]


def test_a_list_of_things_is_no_section():
    assert read_citations(provision("công bố danh mục 03 thủ tục hành chính")) == []
