"""What is met and need not be judged stays as reading advice: rules for others, short sentences, closing articles."""

from __future__ import annotations

import pytest

from legaldocs.parsing.vocabulary import FindingKind
from tests.workflow.test_ranking import BOATS, KEEPING, STABLES, findings, stored

pytestmark = pytest.mark.django_db

FIRM = {FindingKind.DUPLICATE, FindingKind.OVERLAP, FindingKind.CONFLICT}
RULES = (
    "Có hành vi gây mất đoàn kết trong đơn vị, cố ý không chấp hành sự phân công của người có thẩm quyền",
    "Đã bị khiển trách về việc tự ý rời vị trí trực ban trong ca đêm mà tái phạm trong thời hạn mười hai tháng liền kề",
    "Làm lộ nội dung cuộc họp kín của hội đồng khi chưa được người chủ trì cho phép công bố ra bên ngoài bằng văn bản",
)


def text_of(title: str, rules: tuple[str, ...] = RULES, heading: str = "Hình thức nhắc nhở") -> str:
    clauses = "\n".join(f"{number}. {rule}." for number, rule in enumerate(rules, 1))
    return f"QUYẾT ĐỊNH\n{title}\n\nĐiều 1. {heading}\n{clauses}"


def firm(text: str) -> list[FindingKind]:
    return [f.kind for f in findings(text) if f.kind in FIRM]


def test_the_same_rules_for_other_people_are_advice_and_for_the_same_people_findings():
    stored(text_of("Quy định việc xử lý kỷ luật viên chức"), title="Quy định việc xử lý kỷ luật viên chức")
    assert firm(text_of("Quy chế nội bộ áp dụng cho người lao động của doanh nghiệp")) == []
    assert len(firm(text_of("Quy chế nội bộ áp dụng cho viên chức"))) == len(RULES)


def test_a_draft_without_a_title_says_in_its_first_article_whom_it_is_for():
    stored(text_of("Quy định việc xử lý kỷ luật viên chức"), title="Quy định việc xử lý kỷ luật viên chức")
    scope = "Điều 1. Phạm vi điều chỉnh\nNghị định này quy định việc nhắc nhở {}.\n"
    rules = "Điều 2. Hình thức nhắc nhở\n" + "\n".join(f"{n}. {rule}." for n, rule in enumerate(RULES, 1))
    assert firm(scope.format("người quản lý tại doanh nghiệp nhà nước") + rules) == []
    assert len(firm(scope.format("viên chức của tỉnh") + rules)) == len(RULES)


def test_the_duties_of_one_office_are_not_those_of_another():
    title = "Quy định chức năng, nhiệm vụ, quyền hạn và cơ cấu tổ chức của {} thành phố Hà Nội"
    stored(text_of(title.format("Sở Y tế")), title=title.format("Sở Y tế"))
    assert firm(text_of(title.format("Sở Du lịch"))) == []
    assert len(firm(text_of(title.format("Sở Y tế")))) == len(RULES)


def test_a_title_that_a_preamble_quotes_is_advice():
    stored(text_of("Quản lý tàu cá", (BOATS,)), title="Quản lý tàu cá")
    basis = f"Căn cứ Quyết định số 7/2020/QĐ-TTg phê duyệt Chương trình “{BOATS}”;"
    draft = f"QUYẾT ĐỊNH\nQuản lý tàu cá\n{basis}\nĐiều 1. Phạm vi\n{STABLES}."
    assert {f.kind for f in findings(draft) if f.path == "can-cu"} == {FindingKind.RELATED}


def test_a_short_sentence_of_a_document_on_another_matter_is_advice():
    short = "Thuyền viên phải mang theo sổ khám sức khỏe còn hạn"
    stored(text_of("Quản lý tàu cá", (short, BOATS)), title="Quản lý tàu cá")
    assert firm(text_of("Quy định bến phà ngang sông", (short, STABLES))) == []
    assert firm(text_of("Quy định tàu cá ven bờ", (short, STABLES))) == [FindingKind.DUPLICATE]


@pytest.mark.parametrize("heading", ["Quy định chuyển tiếp", "Hình thức nộp hồ sơ", "Tiếp nhận hồ sơ và trả kết quả"])
def test_a_closing_article_or_how_to_hand_in_is_advice_where_the_matter_is_another(heading: str):
    handed_in = (
        "Hồ sơ đã nộp trước ngày văn bản được ký mà chưa xong thì tiếp tục giải quyết theo mẫu cũ cho đến khi trả kết quả",
    )
    stored(text_of("Quản lý tàu cá", handed_in, heading), title="Quản lý tàu cá")
    assert firm(text_of("Chăn nuôi trâu bò", handed_in, heading)) == []
    assert firm(text_of("Chăn nuôi trâu bò", handed_in, "Giải quyết hồ sơ")) == [FindingKind.DUPLICATE]


def test_of_one_document_a_provision_meets_the_nearest():
    tail = "Ngoài ra chủ tàu còn phải nộp ảnh chụp thiết bị cho bộ phận trực ban trước mỗi chuyến biển dài ngày"
    also = f"{KEEPING}; việc này do thuyền trưởng tự chịu chi phí, không được thu của thuyền viên dưới bất cứ hình thức nào"
    stored(text_of("Quản lý tàu cá", (f"{BOATS}, {KEEPING}", f"{also}. {tail}")), title="Quản lý tàu cá")
    found = [f for f in findings(text_of("Quản lý tàu cá", (f"{BOATS}, {KEEPING}",))) if f.kind in FIRM]
    assert [f.target_path for f in found] == ["dieu-1/khoan-1"]


GRADES = "Người gác đê đạt loại {} khi tuần tra đủ {} ca đêm, ghi sổ mực nước kịp thời và không để mất áo phao, đèn pin, bộ đàm"


def test_of_clauses_that_are_all_alike_each_meets_its_own():
    stored(text_of("Thi đua gác đê", (GRADES.format("giỏi", 30), GRADES.format("khá", 20))), title="Thi đua gác đê")
    draft = text_of("Thi đua gác đê", (GRADES.format("giỏi", 30), GRADES.format("khá", 25)))
    found = [(f.path, f.kind, f.target_path) for f in findings(draft) if f.kind in FIRM]
    assert sorted(found) == [
        ("dieu-1/khoan-1", FindingKind.DUPLICATE, "dieu-1/khoan-1"),
        ("dieu-1/khoan-2", FindingKind.CONFLICT, "dieu-1/khoan-2"),
    ]


def test_one_stock_clause_met_by_many_of_a_draft_does_not_make_both_one_matter():
    filed = "Trạm thú y trả lời người nuôi bằng văn bản trong {} ngày khi thiếu sổ tiêm phòng, ảnh chuồng hoặc sơ đồ nước thải"
    stored(text_of("Quản lý tàu cá", (filed.format("05"),)), title="Quản lý tàu cá")
    parts = ("đối với bò sữa nhập ngoại", "đối với trâu cày kéo", "đối với dê núi thả rông")
    own = tuple(f"{filed.format('07')} {part}, {STABLES.lower()} {number}" for number, part in enumerate(parts))
    assert firm(text_of("Chăn nuôi trâu bò", own)) == []


def test_the_days_of_receiving_a_dossier_are_those_of_each_procedure():
    received = (
        "Chi cục tiếp nhận hồ sơ, kiểm tra thành phần hồ sơ trong {} ngày làm việc; hồ sơ chưa hợp lệ thì hướng dẫn chủ cơ sở "
        "bổ sung một lần bằng phiếu, hồ sơ hợp lệ thì ghi sổ và hẹn ngày trả"
    )
    stored(text_of("Quản lý tàu cá", (received.format("02"),), "Trình tự đăng kiểm"), title="Quản lý tàu cá")
    assert firm(text_of("Chăn nuôi trâu bò", (received.format("05"),), "Trình tự kiểm dịch")) == []
    assert firm(text_of("Đăng kiểm tàu cá", (received.format("05"),), "Trình tự đăng kiểm")) == [FindingKind.CONFLICT]


def test_clauses_that_differ_in_a_word_each_meet_their_own():
    rule = (
        "Khi cần sửa đổi danh mục ngư cụ {} dùng ở vùng lộng cho hợp với mùa cá, Chi cục Thủy sản lấy ý kiến ngư dân{}, "
        "trình Sở quyết định và báo cáo vào kỳ họp gần nhất của hội nghề cá"
    )
    allowed, banned = (rule.format(kind, "{}") for kind in ("được phép", "không được phép"))
    title = "Quản lý ngư cụ vùng lộng"
    stored(text_of(title, (allowed.format(" trong tỉnh"), banned.format(" trong tỉnh"))), title=title)
    assert FindingKind.CONFLICT not in firm(text_of(title, (allowed.format(""), banned.format(""))))


def test_a_clause_that_has_no_other_of_its_own_is_compared_with_the_one_like_it():
    title = "Quản lý ngư cụ vùng lộng"
    stored(text_of(title, (BOATS, KEEPING)), title=title)
    assert FindingKind.CONFLICT in firm(text_of(title, (BOATS, KEEPING.replace("24 tháng", "12 tháng"))))
