"""What a document does to others: units amended, words replaced, documents ended; and all that only sounds like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legaldocs.analysis.amendments import read_acts, read_amendments
from legaldocs.parsing.parsed import Header, ParsedProvision, ParsedText
from legaldocs.parsing.plain import source_from_text
from legaldocs.parsing.structure import parse_text
from legaldocs.parsing.vocabulary import AmendmentAction, ProvisionKind
from tests.legaldocs.acting import TARGET, TITLE, amended, article
from tests.legaldocs.test_citations import LEGAL_WORDS

A = AmendmentAction


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sửa đổi, bổ sung khoản 4 Điều 14 như sau:\n“4. Nội dung mới.”", [(A.AMEND, "dieu-14/khoan-4")]),
        ("Bổ sung khoản 3a vào sau khoản 3 Điều 147 như sau:\n“3a. Mới.”", [(A.ADD, "dieu-147/khoan-3a")]),
        ("Bổ sung Điều 5a vào sau Điều 5 như sau:\n“Điều 5a. Mới.”", [(A.ADD, "dieu-5a")]),
        ("Bổ sung điểm đ1 vào sau điểm đ khoản 2 Điều 7 như sau:\n“đ1) Mới.”", [(A.ADD, "dieu-7/khoan-2/diem-đ1")]),
        (
            "Sửa đổi, bổ sung khoản 1 và bổ sung khoản 1a vào sau khoản 1 Điều 119 như sau:\n“1. Mới.\n1a. Mới.”",
            [(A.AMEND, "dieu-119/khoan-1"), (A.ADD, "dieu-119/khoan-1a")],
        ),
        ("Bãi bỏ khoản 2 Điều 3, Điều 5.", [(A.REPEAL, "dieu-3/khoan-2"), (A.REPEAL, "dieu-5")]),
        ("Thay thế Phụ lục I bằng Phụ lục I ban hành kèm theo Quyết định này.", [(A.REPLACE, "phu-luc-1")]),
        ("Điều 17 được sửa đổi, bổ sung như sau:\n“Điều 17. Mới.”", [(A.AMEND, "dieu-17")]),
    ],
)
def test_the_wordings_of_the_law(text: str, expected: list[tuple[AmendmentAction, str]]):
    found = amended(article(text))
    assert [(a.action, a.target_path) for a in found] == expected
    assert {a.target_number for a in found} == {TARGET}


def test_the_new_wording_is_what_is_quoted():
    (found,) = amended(article("Sửa đổi khoản 4 Điều 14 như sau:\n“4. Nội dung mới theo Điều 9 Luật số 1/2020/QH14.”."))
    assert found.new_text == "4. Nội dung mới theo Điều 9 Luật số 1/2020/QH14."


def test_replaced_words_are_kept_with_every_place():
    text = "Thay thế cụm từ “cấp huyện” bằng cụm từ “cấp xã” tại điểm đ khoản 1 Điều 37 và khoản 5 Điều 114."
    found = amended(article(text))
    assert [(a.action, a.old_text, a.new_text) for a in found] == [(A.REPLACE_PHRASE, "cấp huyện", "cấp xã")] * 2
    assert [a.target_path for a in found] == ["dieu-37/khoan-1/diem-đ", "dieu-114/khoan-5"]


def test_deleted_words_have_no_new_wording():
    (found,) = amended(article("Bỏ cụm từ “cấp huyện” tại khoản 1 Điều 2."))
    assert (found.action, found.old_text, found.new_text) == (A.REPLACE_PHRASE, "cấp huyện", "")


def test_the_target_is_carried_from_head_to_clause_to_point():
    found = amended(
        article("", heading="Sửa đổi, bổ sung một số điều của Nghị quyết số 7/2021/QĐ-UBND"),
        article("Sửa đổi, bổ sung một số khoản của Điều 4 như sau:", "dieu-1/khoan-1"),
        article("Sửa đổi, bổ sung khoản 8 như sau:\n“8. Mới.”", "dieu-1/khoan-1/diem-a"),
        article("Bãi bỏ khoản 9.", "dieu-1/khoan-1/diem-b"),
        title="",
    )
    assert [(a.action, a.target_path) for a in found] == [(A.AMEND, "dieu-4/khoan-8"), (A.REPEAL, "dieu-4/khoan-9")]
    assert {a.target_number for a in found} == {"07/2021/QĐ-UBND"}


def test_articles_of_an_attached_regulation_are_told_from_those_of_the_decision():
    head = f"Sửa đổi, bổ sung một số điều của Quy định ban hành kèm theo Quyết định số {TARGET}"
    found = amended(
        article("", heading=head),
        article("Sửa đổi khoản 2 Điều 5 như sau:\n“2. Mới.”", "dieu-1/khoan-1"),
        article(f"Sửa đổi Điều 1 Quyết định số {TARGET} như sau:\n“Điều 1. Mới.”", "dieu-1/khoan-2"),
        title="",
    )
    assert [a.target_path for a in found] == ["kem-theo/dieu-5/khoan-2", "dieu-1"]


def test_a_chapter_may_name_the_target_of_its_articles():
    chapter = ParsedProvision(
        "chuong-1", ProvisionKind.CHAPTER, "Chương I", "SỬA ĐỔI, BỔ SUNG QUYẾT ĐỊNH SỐ 9/2019/QĐ-UBND", ""
    )
    inside = ParsedProvision("dieu-1", ProvisionKind.ARTICLE, "Điều 1", "", "Bãi bỏ khoản 2 Điều 3.", "chuong-1")
    assert [(a.target_number, a.target_path) for a in amended(chapter, inside, title="")] == [
        ("09/2019/QĐ-UBND", "dieu-3/khoan-2")
    ]


def test_a_law_named_without_number_takes_it_from_the_preamble():
    preamble = ParsedProvision(
        "can-cu",
        ProvisionKind.PREAMBLE,
        "",
        "",
        "Quốc hội ban hành Luật sửa đổi, bổ sung một số điều của Luật Thử số 5/2014/QH13.",
    )
    head = article("", heading="Sửa đổi, bổ sung một số điều của Luật Thử")
    clause = article("Sửa đổi Điều 5 như sau:\n“Điều 5. Mới.”", "dieu-1/khoan-1")
    found = amended(preamble, head, clause, title="SỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU CỦA LUẬT THỬ", own="62/2025/QH15")
    assert [(a.target_number, a.target_path) for a in found] == [("05/2014/QH13", "dieu-5")]


@pytest.mark.parametrize(
    "text",
    [
        "Quyết định số 12/2020/QĐ-UBND được sửa đổi, bổ sung bởi Quyết định số 20/2023/QĐ-UBND.",
        "Giao Sở Tư pháp đề nghị bãi bỏ Quyết định số 12/2020/QĐ-UBND.",
        "Trường hợp Quyết định số 12/2020/QĐ-UBND hết hiệu lực thì áp dụng văn bản mới.",
        "Người nộp hồ sơ bổ sung hồ sơ theo Quyết định số 12/2020/QĐ-UBND.",
        "Thực hiện theo Quyết định số 12/2020/QĐ-UBND.",
        "Bãi bỏ Nghị định số 34/2016/NĐ-CP của Chính phủ.",
        "Các quy định trước đây trái với Quyết định này đều bãi bỏ.",
    ],
)
def test_what_only_sounds_like_acting(text: str):
    acts = read_acts([article(text)], Header(number="30/2025/QĐ-UBND"))
    assert (acts.amendments, acts.expiries) == ((), ())


def test_quoted_new_wording_does_not_act():
    text = "Sửa đổi khoản 2 Điều 5 như sau:\n“2. Quyết định này thay thế Quyết định số 99/2010/QĐ-UBND.”"
    acts = read_acts([article(text)], Header(number="30/2025/QĐ-UBND", title=TITLE))
    assert (acts.expiries, [a.target_number for a in acts.amendments]) == ((), [TARGET])


def test_the_preamble_never_acts():
    preamble = ParsedProvision("can-cu", ProvisionKind.PREAMBLE, "", "", "Bãi bỏ Quyết định số 12/2020/QĐ-UBND;")
    assert read_acts([preamble], Header(number="30/2025/QĐ-UBND")).expiries == ()


def test_a_replaced_annex_amends_and_ends_nothing():
    text = "Thay thế Phụ lục I ban hành kèm theo Quyết định số 12/2020/QĐ-UBND bằng Phụ lục I ban hành kèm theo Quyết định này."
    acts = read_acts([article(text)], Header(number="30/2025/QĐ-UBND"))
    assert acts.expiries == ()
    assert [(a.action, a.target_number, a.target_path) for a in acts.amendments] == [(A.REPLACE, TARGET, "phu-luc-1")]


def test_a_consolidation_does_nothing_itself():
    text = "Nghị định này thay thế Nghị định số 45/2013/NĐ-CP."
    assert read_acts([article(text)], Header(number="7/VBHN-BXD")).expiries == ()


def test_a_whole_decision_from_its_text():
    parsed: ParsedText = parse_text(
        source_from_text(
            "ỦY BAN NHÂN DÂN\nTỈNH BÌNH MINH\nSố: 30/2025/QĐ-UBND\nBình Minh, ngày 01 tháng 9 năm 2025\nQUYẾT ĐỊNH\n"
            f"{TITLE}\nCăn cứ Luật Thử số 1/2020/QH14;\nĐiều 1. Sửa đổi, bổ sung một số điều của Quyết định số {TARGET}\n"
            "1. Sửa đổi khoản 2 Điều 5 như sau:\n“2. Mức hỗ trợ là 500.000 đồng.”.\n2. Bãi bỏ Điều 7.\n"
            "Điều 2. Hiệu lực thi hành\nQuyết định này có hiệu lực từ ngày 15 tháng 9 năm 2025.\n"
        )
    )
    found = read_amendments(parsed.provisions, parsed.header)
    assert [(a.action, a.target_path, a.path) for a in found] == [
        (A.AMEND, "dieu-5/khoan-2", "dieu-1/khoan-1"),
        (A.REPEAL, "dieu-7", "dieu-1/khoan-2"),
    ]


@given(st.text() | LEGAL_WORDS)
def test_any_text_is_read(text: str):
    read_acts([article(text)], Header(number="30/2025/QĐ-UBND", title=text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bổ sung khoản 6 vào Điều 20 như sau:\n“6. Mới.”", ["dieu-20/khoan-6"]),
        ("Bổ sung vào cuối khoản 1 Điều 2 như sau:\n“Mới.”", ["dieu-2/khoan-1"]),
        (
            "Sửa đổi, bổ sung tên Điều, đoạn mở đầu của khoản 1 và một số điểm, khoản của Điều 23 như sau:",
            ["dieu-23/khoan-1", "dieu-23"],
        ),
        ("Bãi bỏ Điều 41, khoản 5 Điều 46 và Phụ lục VIII.", ["dieu-41", "dieu-46/khoan-5", "phu-luc-8"]),
        ("Bãi bỏ từ “d,” tại khoản 5, cụm từ “2, 3” tại khoản 8 Điều 77.", ["dieu-77/khoan-5", "dieu-77/khoan-8"]),
        ("Bãi bỏ Chương VII về điều kiện đầu tư.", ["chuong-7"]),
    ],
)
def test_a_unit_finds_its_article(text: str, expected: list[str]):
    assert [a.target_path for a in amended(article(text))] == expected


def test_units_under_a_list_of_units_of_one_article_stand_in_it():
    found = amended(
        article("Sửa đổi, bổ sung khoản 1, khoản 4 và khoản 5 Điều 190 như sau:", "dieu-1/khoan-8"),
        article("Sửa đổi, bổ sung khoản 4 như sau:\n“4. Mới.”", "dieu-1/khoan-8/diem-b"),
    )
    assert found[-1].target_path == "dieu-190/khoan-4"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Sửa đổi khoản 6 Điều 3 Quyết định số 5/2018/QĐ-UBND được sửa đổi, bổ sung tại khoản 1 Điều 1 Quyết định số "
            "9/2024/QĐ-UBND, như sau:\n“6. Mới.”",
            [("05/2018/QĐ-UBND", "dieu-3/khoan-6")],
        ),
        (
            "Sửa đổi mục II của Phụ lục số 01 về Danh mục phí của Quyết định số 97/2015/QĐ-UBND.",
            [("97/2015/QĐ-UBND", "phu-luc-1/muc-2")],
        ),
    ],
)
def test_the_document_of_a_unit(text: str, expected: list[tuple[str, str]]):
    assert [(a.target_number, a.target_path) for a in amended(article(text), title="")] == expected


def test_a_text_without_a_number_acts_on_no_higher_document():
    provision = article("Điều chỉnh một số nội dung của Quyết định số 87/2006/QĐ-TTg.")
    header = Header(issuing_body="Hội đồng nhân dân tỉnh Bình Minh")
    assert read_amendments([provision], header) == ()
    assert amended(article("Điều chỉnh nội dung giấy phép quy định tại khoản 2 Điều 70 Luật Mẫu."), title="") == []


def test_a_sentence_that_ends_its_line_ends_the_object():
    text = "Bổ sung kế hoạch giai đoạn sau.\nTổ chức thực hiện Quyết định số 37/2013/QĐ-UBND."
    assert amended(article(text), title="") == []


# --- what a sample of sixty texts showed to be missing ---

PARTLY = "Bãi bỏ một số điều và phụ lục của Thông tư số 13/2023/TT-BVHTTDL sửa đổi giấy tờ tại một số Thông tư:"


def test_units_under_a_partly_repealed_document_are_its_units():
    acts = read_acts(
        [
            article(PARTLY, "dieu-2/khoan-5"),
            article("Bãi bỏ Điều 8.", "dieu-2/khoan-5/diem-a"),
            article("Bãi bỏ Phụ lục VIII kèm theo Thông tư số 13/2023/TT-BVHTTDL.", "dieu-2/khoan-5/diem-b"),
        ],
        Header(number="18/2025/TT-BVHTTDL"),
    )
    assert [a.target_path for a in acts.amendments] == ["dieu-8", "phu-luc-8"]
    assert [e.target_path for e in acts.expiries] == ["dieu-8", "phu-luc-8"]


def test_a_list_of_kinds_of_units_ends_none_of_them():
    text = f"Bãi bỏ một số điểm, khoản và mẫu Phụ lục ban hành kèm theo Quyết định số {TARGET}:"
    acts = read_acts(
        [article(text, "dieu-2"), article("Bãi bỏ khoản 4 Điều 5.", "dieu-2/diem-a")], Header(number="30/2025/QĐ-UBND")
    )
    assert [(e.number, e.target_path) for e in acts.expiries] == [(TARGET, "dieu-5/khoan-4")]


def test_units_named_after_cac_are_named():
    acts = read_acts([article("Bãi bỏ các khoản 1, 2 Điều 3.")], Header(number="30/2025/QĐ-UBND", title=TITLE))
    assert [e.target_path for e in acts.expiries] == ["dieu-3/khoan-1", "dieu-3/khoan-2"]


def test_a_replaced_part_is_replaced():
    text = f"Thay thế toàn bộ Bảng giá tại Quyết định số {TARGET} và Phụ lục tại Quyết định số 20/2023/QĐ-UBND bằng Phụ lục."
    found = amended(article(text))
    assert {(a.action, a.target_number) for a in found} == {(A.REPLACE, TARGET), (A.REPLACE, "20/2023/QĐ-UBND")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sửa đổi điểm b, mục 2.2, khoản 2 Điều 3 như sau:\n“b) Mới.”", ["dieu-3/khoan-2/diem-b"]),
        (
            f"Sửa đổi điểm d khoản 1 Điều 8 Chế độ chứng từ kế toán ban hành kèm theo Quyết định số {TARGET}",
            ["kem-theo/dieu-8/khoan-1/diem-d"],
        ),
        ("Nay sửa đổi Điều 4 như sau:\n“Điều 4. Mới.”", ["dieu-4"]),
        ("Bỏ khoản 4; khoản 2 Điều 61 được sửa đổi như sau:\n“2. Mới.”", ["dieu-61/khoan-4", "dieu-61/khoan-2"]),
    ],
)
def test_units_in_other_shapes(text: str, expected: list[str]):
    assert sorted(a.target_path for a in amended(article(text))) == sorted(expected)


def test_wording_without_marks_is_new_wording():
    (record,) = amended(article("Khoản 1 Điều 2 được sửa đổi như sau:\n1. Quy chế áp dụng cho mọi người.\nTrừ trẻ em."))
    assert (record.target_path, record.new_text) == (
        "dieu-2/khoan-1",
        "1. Quy chế áp dụng cho mọi người.\nTrừ trẻ em.",
    )


def test_a_heading_that_only_announces_is_no_second_act():
    found = amended(
        article("", "dieu-3", heading="Sửa đổi khoản 2 và khoản 3 Điều 3"),
        article("Sửa đổi khoản 2 như sau:\n“2. Mới.”", "dieu-3/khoan-1"),
        article("Sửa đổi khoản 3 như sau:\n“3. Mới.”", "dieu-3/khoan-2"),
    )
    assert [(a.target_path, a.path) for a in found] == [
        ("dieu-3/khoan-2", "dieu-3/khoan-1"),
        ("dieu-3/khoan-3", "dieu-3/khoan-2"),
    ]


def test_two_phrases_share_the_units_at_the_end():
    text = (
        "Thay thế cụm từ “A” bằng cụm từ “B”, thay thế cụm từ “C” bằng cụm từ “D” tại khoản 5 Điều 10, khoản 4 Điều 11."
    )
    assert {(a.old_text, a.target_path) for a in amended(article(text))} == {
        (old, path) for old in "AC" for path in ("dieu-10/khoan-5", "dieu-11/khoan-4")
    }


def test_a_chapter_names_the_document_by_its_title_alone():
    chapter = ParsedProvision(
        "chuong-1",
        ProvisionKind.CHAPTER,
        "Chương I",
        "SỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU CỦA THÔNG TƯ QUY ĐỊNH VỀ DỰ PHÒNG RỦI RO",
        "",
    )
    inside = ParsedProvision(
        "dieu-1", ProvisionKind.ARTICLE, "Điều 1", "Sửa đổi khoản 3 Điều 1", "“3. Mới.”", "chuong-1"
    )
    (record,) = read_acts([chapter, inside], Header(number="70/2025/TT-NHNN")).amendments
    assert (record.target_number, record.target_path) == (None, "dieu-1/khoan-3")
    assert record.target_title.casefold() == "thông tư quy định về dự phòng rủi ro"


def test_a_symbol_cut_short_is_the_one_of_the_title():
    found = read_acts(
        [article("Sửa đổi Điều 19 của Thông tư số 69/2022/BTC như sau:\n“Điều 19. Mới.”")],
        Header(number="151/2025/TT-BTC", title="Sửa đổi, bổ sung một số điều của Thông tư số 69/2022/TT-BTC"),
    ).amendments
    assert [(a.target_number, a.target_path) for a in found] == [("69/2022/TT-BTC", "dieu-19")]
