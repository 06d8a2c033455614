from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legaldocs.analysis.contradictions import NEAR, contradictions

SUPERIOR = """Cơ quan thẩm quyền cấp giấy xác nhận vùng nuôi ong trong thời hạn không quá 05 ngày làm việc kể từ khi đủ hồ sơ.
Mức hỗ trợ mô hình nuôi ong tối đa 10% tổng chi phí đầu tư và không quá 50.000.000 đồng/mô hình.
Chỉ Ủy ban nhân dân cấp tỉnh được quyết định thành lập khu bảo tồn ong rừng.
Không được thu phí thẩm định hồ sơ cấp giấy xác nhận vùng nuôi ong.
Chủ vườn không phải nộp bản sao sổ theo dõi đàn ong khi chuyển vùng hoa.
Đối tượng được hỗ trợ giống ong là hộ nghèo, hộ cận nghèo."""


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        (
            "Sở cấp giấy xác nhận vùng nuôi ong chậm nhất sau 10 ngày làm việc.",
            [("NUMBER", "chậm nhất sau 10 ngày làm việc", "không quá 05 ngày làm việc")],
        ),
        ("Ngân sách hỗ trợ 15% tổng chi phí đầu tư mô hình nuôi ong.", [("NUMBER", "15%", "tối đa 10%")]),
        (
            "Mô hình nuôi ong được hỗ trợ chi phí không quá 80 triệu đồng.",
            [("NUMBER", "không quá 80 triệu đồng", "không quá 50.000.000 đồng")],
        ),
        (
            "Ủy ban nhân dân cấp xã quyết định thành lập khu bảo tồn ong rừng.",
            [("SUBJECT", "Ủy ban nhân dân cấp xã", "Ủy ban nhân dân cấp tỉnh")],
        ),
        (
            "Cơ quan tiếp nhận được thu phí thẩm định hồ sơ cấp giấy xác nhận vùng nuôi ong.",
            [("MODALITY", "được thu phí", "Không được thu phí")],
        ),
        (
            "Chủ vườn phải nộp bản sao sổ theo dõi đàn ong khi chuyển vùng hoa.",
            [("MODALITY", "phải nộp bản", "không phải nộp bản")],
        ),
        (
            "Đối tượng được hỗ trợ giống ong gồm hộ nghèo, hộ cận nghèo và doanh nghiệp.",
            [("SUBJECT", "doanh nghiệp", "hộ nghèo, hộ cận nghèo")],
        ),
    ],
)
def test_what_goes_against_the_superior_sentence_on_the_same_thing(draft: str, expected: list[tuple[str, str, str]]):
    found = [each.difference for each in contradictions(draft, SUPERIOR)]
    assert [(d.type.value, d.draft) for d in found] == [(kind, said) for kind, said, _ in expected]
    assert all(
        each.target.startswith(target) or target in each.target
        for each, (_, _, target) in zip(found, expected, strict=True)
    )


@pytest.mark.parametrize(
    "draft",
    [
        "Sở cấp giấy xác nhận vùng nuôi ong trong 03 ngày làm việc kể từ ngày nhận đủ hồ sơ.",
        "Ngân sách hỗ trợ 8% tổng chi phí đầu tư mô hình nuôi ong.",
        "Ủy ban nhân dân cấp tỉnh quyết định thành lập khu bảo tồn ong rừng.",
        "Không được thu phí thẩm định hồ sơ cấp giấy xác nhận vùng nuôi ong.",
        "Chủ vườn không phải nộp bản sao sổ theo dõi đàn ong khi chuyển vùng hoa.",
        "Đối tượng được hỗ trợ giống ong là hộ nghèo.",
        "Trưởng thôn báo cáo số đàn bò sữa trong 20 ngày làm việc.",
        "",
    ],
)
def test_what_stays_within_it_or_speaks_of_another_thing_is_none(draft: str):
    assert contradictions(draft, SUPERIOR) == []


def test_a_quantity_that_another_sentence_allows_is_within():
    superior = (
        "Người nuôi ong đã qua lớp học nghề có thời gian nuôi ong ít nhất là 02 năm;\n"
        "Người nuôi ong chưa qua lớp học nghề có thời gian nuôi ong ít nhất là 03 năm."
    )
    assert contradictions("Có thời gian nuôi ong ít nhất là 2 năm và qua lớp học nghề", superior) == []
    assert len(contradictions("Có thời gian nuôi ong ít nhất là 1 năm và qua lớp học nghề", superior)) == 1


def test_a_document_cited_as_a_whole_asks_for_more_words_in_common():
    draft = "Sở trả lời việc ấy chậm nhất sau 10 ngày làm việc."
    assert contradictions(draft, "Sở trả lời việc ấy không quá 05 ngày làm việc.")
    assert contradictions(draft, "Sở trả lời việc ấy không quá 05 ngày làm việc.", NEAR) == []


def test_of_a_document_cited_as_a_whole_only_what_is_worded_as_a_bound_counts():
    draft = "Tổ nuôi ong trợ cấp hằng tháng cho thợ nuôi ong rừng bị thương tật từ 21% trở lên."
    cases = "Trợ cấp hằng tháng cho thợ nuôi ong rừng bị thương tật từ 81% trở lên là hai lần mức chung."
    assert contradictions(draft, cases, NEAR) == []
    bound = "Trợ cấp hằng tháng cho thợ nuôi ong rừng bị thương tật tối thiểu 81% là hai lần mức chung."
    assert [c.difference.draft for c in contradictions(draft, bound, NEAR)] == ["từ 21% trở lên"]


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_two_texts_are_compared(draft: str, superior: str):
    contradictions(draft, superior)


def test_long_texts_take_no_long_time():
    text = "\n".join(f"Chủ vườn số {n} được hỗ trợ không quá {n} triệu đồng mua thùng ong mới." for n in range(300))
    started = time.process_time()
    contradictions(text, text)
    assert time.process_time() - started < 3
