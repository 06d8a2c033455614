"""What is a difference in law between two provisions worded alike, and what only looks like one."""

from __future__ import annotations

from itertools import permutations

import pytest

from legaldocs.analysis.overlap import Comparison, compare, compare_sides
from legaldocs.analysis.terms import Side
from legaldocs.parsing.vocabulary import DifferenceType, FindingKind

SHIPS = (
    "Chủ tàu cá đăng ký đóng mới tàu vỏ thép tại khu vực nông thôn được vay vốn ưu đãi hằng năm với lãi suất thấp hơn lãi suất "
    "thương mại; thời gian vay tính kể từ ngày nhận đủ hồ sơ hợp lệ, có tàu đang hoạt động và có giấy phép khai thác."
)
LICENCE = """Hồ sơ đề nghị cấp phép nuôi chim yến trong khu dân cư gồm:
a) Đơn đề nghị theo mẫu;
b) Bản sao giấy tờ về quyền sử dụng đất nơi dựng nhà yến;
c) Cam kết tắt loa phóng vào ban đêm của chủ nhà yến;
d) Sơ đồ vị trí nhà yến so với trường học, bệnh viện."""


def compared(draft: str, target: str) -> Comparison:
    found = compare(draft, target)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("old", "new", "kind", "named"),
    [
        ("khu vực nông thôn", "khu vực đô thị", DifferenceType.SUBJECT, ("đô thị", "nông thôn")),
        ("hằng năm", "hằng quý", DifferenceType.DATE, ("hằng quý", "hằng năm")),
        ("thấp hơn", "cao hơn", DifferenceType.MODALITY, ("cao hơn", "thấp hơn")),
        (
            "kể từ ngày nhận đủ hồ sơ hợp lệ",
            "kể từ ngày có kết quả thẩm định",
            DifferenceType.DATE,
            ("kể từ ngày có kết quả", "kể từ ngày nhận đủ hồ sơ"),
        ),
        (" và có giấy", " hoặc có giấy", DifferenceType.MODALITY, ("hoặc", "và")),
        (
            "thương mại;",
            "thương mại, trừ trường hợp bất khả kháng;",
            DifferenceType.MODALITY,
            ("trừ trường hợp", "không nêu"),
        ),
    ],
)
def test_where_when_which_way_and_on_which_condition_are_differences(
    old: str, new: str, kind: DifferenceType, named: tuple[str, str]
):
    assert old in SHIPS
    found = compared(SHIPS.replace(old, new), SHIPS)
    assert found.kind is FindingKind.CONFLICT
    (difference,) = found.differences
    assert difference.type is kind
    assert named[0] in difference.draft
    assert named[1] in difference.target


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hằng năm", "hàng năm"),
        ("kể từ ngày nhận đủ hồ sơ hợp lệ", "tính từ ngày tiếp nhận hồ sơ đầy đủ, hợp lệ"),
        ("khu vực nông thôn", "vùng nông thôn"),
        (" và có giấy", " cùng có giấy"),
    ],
)
def test_the_same_in_other_words_is_none(old: str, new: str):
    assert old in SHIPS
    assert compared(SHIPS.replace(old, new), SHIPS).differences == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("nhận văn bản thông báo", "nhận được thông báo"),
        ("nhận được văn bản kết luận của đồn biên phòng", "nhận kết luận của đồn biên phòng"),
        ("hồ sơ hợp lệ được tiếp nhận", "nhận đủ hồ sơ hợp lệ"),
        ("có quyết định", "ban hành quyết định"),
        ("có giấy phép khai thác", "được cấp giấy phép khai thác"),
    ],
)
def test_one_event_may_be_told_from_either_side(one: str, other: str):
    texts = [SHIPS.replace("nhận đủ hồ sơ hợp lệ", event) for event in (one, other)]
    assert compared(*texts).differences == ()
    assert compared(*reversed(texts)).differences == ()


def test_what_a_number_in_words_is_said_of_is_no_term_that_it_defines():
    fine = "{} đối với chủ tàu cá là {} triệu đồng cho mỗi chuyến biển không có giấy phép khai thác còn hạn."
    found = compared(fine.format("Mức phạt tiền", "sáu"), fine.format("Mức tiền phạt", "bảy"))
    assert [d.type for d in found.differences] == [DifferenceType.NUMBER]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("trừ các nhà yến tự nhiên", "không bao gồm nhà yến tự nhiên"),
        ("chậm nhất ngày 15/12", "không muộn hơn ngày 15/12"),
    ],
)
def test_a_bound_worded_with_a_no_denies_nothing(one: str, other: str):
    text = "Chủ cơ sở nuôi chim yến, {}, phải tắt loa phóng ban đêm, trồng cây xanh quanh nhà yến và thu gom phân chim."
    assert compared(text.format(one), text.format(other)).differences == ()


def test_a_point_that_one_list_lacks_is_named_from_either_side():
    shorter = LICENCE.replace("c) Cam kết tắt loa phóng vào ban đêm của chủ nhà yến;\n", "").replace("\nd)", "\nc)")
    less, more = compared(shorter, LICENCE), compared(LICENCE, shorter)
    assert (less.kind, more.kind) == (FindingKind.CONFLICT, FindingKind.CONFLICT)
    assert "Cam kết tắt loa" in less.differences[0].target
    assert "Cam kết tắt loa" in more.differences[0].draft
    assert "dự thảo không nêu" in less.reason
    assert "đang có hiệu lực không nêu" in more.reason


def test_both_of_two_or_one_of_them_is_no_matter_between_names():
    text = "Tổ chức và cá nhân nuôi chim yến phải tắt loa phóng từ 21 giờ đến 5 giờ sáng hôm sau trong khu dân cư."
    assert compared(text.replace("Tổ chức và cá nhân", "Tổ chức hoặc cá nhân"), text).differences == ()


@pytest.mark.parametrize(
    ("draft", "target"),
    [
        (  # two offices: what is said of the one is not said of the other
            "Sở Thủy lợi có tư cách pháp nhân, có con dấu riêng; chấp hành sự quản lý về biên chế của Ủy ban nhân dân tỉnh.",
            "Phòng Thủy lợi là đơn vị có con dấu riêng; chấp hành sự quản lý về biên chế của Ủy ban nhân dân huyện.",
        ),
        (  # names that no list holds
            "Thuyền trưởng tàu kiểm ngư có quyền: phạt tiền đến 3.000.000 đồng, tịch thu ngư cụ kích điện, dừng chuyến biển.",
            "Trạm trưởng quản lý đê điều có quyền: phạt tiền đến 5.000.000 đồng, tịch thu ngư cụ kích điện, dừng chuyến biển.",
        ),
        (  # a case and the general rule
            "Người nuôi yến trong vùng quy hoạch được hưởng hỗ trợ tiền điện thắp sáng chuồng nuôi ban đêm.",
            "Nếu tự ý mở rộng chuồng thì người nuôi yến không được hưởng hỗ trợ tiền điện thắp sáng chuồng nuôi ban đêm.",
        ),
        (  # two terms, two meanings
            "Nhà yến tự nhiên là hang động, mái đình nơi chim yến làm tổ, có từ 100 cá thể yến trở lên sinh sống quanh năm.",
            "Nhà yến nhân tạo là công trình, mái nhà nơi chim yến làm tổ, có từ 20 cá thể yến trở lên sinh sống quanh năm.",
        ),
        (  # two provinces
            "Vùng nước neo đậu tránh bão thuộc địa phận tỉnh Quảng Ninh gồm 04 khu neo đậu cho tàu cá vỏ gỗ, vỏ thép.",
            "Vùng nước neo đậu tránh bão thuộc địa phận tỉnh Cà Mau gồm 02 khu neo đậu cho tàu cá vỏ gỗ, vỏ thép.",
        ),
        (  # who issued a document that both cite
            "Mức chi bồi dưỡng người gác đê đêm mưa bão thực hiện theo Thông tư số 03/2023/TT-BTC của Bộ trưởng Bộ Tài chính.",
            "Mức chi bồi dưỡng người gác đê đêm mưa bão thực hiện theo Thông tư số 03/2023/TT-BTC của Bộ Tài chính.",
        ),
        (  # a ministry under its later name
            "Ngư dân gửi nhật ký khai thác yến đảo về Bộ Nông nghiệp và Môi trường sau mỗi chuyến biển.",
            "Ngư dân gửi nhật ký khai thác yến đảo về Bộ Nông nghiệp và Phát triển nông thôn sau mỗi chuyến biển.",
        ),
        (  # other acts are allowed and demanded
            "Tổ chức, cá nhân khai thác tổ yến đảo trong khu bảo tồn biển Cù Lao có thể thuê thuyền thúng địa phương.",
            "Tổ chức, cá nhân khai thác tổ yến đảo trong khu bảo tồn biển Cù Lao có trách nhiệm lập sổ theo dõi đàn yến.",
        ),
    ],
)
def test_rules_of_their_own_do_not_contradict_each_other(draft: str, target: str):
    found = compare(draft, target)
    assert found is None or found.differences == ()


def test_a_merged_province_is_the_one_that_it_became_part_of():
    text = "Ngư dân tỉnh {} bị mất lưới do tàu hàng được hỗ trợ một lần {} đồng để mua lưới rê, lưới vây mới."
    found = compared(text.format("An Giang", "5.000.000"), text.format("Kiên Giang", "3.000.000"))
    assert [d.type for d in found.differences] == [DifferenceType.NUMBER]


def test_names_do_not_run_over_a_comma():
    draft = "Trạm đê kiến nghị với cơ quan nhà nước có thẩm quyền sửa kè, đập tràn, cống lấy nước bị xói lở."
    found = compared(draft.replace("cơ quan nhà nước", "cơ quan, người"), draft)
    assert found.differences == ()


def test_labels_of_points_are_no_numbers():
    text = (
        "{} Trong thời hạn 07 ngày làm việc, trạm thủy nông sửa xong cống lấy nước, kênh nhánh bị sạt lở sau mưa bão."
    )
    assert compared(text.format("4.2"), text.format("3.1")).differences == ()


@pytest.mark.parametrize(
    ("draft", "target"),
    list(permutations(["hằng quý", "trước ngày 15 tháng 12", "kể từ ngày nhận đủ hồ sơ", "trước khi rời bến"], 2)),
)
def test_how_often_a_day_and_an_event_answer_other_questions(draft: str, target: str):
    text = "Chủ tàu cá vỏ thép phải báo cáo số lao động, ngư cụ trên tàu {} về Chi cục Thủy sản để theo dõi, tổng hợp chung."
    assert compared(text.format(draft), text.format(target)).differences == ()


def test_the_sentence_names_what_only_one_side_says():
    found = compare_sides(
        Side(SHIPS.replace("thương mại;", "thương mại, trừ trường hợp bất khả kháng;")),
        Side(SHIPS),
        other="Quyết định số 9/2024",
    )
    assert found is not None
    assert "dự thảo nêu “trừ trường hợp bất khả kháng”, Quyết định số 9/2024 không nêu" in found.reason


def test_a_duty_not_to_do_what_is_forbidden_elsewhere_is_no_contradiction():
    duty = "Không sử dụng tàu vỏ gỗ dưới 12 mét, lưới rê tầng đáy để khai thác yến đảo trong mùa sinh sản."
    act = Side(duty.replace("Không sử dụng", "Sử dụng"), "Hành vi bị nghiêm cấm")
    among_duties = compare_sides(Side(duty), act, about="nghĩa vụ của ngư dân")
    among_the_forbidden = compare_sides(Side(duty), act, about="hành vi bị nghiêm cấm")
    assert among_duties is not None
    assert among_duties.differences == ()
    assert among_the_forbidden is not None
    assert [d.type for d in among_the_forbidden.differences] == [DifferenceType.MODALITY]
