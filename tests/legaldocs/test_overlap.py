from __future__ import annotations

import pytest

from legaldocs.analysis.formulas import is_formula
from legaldocs.analysis.overlap import LONGEST_QUOTE, Comparison, compare, compare_sides
from legaldocs.analysis.terms import Side
from legaldocs.parsing.vocabulary import DifferenceType, FindingKind

RULE = (
    "Hộ nghèo có nhà ở dột nát trên địa bàn tỉnh được hỗ trợ một lần không quá 60.000.000 đồng để xây mới; Ủy ban nhân dân "
    "cấp xã phải lập danh sách, niêm yết tại nhà văn hóa thôn trong thời hạn 05 ngày làm việc và gửi Sở Xây dựng trước "
    "ngày 15 tháng 11 năm 2026."
)


def conflict(draft: str, target: str = RULE) -> Comparison:
    result = compare(draft, target)
    assert result is not None
    assert result.kind is FindingKind.CONFLICT, result
    return result


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("60.000.000 đồng", "80.000.000 đồng", DifferenceType.NUMBER),
        ("60.000.000 đồng", "tám mươi triệu đồng", DifferenceType.NUMBER),
        ("05 ngày làm việc", "05 ngày", DifferenceType.NUMBER),
        ("05 ngày làm việc", "10 ngày làm việc", DifferenceType.NUMBER),
        ("không quá", "tối thiểu", DifferenceType.NUMBER),
        ("phải lập", "có thể lập", DifferenceType.MODALITY),
        ("phải lập", "không phải lập", DifferenceType.MODALITY),
        ("được hỗ trợ", "không được hỗ trợ", DifferenceType.MODALITY),
        ("cấp xã", "cấp tỉnh", DifferenceType.SUBJECT),
        ("Hộ nghèo", "Hộ cận nghèo", DifferenceType.SUBJECT),
        ("Sở Xây dựng", "Sở Tài chính", DifferenceType.SUBJECT),
        ("ngày 15 tháng 11 năm 2026", "ngày 30 tháng 11 năm 2026", DifferenceType.DATE),
    ],
)
def test_one_change_in_law_is_a_conflict_that_names_it(old: str, new: str, kind: DifferenceType):
    result = conflict(RULE.replace(old, new))
    assert [difference.type for difference in result.differences] == [kind]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("60.000.000 đồng", "sáu mươi triệu đồng"),
        ("60.000.000 đồng", "60 triệu đồng"),
        ("05 ngày làm việc", "5 ngày làm việc"),
        ("05 ngày làm việc", "05 (năm) ngày làm việc"),
        ("không quá", "tối đa"),
        ("Ủy ban nhân dân", "UBND"),
        ("Hộ nghèo", "Các hộ nghèo"),
        ("phải lập", "có trách nhiệm lập"),
        ("ngày 15 tháng 11 năm 2026", "ngày 15/11/2026"),
        ("niêm yết tại", "công khai ở"),
    ],
)
def test_another_wording_of_the_same_is_no_conflict(old: str, new: str):
    result = compare(RULE.replace(old, new), RULE)
    assert result is not None
    assert result.kind in (FindingKind.DUPLICATE, FindingKind.OVERLAP)
    assert result.differences == ()


def test_twelve_months_are_one_year():
    text = (
        "Thời gian thử nghiệm giống lúa chịu mặn tại xã ven biển là 12 tháng, tính từ vụ gieo sạ đầu tiên của nông hộ."
    )
    assert compare(text.replace("12 tháng", "01 năm"), text).kind is not FindingKind.CONFLICT  # type: ignore[union-attr]
    assert compare(text.replace("12 tháng", "02 năm"), text).kind is FindingKind.CONFLICT  # type: ignore[union-attr]


def test_references_and_years_are_not_quantities():
    text = (
        "Hồ sơ khai thác cát lòng sông nêu tại điểm a khoản 2 Điều 5 Nghị định số 12/2020/NĐ-CP ngày 05 tháng 6 năm 2020 được "
        "lưu tại bến bãi tập kết cát, sỏi trong năm 2024 theo Mẫu số 3."
    )
    other = (
        text.replace("khoản 2 Điều 5", "khoản 4 Điều 9").replace("12/2020", "13/2021").replace("Mẫu số 3", "Mẫu số 4")
    )
    other = other.replace("05 tháng 6 năm 2020", "07 tháng 8 năm 2021").replace("năm 2024", "năm 2025")
    assert compare(other, text).kind is not FindingKind.CONFLICT  # type: ignore[union-attr]


def test_the_order_of_a_list_is_no_other_addressee():
    text = "Tổ chức, cá nhân nuôi chim yến trong khu dân cư phải tắt loa phóng từ 21 giờ đến 5 giờ sáng hôm sau."
    assert compare(text.replace("Tổ chức, cá nhân", "Cá nhân, tổ chức"), text).kind is not FindingKind.CONFLICT  # type: ignore[union-attr]


def test_offices_that_their_own_statutes_are_about_do_not_contradict_each_other():
    text = (
        "Sở Y tế có tư cách pháp nhân, có con dấu và tài khoản riêng; chấp hành sự chỉ đạo về biên chế theo phân cấp."
    )
    draft, target = Side(text), Side(text.replace("Sở Y tế", "Sở Nội vụ"))
    titles = ("Quy định chức năng của Sở Y tế", "Quy định chức năng của Sở Nội vụ")
    assert compare_sides(draft, target).differences  # type: ignore[union-attr]
    assert not compare_sides(draft, target, titles=titles).differences  # type: ignore[union-attr]
    untitled = compare_sides(draft, target, titles=("", titles[1]))
    assert untitled is not None
    assert untitled.differences  # nobody knows whose rule it is


def test_two_modal_words_side_by_side_are_told_apart():
    text = (
        "Mô hình và quy mô trạm y tế lưu động được thành lập phải phù hợp với mật độ dân cư và khả năng bố trí nhân lực "
        "của địa phương."
    )
    found = compare(text.replace("phải", "có thể"), text)
    assert found is not None
    assert [(d.type, d.draft, d.target) for d in found.differences] == [(DifferenceType.MODALITY, "có thể", "phải")]


def test_a_copy_of_a_third_of_a_provision_is_an_overlap():
    copied = RULE.split(";")[0] + " và được vay vốn ưu đãi. "
    own = "Tàu cá có chiều dài từ 15 mét trở lên lắp thiết bị giám sát hành trình, bật liên tục khi ra khơi đánh bắt. "
    result = compare(copied + own * 3, RULE)
    assert result is not None
    assert result.kind is FindingKind.OVERLAP
    assert "dột nát" in result.draft_quote


def test_unrelated_provisions_have_nothing_to_say_to_each_other():
    assert (
        compare("Chim yến nuôi trong khu dân cư phải có mái che, tường cách âm và lưới chắn côn trùng.", RULE) is None
    )


def test_the_language_of_every_law_is_no_common_subject():
    draft = (
        "Ủy ban nhân dân các cấp, trong phạm vi nhiệm vụ, quyền hạn của mình, tổ chức thực hiện việc nuôi chim yến tại "
        "địa phương."
    )
    target = draft.replace("nuôi chim yến", "cấp nước sạch")
    result = compare(draft, target)
    assert result is None or result.kind is FindingKind.RELATED


@pytest.mark.parametrize(
    "text",
    [
        "Quyết định này có hiệu lực thi hành kể từ ngày 01 tháng 12 năm 2025.",
        "Chánh Văn phòng Ủy ban nhân dân tỉnh, Giám đốc các Sở, Thủ trưởng các cơ quan và các tổ chức, cá nhân có liên quan "
        "chịu trách nhiệm thi hành Quyết định này./.",
        "Trong Quy định này, các từ ngữ dưới đây được hiểu như sau:",
        "Quy định này quy định về mức hỗ trợ xây nhà cho hộ nghèo trên địa bàn tỉnh.",
        "Quy định này áp dụng đối với cơ quan, tổ chức, cá nhân có liên quan đến hỗ trợ nhà ở.",
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
        "Bãi bỏ toàn bộ Quyết định số 10/2016/QĐ-UBND ngày 05 tháng 4 năm 2016 của Ủy ban nhân dân tỉnh.",
        "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các đơn vị phản ánh về Sở Xây dựng.",
    ],
)
def test_formulas_never_match_even_themselves(text: str):
    assert is_formula(text)
    assert compare(text, text, 1.0, 1.0) is None


def test_a_rule_is_no_formula():
    assert not is_formula(RULE)


@pytest.mark.parametrize("text", ["", "   ", "Như trên.", "Mức hỗ trợ 5 triệu đồng."])
def test_empty_and_very_short_texts_never_match(text: str):
    assert compare(text, text, 1.0, 1.0) is None
    assert compare(text, RULE, 1.0, 1.0) is None


def test_quotes_are_short_and_hold_the_difference():
    filler = " ".join(
        f"Thôn số {i} nhận giống cây keo lai, cây bạch đàn, cây phi lao chắn cát ven biển." for i in range(60)
    )
    draft = f"{filler} {RULE.replace('60.000.000', '80.000.000')} {filler}"
    result = compare(draft, f"{filler} {RULE} {filler}")
    assert result is not None
    assert len(result.draft_quote) <= LONGEST_QUOTE + 4
    assert "80.000.000" in result.draft_quote
    assert "60.000.000" in result.target_quote


def test_the_reason_says_what_stands_where_without_a_verdict():
    result = compare(RULE.replace("60.000.000", "80.000.000"), RULE, about="hỗ trợ nhà ở", other="Quyết định số 9/2024")
    assert result is not None
    assert result.reason == (
        "Cùng quy định về hỗ trợ nhà ở: dự thảo ghi “không quá 80.000.000 đồng”, Quyết định số 9/2024 ghi "
        "“không quá 60.000.000 đồng”."
    )
    assert "vi phạm" not in result.reason


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (RULE, "Lời văn trùng khớp với quy định của văn bản đang có hiệu lực."),
        (RULE.replace("niêm yết tại", "niêm yết ở"), "Lời văn gần như trùng khớp (98% số từ) với"),
    ],
)
def test_nearly_the_same_is_not_said_of_the_same(new: str, said: str):
    result = compare(new, RULE)
    assert result is not None
    assert result.reason.startswith(said), result.reason


DEPARTMENTS = (
    "Đối với phản ánh đã được trả lời nhưng chưa đầy đủ thì trong thời hạn 06 ngày làm việc, các Sở, ban, ngành có trách nhiệm "
    "xem lại hồ sơ, trả lời lại bằng văn bản và gửi Văn phòng Ủy ban nhân dân tỉnh để theo dõi chung."
)


@pytest.mark.parametrize("other", ["Ủy ban nhân dân cấp xã", "Sở Nội vụ"])
def test_the_departments_together_are_an_addressee(other: str):
    [difference] = conflict(DEPARTMENTS.replace("các Sở, ban, ngành", other), DEPARTMENTS).differences
    assert (difference.type, difference.draft, difference.target) == (DifferenceType.SUBJECT, other, "Sở, ban, ngành")


@pytest.mark.parametrize("same", ["các sở, ngành", "các sở, ban, ngành cấp tỉnh", "các ban, ngành"])
def test_the_departments_are_the_same_in_each_wording(same: str):
    result = compare(DEPARTMENTS.replace("các Sở, ban, ngành", same), DEPARTMENTS)
    assert result is not None
    assert (result.kind, result.differences) == (FindingKind.DUPLICATE, ())


def test_a_conflict_comes_before_reading_advice():
    near = compare(RULE.replace("60.000.000", "80.000.000"), RULE)
    far = compare("Hộ nghèo có nhà ở dột nát trên địa bàn tỉnh được ưu tiên vay vốn trồng rừng gỗ lớn.", RULE, 0.2)
    assert near is not None
    assert far is not None
    assert near.score > far.score
    assert 0 <= far.score <= near.score <= 1


RIVERS = (
    "Bộ, cơ quan ngang Bộ trong phạm vi nhiệm vụ, quyền hạn của mình có trách nhiệm phối hợp với Bộ Xây dựng "
    "thực hiện quản lý {}."
)


def test_one_sentence_on_the_matter_of_each_document_is_only_reading_advice():
    titles = ("Quản lý đê điều", "Bảo tồn chim yến")
    draft, target = Side(RIVERS.format("đê điều ven sông")), Side(RIVERS.format("chim yến ven sông"))
    found = compare_sides(draft, target, titles=titles)
    assert found is not None
    assert (found.kind, found.differences) == (FindingKind.RELATED, ())
    alike = compare_sides(draft, target, titles=(titles[0], titles[0]))
    assert alike is not None
    assert alike.kind is not FindingKind.RELATED


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "Người đang hưởng trợ cấp hưu trí xã hội được hỗ trợ thêm hằng tháng 150.000 đồng ngoài chính sách chung.",
            "Người đang hưởng trợ cấp hưu trí xã hội được hỗ trợ thêm hằng tháng 0,2 triệu đồng ngoài chính sách chung.",
        ),
        (
            "Mức chuẩn trợ giúp xã hội của thành phố Hà Nội là 650.000 đồng/tháng.",
            "Mức chuẩn trợ giúp xã hội của thành phố Hà Nội là năm trăm nghìn đồng/tháng.",
        ),
    ],
)
def test_a_short_rule_that_is_the_same_but_for_its_sum_is_a_conflict(old: str, new: str):
    comparison = compare(new, old)
    assert comparison is not None and comparison.kind is FindingKind.CONFLICT
    (difference,) = comparison.differences
    assert difference.type is DifferenceType.NUMBER
    assert "đồng" in difference.draft and "đồng" in difference.target


def test_a_short_formula_that_is_the_same_but_for_a_number_stays_reading_advice():
    old = "Thời hạn giải quyết là 10 ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ."
    comparison = compare(old.replace("10", "05"), old)
    assert comparison is not None and comparison.kind is FindingKind.RELATED


@pytest.mark.parametrize(
    "text",
    [
        "Giải thích từ ngữ\nTrong Thông tư này, các từ ngữ dưới đây được hiểu như sau:",
        "Chính phủ quy định chi tiết và hướng dẫn thi hành các điều, khoản được giao trong Luật này.",
        "Các Ban của Hội đồng nhân dân giám sát chặt chẽ quá trình triển khai, tổ chức thực hiện Nghị quyết.",
    ],
)
def test_what_every_law_repeats_is_a_formula(text: str):
    assert compare(text, text) is None


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("không quá 60.000.000 đồng", "ít nhất 60.000.000 đồng", DifferenceType.NUMBER),
        ("một lần không quá 60.000.000 đồng", "một lần 60.000.000 đồng", DifferenceType.NUMBER),
        ("trước ngày", "sau ngày", DifferenceType.DATE),
        ("Sở Xây dựng", "Thủ tướng Chính phủ", DifferenceType.SUBJECT),
        ("Sở Xây dựng", "Chi cục Kiểm lâm", DifferenceType.SUBJECT),
        ("Sở Xây dựng", "Phòng Tư pháp", DifferenceType.SUBJECT),
        ("Ủy ban nhân dân cấp xã", "Chủ tịch Ủy ban nhân dân cấp xã", DifferenceType.SUBJECT),
        ("và gửi Sở", "và không gửi Sở", DifferenceType.MODALITY),
        ("niêm yết tại", "không công khai tại", DifferenceType.MODALITY),
    ],
)
def test_further_turns_of_law_are_named(old: str, new: str, kind: DifferenceType):
    assert old in RULE
    assert kind in {difference.type for difference in conflict(RULE.replace(old, new)).differences}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("trong thời hạn 05 ngày làm việc", "trong vòng năm ngày làm việc"),
        ("không quá 60.000.000 đồng", "tối đa sáu mươi triệu đồng"),
        ("Ủy ban nhân dân cấp xã", "UBND xã"),
        ("và gửi", "rồi gửi"),
    ],
)
def test_other_words_for_the_same_law_make_no_conflict(old: str, new: str):
    assert old in RULE
    result = compare(RULE.replace(old, new), RULE)
    assert result is not None
    assert result.differences == ()


def test_addressees_that_are_each_documents_own_matter_are_no_difference():
    one = "Người quản lý doanh nghiệp vi phạm lần đầu trong việc ghi sổ theo dõi đàn ong lấy mật thì bị khiển trách."
    other = one.replace("doanh nghiệp", "hợp tác xã")
    titles = ("Kỷ luật người quản lý doanh nghiệp nuôi ong", "Kỷ luật người quản lý hợp tác xã nuôi ong")
    apart = compare_sides(Side(one), Side(other), titles=titles)
    together = compare_sides(Side(one), Side(other), titles=("Kỷ luật nuôi ong", "Kỷ luật nuôi ong"))
    assert apart is not None
    assert apart.differences == ()
    assert together is not None
    assert together.kind is FindingKind.CONFLICT
