"""Quantities, number words, modal wordings and signs of procedures."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legaldocs.analysis.modality import Modality, read_modality
from legaldocs.analysis.number_words import NUMBER_WORDS, number_in_words
from legaldocs.analysis.quantities import read_quantities
from legaldocs.analysis.signals import SignalKind, read_signals
from legaldocs.parsing.parsed import ParsedProvision
from legaldocs.parsing.vocabulary import ProvisionKind
from tests.legaldocs.test_citations import LEGAL_WORDS


def provision(text: str, path: str = "dieu-1") -> ParsedProvision:
    return ParsedProvision(path, ProvisionKind.ARTICLE, "Điều 1", "", text)


def read(text: str) -> list[tuple[str, float, str]]:
    return [(q.comparator, q.value, q.unit) for q in read_quantities(provision(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("không quá 10 ngày làm việc", [("<=", 10, "working_day")]),
        ("trong thời hạn 15 ngày", [("<=", 15, "day")]),
        ("từ 500.000 đồng đến dưới 1.000.000 đồng", [(">=", 500_000, "VND"), ("<", 1_000_000, "VND")]),
        ("từ 05 đến 10 ngày", [(">=", 5, "day"), ("<=", 10, "day")]),
        ("từ 15 đến dưới 18 tuổi", [(">=", 15, "age"), ("<", 18, "age")]),
        ("từ đủ 18 tuổi trở lên", [(">=", 18, "age")]),
        ("dưới 18 tuổi", [("<", 18, "age")]),
        ("1,5 triệu đồng", [("=", 1_500_000, "VND")]),
        ("2 tỷ 500 triệu đồng", [("=", 2_500_000_000, "VND")]),
        ("một triệu rưỡi đồng", [("=", 1_500_000, "VND")]),
        ("300.000.000 đồng (ba trăm triệu đồng)", [("=", 300_000_000, "VND")]),
        ("mười lăm ngày", [("=", 15, "day")]),
        ("05 (năm) tháng", [("=", 5, "month")]),
        ("năm (05) ngày làm việc", [("=", 5, "working_day")]),
        ("ít nhất hai mươi (20) ngày", [(">=", 20, "day")]),
        ("hai năm", [("=", 2, "year")]),
        ("năm năm", [("=", 5, "year")]),
        ("không quá năm ngày", [("<=", 5, "day")]),
        ("tối đa 20%", [("<=", 20, "%")]),
        ("được hỗ trợ hằng tháng 150.000 đồng", [("=", 150_000, "VND")]),
        ("mỗi quý 0,2 triệu đồng", [("=", 200_000, "VND")]),
        ("trong tháng 12 đồng thời báo cáo", []),
        ("tối thiểu 300MB/hộp thư", [(">=", 300, "MB")]),
        ("dung lượng 2 GB", [("=", 2048, "MB")]),
        ("rộng 80cm", [("=", 0.8, "m")]),
        ("tối thiểu 50 m2 và 1,2 ha", [(">=", 50, "m2"), ("=", 1.2, "ha")]),
        ("cách 200m, dưới 1 km", [("=", 200, "m"), ("<", 1, "km")]),
        ("ít nhất 03 người", [(">=", 3, "person")]),
        ("01 bộ hồ sơ", [("=", 1, "set")]),
        ("30 ngày trở xuống", [("<=", 30, "day")]),
    ],
)
def test_quantities_are_normalised(text: str, expected: list[tuple[str, float, str]]):
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "ngày 05 tháng 12 năm 2025",
        "tháng 12 năm 2025",
        "15/3/2025",
        "Quyết định số 12/2020/QĐ-UBND",
        "Điều 5, khoản 2, điểm 3 mục 4",
        "trong năm người dân nộp",
        "hằng năm, mỗi tháng",
        "6 tháng đầu năm",
        "giai đoạn 05 năm 2021-2025",
        "1.2. Nội dung",
        "QCVN 01:2021/BTNMT",
    ],
)
def test_dates_numbers_and_labels_are_no_quantities(text: str):
    assert read(text) == []


def test_the_subject_is_the_words_before():
    (found,) = read_quantities(provision("Nộp hồ sơ; thời hạn giải quyết là không quá 10 ngày làm việc."))
    assert (found.subject, found.text) == ("thời hạn giải quyết", "không quá 10 ngày làm việc")


def test_what_a_sum_is_counted_by_is_kept():
    (found,) = read_quantities(provision("mức thu 3.000 đồng/m2/tháng"))
    assert (found.value, found.unit, found.per) == (3000, "VND", "m2/tháng")


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("mười lăm", 15),
        ("hai mươi mốt", 21),
        ("một trăm linh năm", 105),
        ("hai nghìn không trăm hai mươi lăm", 2025),
        ("một tỷ hai trăm triệu", 1_200_000_000),
        ("hai mươi tư", 24),
        ("một hai", None),
        ("mươi ba", None),
        ("nghìn", None),
        ("", None),
    ],
)
def test_number_words(words: str, value: float | None):
    assert number_in_words(words.split()) == value


@given(st.lists(st.sampled_from(sorted(NUMBER_WORDS)), max_size=12))
def test_any_run_of_number_words_is_a_number_or_none(words: list[str]):
    value = number_in_words(words)
    assert value is None or value >= 0


@given(st.text() | LEGAL_WORDS)
def test_any_text_is_read(text: str):
    for found in read_quantities(provision(text)):
        assert 0 <= found.start < found.end <= len(text)
    for start, end, _ in read_modality(text):
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize("piece", ["điều ", "1", "một ", "1 ", "năm ", "từ "])
def test_a_line_of_five_megabytes_takes_no_more_than_seconds(piece: str):
    started = time.process_time()  # the machine is shared
    read_quantities(provision(piece * (5_000_000 // len(piece))))
    assert time.process_time() - started < 60  # about 2 s alone; a quadratic pattern would take hours


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("người nộp phải nộp phí", [Modality.MUST]),
        ("Sở Tư pháp có trách nhiệm kiểm tra", [Modality.MUST]),
        ("không được thu thêm", [Modality.MUST_NOT]),
        ("nghiêm cấm thu thêm", [Modality.MUST_NOT]),
        ("công dân có quyền khiếu nại", [Modality.ENTITLED]),
        ("được hưởng hỗ trợ", [Modality.ENTITLED]),
        ("được miễn phí", [Modality.EXEMPT]),
        ("không phải nộp phí", [Modality.EXEMPT]),
        ("có thể gia hạn", [Modality.MAY]),
        ("văn bản được ban hành, giấy phép được cấp", []),
        ("đây không phải là phí", []),
        ("miễn nhiệm, bổ nhiệm", []),
    ],
)
def test_modal_wordings(text: str, expected: list[Modality]):
    assert [modality for _, _, modality in read_modality(text)] == expected


def test_a_procedure_needs_two_different_signs_in_one_article():
    two = [provision("Thành phần hồ sơ gồm đơn đề nghị. Thời hạn giải quyết là 05 ngày.")]
    assert {signal.kind for signal in read_signals(two)} == {SignalKind.PROCEDURE}
    apart = [provision("Thành phần hồ sơ gồm hai bản."), provision("Thời hạn giải quyết là 05 ngày.", "dieu-2")]
    assert read_signals(apart) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Mức thu phí tham quan là 10.000 đồng", SignalKind.FEE),
        ("Phạt tiền từ 1.000.000 đồng", SignalKind.FINE),
        ("Điều kiện kinh doanh vận tải", SignalKind.BUSINESS_CONDITION),
    ],
)
def test_other_signs_stand_alone(text: str, kind: SignalKind):
    assert [(signal.kind, signal.path) for signal in read_signals([provision(text)])] == [(kind, "dieu-1")]
