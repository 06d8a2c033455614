from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legaldocs.parsing.numbers import number_key
from search.query import BadQuery, Condition, Field
from search.question import LONGEST, AllWords, Question, read_question


class Names:
    def areas(self) -> Mapping[str, tuple[int, ...]]:
        return {"Đất đai": (1,), "Môi trường": (2,), "Nhà ở và công sở": (3,)}

    def bodies(self) -> Mapping[str, tuple[int, ...]]:
        return {"Ủy ban nhân dân tỉnh Một": (7,), "Ủy ban nhân dân tỉnh Hai": (8,), "Bộ Tài chính": (9,)}

    def levels(self) -> Mapping[str, tuple[int, ...]]:
        return {"tỉnh": (7, 8), "trung ương": (9,)}


def read(text: str) -> Question:
    return read_question(text, Names())


def words(question: Question) -> str:
    return " ".join(word.exact for word in question.words)


def folded(phrases: tuple) -> list[list[str]]:
    return [[word.folded for word in phrase] for phrase in phrases]


def test_words_phrases_and_exclusions_are_told_apart() -> None:
    question = read_question('mức thu "lệ phí" -chợ -"hộ tịch"')
    assert folded([question.words]) == [["muc", "thu"]]
    assert folded(question.phrases) == [["le", "phi"]]
    assert sorted(folded(question.excluded)) == [["cho"], ["ho", "tich"]]
    assert question.pairs == ("muc_thu",)


@pytest.mark.parametrize("number", ["60/2025/QĐ-UBND", "15/2021/nq-hđnd"])
def test_a_number_behind_a_minus_leaves_that_document_out(number: str) -> None:
    question = read_question(f"cây xanh -{number}")
    assert folded([question.words]) == [["cay", "xanh"]]
    assert (question.numbers, question.excluded) == ((), ())
    assert question.refused == (Condition(Field.NUMBER, (number_key(number),)),)
    assert [(part.label, part.value, part.without) for part in question.parts] == [
        ("Trừ số, ký hiệu", number, "cây xanh")
    ]


@pytest.mark.parametrize("typed", ["từ 05 -10 ngày", "năm 2019 -2023", "từ 6/2025 -7/2025"])
def test_a_range_of_numbers_excludes_nothing(typed: str) -> None:
    question = read_question(typed)
    assert (question.refused, question.excluded) == ((), ())


def test_curly_quotes_are_quotes() -> None:
    assert folded(read_question("“lệ phí”").phrases) == [["le", "phi"]]


def test_a_dash_between_words_excludes_nothing() -> None:
    question = read_question("phí - lệ phí QĐ-UBND")
    assert question.excluded == ()
    assert question.pairs[:3] == ("le_phi", "phi_qd", "qd_ubnd")


def test_an_open_quote_is_read_as_none() -> None:
    question = read_question('"lệ phí')
    assert question.phrases == ()
    assert folded([question.words]) == [["le", "phi"]]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("15/2021/NQ-HĐND", "15/2021/nq-hdnd"),
        ("nghị quyết 015/2021/nq-hđnd về phí", "15/2021/nq-hdnd"),
        ("15/2021", "15/2021"),
        ('"15/2021/NQ-HĐND"', "15/2021/nq-hdnd"),
        ("23-L/CTN", "23//l-ctn"),
        ("số 30-CP", "30//cp"),
    ],
)
def test_document_numbers_are_recognised(text: str, number: str) -> None:
    assert number in read_question(text).numbers


def test_plain_words_hold_no_number() -> None:
    assert read_question("mức 10% trong 5 ngày").numbers == ()


def test_only_words_typed_with_accents_tell_accents_apart() -> None:
    assert read_question("quyền han").accented
    assert not read_question("quyen han 10%").accented


@pytest.mark.parametrize("text", ["", "   ", "?!,.", '""', "-", "()", "\x00"])
def test_it_asks_for_a_word_when_there_is_none(text: str) -> None:
    with pytest.raises(BadQuery, match="ít nhất một từ"):
        read_question(text)


def test_exclusions_alone_ask_for_a_word() -> None:
    with pytest.raises(BadQuery, match="loại trừ"):
        read_question("-phí")


def test_a_text_of_ten_thousand_letters_is_refused_in_words() -> None:
    with pytest.raises(BadQuery, match=r"2\.000 ký tự"):
        read_question("phí " * 2_500)


def test_a_pasted_paragraph_is_cut_to_its_first_words() -> None:
    question = read_question(" ".join(f"từ{number}" for number in range(300)))
    assert len(question.words) == 64


# --- fields ---


@pytest.mark.parametrize(
    ("typed", "condition", "rest"),
    [
        ("lĩnh vực:đất đai mức thu", Condition(Field.AREA, (1,)), "mức thu"),
        ("mức thu LĨNH VỰC:ĐẤT ĐAI", Condition(Field.AREA, (1,)), "mức thu"),
        ("linh vuc:nha o va cong so phí", Condition(Field.AREA, (3,)), "phí"),
        ('lĩnh vực:"môi trường" phí', Condition(Field.AREA, (2,)), "phí"),
        ("cơ quan:UBND tỉnh một phí", Condition(Field.BODY, (7,)), "phí"),
        ("co quan:ủy ban nhân dân tỉnh phí", Condition(Field.BODY, (7, 8)), "phí"),
        ("cấp:trung ương phí", Condition(Field.BODY, (9,)), "phí"),
        ("loại:nghị quyết phí", Condition(Field.TYPE, ("RESOLUTION",)), "phí"),
        ("loai:ttlt phí", Condition(Field.TYPE, ("JOINT_CIRCULAR",)), "phí"),
        ("năm:2021 phí", Condition(Field.YEAR, (2021,)), "phí"),
        ("nam:2019..2021 phí", Condition(Field.YEAR, (2019, 2020, 2021)), "phí"),
        ("năm:2099.. phí", Condition(Field.YEAR, (2099, 2100)), "phí"),
        ("năm:..1946 phí", Condition(Field.YEAR, (1945, 1946)), "phí"),
        ("hiệu lực:hết một phần phí", Condition(Field.STATUS, ("PARTLY_EXPIRED",)), "phí"),
        ("hieu luc:chua phí", Condition(Field.STATUS, ("NOT_YET",)), "phí"),
        ("hiệu lực:ngưng phí", Condition(Field.STATUS, ("SUSPENDED", "PARTLY_SUSPENDED")), "phí"),
        ("điều:05a phí", Condition(Field.ARTICLE, ("5a",)), "phí"),
        ("số:015/2021/NQ-HĐND phí", Condition(Field.NUMBER, ("15/2021/nq-hdnd",)), "phí"),
        ("so:15/2021 phí", Condition(Field.NUMBER, ("15/2021",)), "phí"),
        ("số:30-CP phí", Condition(Field.NUMBER, ("30//cp",)), "phí"),
        ("(lĩnh vực:đất đai) phí", Condition(Field.AREA, (1,)), "phí"),
    ],
)  # fmt: skip
def test_a_field_takes_its_value_and_leaves_the_rest(typed: str, condition: Condition, rest: str) -> None:
    question = read(typed)
    assert question.conditions == (condition,)
    assert words(question) == rest
    assert question.problems == ()


@pytest.mark.parametrize(
    "ordinary",
    ["Điều 5: Mức thu", "họp lúc 08:30", "Nơi nhận: Bộ Tài chính", "tỷ lệ 1:2", "https://a.vn/năm", "điều: khoản", "số: 15",
     "khu vực:một", "ngày: 31/12/2023", "Căn cứ ban hành:Luật", "năm:", "lĩnh vực :đất đai", "sở:5", "số lượng:5", "a:b"],
)  # fmt: skip
def test_a_colon_in_ordinary_text_is_no_field(ordinary: str) -> None:
    question = read(ordinary)
    assert (question.conditions, question.refused, question.problems, question.on) == ((), (), (), None)
    assert question == read_question(ordinary)


def test_a_blank_behind_the_colon_makes_text_of_it_and_a_hint() -> None:
    question = read("lĩnh vực: đất đai, môi trường")
    assert (question.conditions, words(question)) == ((), "lĩnh vực đất đai môi trường")
    [hint] = question.problems
    assert (hint.at, hint.nearest) == ("lĩnh vực: đất đai", ('lĩnh vực:"đất đai"',))
    assert hint.corrected == ('lĩnh vực:"đất đai", môi trường',)


def test_the_day_of_effect_is_read_and_only_one_counts() -> None:
    question = read("phí ngày:31/12/2023 ngày:1/1/2020")
    assert question.on == date(2023, 12, 31)
    assert [problem.at for problem in question.problems] == ["ngày:1/1/2020"]
    assert [problem.at for problem in read("phí -ngày:1/1/2020").problems] == ["-ngày:1/1/2020"]


def test_fields_are_left_out_by_a_minus() -> None:
    question = read("phí -năm:2019 -lĩnh vực:đất đai -cơ quan:bộ tài chính")
    assert [condition.field for condition in question.refused] == [Field.YEAR, Field.AREA, Field.BODY]
    assert question.conditions == ()
    with pytest.raises(BadQuery, match="loại trừ"):
        read("-năm:2019")


@pytest.mark.parametrize(
    ("typed", "at", "nearest"),
    [
        ("phí lĩnh vực:mooi truongf", "lĩnh vực:mooi truongf", ("Môi trường",)),
        ("phí hiệu lực:xong", "hiệu lực:xong", ()),
        ("phí loại:nghị quyêtt", "loại:nghị quyêtt", ("Nghị quyết",)),
        ("phí năm:21", "năm:21", ()),
        ("phí ngày:31/02/2023", "ngày:31/02/2023", ()),
        ("phí điều:khoản", "điều:khoản", ()),
        ("phí số:abc", "số:abc", ()),
        ("phí cơ quan:bo tai chinhh", "cơ quan:bo tai", ()),
    ],
)
def test_a_mistake_is_pointed_out_and_the_rest_is_asked(typed: str, at: str, nearest: tuple[str, ...]) -> None:
    question = read(typed)
    assert "phí" in words(question)
    if question.problems:
        [problem] = question.problems
        assert problem.at == at
        assert problem.nearest[: len(nearest)] == nearest
        assert len(problem.corrected) == len(problem.nearest)
        for text in problem.corrected:
            assert not read(text).problems
    else:
        assert at == "cơ quan:bo tai"  # as much of the name as is known counts


def test_only_mistakes_are_a_bad_question() -> None:
    with pytest.raises(BadQuery, match="Không có loại văn bản nào tên là “xyz”"):
        read("loại:xyz")


@pytest.mark.parametrize(
    ("typed", "at", "rest"),
    [
        ("lĩnh vực:pháp y mức thu", "lĩnh vực:pháp y", "pháp y mức thu"),
        ("lĩnh vực:pháp, mức thu", "lĩnh vực:pháp", "pháp mức thu"),
        ("mức thu lĩnh vực:xyz", "lĩnh vực:xyz", "mức thu xyz"),
        ('cơ quan:"sở nông lâm" phí', 'cơ quan:"sở nông lâm"', "sở nông lâm phí"),
    ],
)
def test_a_name_that_nothing_is_called_is_asked_for_as_words(typed: str, at: str, rest: str) -> None:
    question = read(typed)
    [problem] = question.problems
    assert (problem.at, words(question)) == (at, rest)
    assert "tìm như chữ thường" in problem.message


@pytest.mark.parametrize(
    ("typed", "condition", "rest"),
    [
        ("lĩnh vực:công khai phí", None, "công khai phí"),
        ("lĩnh vực:nhà mức thu", Condition(Field.AREA, (3,)), "mức thu"),
        ("lĩnh vực:công, mức thu", Condition(Field.AREA, (3,)), "mức thu"),
        ("lĩnh vực:công", Condition(Field.AREA, (3,)), ""),
    ],
)
def test_half_a_word_names_nothing_in_the_middle_of_a_name(typed: str, condition: Condition | None, rest: str) -> None:
    question = read(typed)
    assert question.conditions == ((condition,) if condition else ())
    assert words(question) == rest


def test_an_unknown_name_is_asked_for_as_words_and_a_name_without_a_word_of_it_is_not_near() -> None:
    question = read("lĩnh vực:trồng rừng mức thu")
    [problem] = question.problems
    assert (problem.at, words(question)) == ("lĩnh vực:trồng rừng", "trồng rừng mức thu")
    assert problem.nearest == ()  # "Môi trường" has letters in common, and no word


def test_an_unknown_name_with_a_minus_is_left_out_as_words() -> None:
    question = read("phí -lĩnh vực:pháp y")
    assert folded(question.excluded) == [["phap", "y"]]
    assert words(question) == "phí"


def test_years_the_wrong_way_round_are_searched_and_pointed_out() -> None:
    question = read("năm:2021-2019 phí")
    assert question.conditions == (Condition(Field.YEAR, (2019, 2020, 2021)),)
    [problem] = question.problems
    assert problem.is_understood
    assert "từ 2019 đến 2021" in problem.message


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("phí ngày:31/02/2023", "Tháng 2 năm 2023 chỉ có 28 ngày"),
        ("phí ngày:29-02-2024x", "ngày/tháng/năm"),
        ("phí ngày:12/31/2023", "Tháng phải từ 1 đến 12"),
    ],
)
def test_a_day_that_does_not_exist_is_told_why(typed: str, reason: str) -> None:
    [problem] = read(typed).problems
    assert reason in problem.message


def test_a_long_mistake_is_said_back_in_short() -> None:
    with pytest.raises(BadQuery) as refusal:
        read("năm:" * 200)
    assert len(str(refusal.value)) < 300


def test_each_field_can_be_taken_away() -> None:
    question = read("phí năm:2019 (lĩnh vực:đất đai OR lĩnh vực:môi trường)")
    assert [(part.label, part.value) for part in question.parts] == [
        ("Năm", "2019"), ("Lĩnh vực", "Đất đai"), ("Lĩnh vực", "Môi trường"),
    ]  # fmt: skip
    for part in question.parts:
        assert not read(part.without).problems, part.without


def test_the_sides_of_an_or_are_told_apart_from_conditions_that_all_hold() -> None:
    question = read('năm:2019 OR năm:2021 phí "lệ phí" OR lĩnh vực:đất đai cấp:tỉnh')
    assert [(part.label, part.value, part.group) for part in question.parts] == [
        ("Năm", "2019", 1), ("Năm", "2021", 1), ("", '"lệ phí"', 3), ("Lĩnh vực", "Đất đai", 3), ("Cấp", "tỉnh", 0),
    ]  # fmt: skip
    assert [part.without for part in question.parts[1:4]] == [
        'năm:2019 phí "lệ phí" OR lĩnh vực:đất đai cấp:tỉnh',
        "năm:2019 OR năm:2021 phí lĩnh vực:đất đai cấp:tỉnh",
        'năm:2019 OR năm:2021 phí "lệ phí" cấp:tỉnh',
    ]


# --- OR ---


def test_runs_phrases_and_fields_are_sides_of_an_or() -> None:
    [group] = read('thu phí HOẶC "lệ phí" OR lĩnh vực:đất đai').any_of
    assert isinstance(group[0], AllWords)
    assert folded([group[0].words, group[1]]) == [["thu", "phi"], ["le", "phi"]]  # type: ignore[list-item]
    assert group[2] == Condition(Field.AREA, (1,))


def test_values_of_one_field_are_one_condition() -> None:
    assert read("phí năm:2019 OR năm:2021").conditions == (Condition(Field.YEAR, (2019, 2021)),)


def test_brackets_end_a_run() -> None:
    question = read("mức thu (xe OR tàu) ở cảng")
    assert words(question) == "mức thu ở cảng"
    assert folded([side.words for side in question.any_of[0]]) == [["xe"], ["tau"]]  # type: ignore[union-attr]


@pytest.mark.parametrize("typed", ["OR phí", "phí OR", "phí OR OR chợ", "OR"])
def test_an_or_without_two_sides_is_pointed_out(typed: str) -> None:
    try:
        assert any("OR cần một vế" in problem.message for problem in read(typed).problems)
    except BadQuery as refusal:
        assert "OR cần một vế" in str(refusal)


@pytest.mark.parametrize("typed", ["thu hồi hoặc tạm giữ", "tor or ra"])
def test_small_letters_are_no_or(typed: str) -> None:
    assert read(typed).any_of == ()


# --- short forms ---


def test_a_short_form_has_two_wordings() -> None:
    [first, *rest] = read("UBND tỉnh").units
    assert folded(list(first)) == [["ubnd"], ["uy", "ban", "nhan", "dan"]]
    assert len(rest) == 1
    assert folded(list(read("hội đồng nhân dân").units[0])) == [["hoi", "dong", "nhan", "dan"], ["hdnd"]]


# --- whatever is typed ---

_PIECES = st.sampled_from(
    ["mức", "thu", '"', "“", "-", "OR", "HOẶC", "(", ")", "lĩnh vực:", "linh vuc:", "đất đai", "cơ quan:", "năm:", "2019",
     "..", "2023", "hiệu lực:", "còn", "ngày:", "31/12/2023", "số:", "15/2021/NQ-HĐND", "điều:", "5", "loại:", "cấp:", "tỉnh",
     "-năm:", ":", "²", "9" * 30, "\x00", "|", "a.b", "UBND"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(st.tuples(_PIECES, st.sampled_from(["", " "])), max_size=14).map(
    lambda pieces: "".join(piece + blank for piece, blank in pieces)
)))  # fmt: skip
def test_nothing_but_bad_query_is_raised_and_no_word_is_lost(text: str) -> None:
    try:
        question = read(text)
    except BadQuery as refusal:
        assert str(refusal)
        return
    assert question.words or question.phrases or question.any_of or question.conditions
    assert all(problem.at.strip() and problem.message for problem in question.problems)
    assert {word for unit in question.units for word in unit[0]} <= set(question.words)
    for part in question.parts:
        assert len(part.without) <= LONGEST
