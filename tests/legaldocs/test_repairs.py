"""Repairs to how a text was read: each kind does what it says, in order, and outlives a better reader."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legaldocs.parsing.parsed import PLAIN, Line, LineOrigin, ParsedProvision, SourceText
from legaldocs.parsing.plain import source_from_text
from legaldocs.parsing.repairs import (
    Action,
    BadOperation,
    Operation,
    apply,
    as_data,
    from_data,
    operation_on,
    repaired,
    workable,
)
from legaldocs.parsing.structure import parse_text, read_with_places

TEXT = (
    "Điều 1. Phạm vi\nQuyết định này quy định mức hỗ trợ.\nĐiều 2. Mức hỗ trợ\n1. Mức hỗ trợ là 500.000 đồng.\n"
    "Thời gian hỗ trợ là 12 tháng.\nThi hành\nSở Nội vụ thi hành."
)


def read(text: str, *operations: Operation) -> dict[str, ParsedProvision]:
    provisions = parse_text(repaired(source_from_text(text), operations)).provisions
    return {provision.path: provision for provision in provisions}


def on(words: str, action: Action, value: str = "", at: int = 0, nth: int = 1) -> Operation:
    return Operation(action, words, nth, value, at)


def test_a_line_becomes_a_clause_with_the_number_that_is_due():
    units = read(TEXT, on("Thời gian hỗ trợ là 12 tháng.", Action.KIND, "CLAUSE"))
    assert units["dieu-2/khoan-2"].text.startswith("Thời gian hỗ trợ là 12 tháng.")
    assert units["dieu-2/khoan-1"].text == "Mức hỗ trợ là 500.000 đồng."


def test_a_line_without_its_number_becomes_an_article_with_its_heading():
    units = read(TEXT, on("Thi hành", Action.KIND, "ARTICLE"))
    assert (units["dieu-3"].label, units["dieu-3"].heading) == ("Điều 3", "Thi hành")
    assert units["dieu-3"].text == "Sở Nội vụ thi hành."


@pytest.mark.parametrize(
    ("line", "kind", "path", "text"),
    [
        ("3. Sở Nội vụ thi hành.", "ARTICLE", "dieu-3", "Sở Nội vụ thi hành."),
        ("- Sở Nội vụ thi hành.", "POINT", "dieu-2/khoan-1/diem-a", "Sở Nội vụ thi hành."),
        ("Điều 5. Sở Nội vụ thi hành.", "CLAUSE", "dieu-2/khoan-5", "Sở Nội vụ thi hành."),
        ("TỔ CHỨC THỰC HIỆN", "CHAPTER", "chuong-1", ""),
        ("Danh mục kèm theo", "ANNEX", "phu-luc", ""),
    ],
)
def test_a_line_keeps_the_number_that_it_carries(line: str, kind: str, path: str, text: str):
    text_before = TEXT.rpartition("\nThi hành")[0]
    unit = read(f"{text_before}\n{line}", on(line, Action.KIND, kind))[path]
    assert unit.text == text


def test_a_unit_that_is_none_goes_to_the_one_before():
    units = read(TEXT, on("1. Mức hỗ trợ là 500.000 đồng.", Action.KIND, PLAIN))
    assert "dieu-2/khoan-1" not in units
    assert "1. Mức hỗ trợ là 500.000 đồng." in units["dieu-2"].text
    assert "dieu-2" not in read(TEXT, on("Điều 2. Mức hỗ trợ", Action.KIND, PLAIN))


def test_a_line_is_joined_to_the_one_before_and_split_again():
    joined = on("Thời gian hỗ trợ là 12 tháng.", Action.JOIN)
    whole = "1. Mức hỗ trợ là 500.000 đồng. Thời gian hỗ trợ là 12 tháng."
    assert read(TEXT, joined)["dieu-2/khoan-1"].text.split("\n")[0] == whole[3:]
    split = on(whole, Action.SPLIT, at=whole.index("Thời"))
    assert read(TEXT, joined, split) == read(TEXT)
    as_clause = on("Thời gian hỗ trợ là 12 tháng.", Action.KIND, "CLAUSE")
    assert "dieu-2/khoan-2" in read(TEXT, joined, split, as_clause)


@pytest.mark.parametrize("heading", ["Phạm vi", "", "Phạm vi điều chỉnh"])
def test_a_heading_is_what_a_person_says(heading: str):
    text = "Điều 1. Phạm vi Quyết định này quy định mức hỗ trợ.\nĐiều 2. Khác\nHết."
    unit = read(text, on("Điều 1. Phạm vi Quyết định này quy định mức hỗ trợ.", Action.HEADING, heading))["dieu-1"]
    assert unit.heading == heading
    if heading == "Phạm vi":
        assert unit.text == "Quyết định này quy định mức hỗ trợ."
    else:
        assert unit.text.endswith("quy định mức hỗ trợ.")  # no word is lost


def test_a_wrong_heading_is_replaced():
    unit = read(TEXT, on("Điều 2. Mức hỗ trợ", Action.HEADING, "Mức, thời gian hỗ trợ"))["dieu-2"]
    assert (unit.heading, unit.text) == ("Mức, thời gian hỗ trợ", "")


def test_the_same_words_twice_are_told_apart():
    text = "Điều 1. Một\nNội dung.\nHết.\nĐiều 2. Hai\nNội dung.\nHết."
    second = operation_on(workable(source_from_text(text).lines), 4, Action.KIND, "CLAUSE")
    assert second.nth == 2
    assert "dieu-2/khoan-1" in read(text, second) and "dieu-1/khoan-1" not in read(text, second)


def test_repairs_survive_a_reader_that_has_become_better():
    """New lines, other spaces and other origins around it: what finds its line is done, the rest is reported."""
    operations = (on("Thi hành", Action.KIND, "ARTICLE"), on("Thời gian hỗ trợ là 12 tháng.", Action.JOIN))
    better = "Căn cứ Luật số 72/2025/QH15;\n" + TEXT.replace("Thi hành", "Thi  hành").replace(
        "12 tháng", "mười hai tháng"
    )
    source = repaired(source_from_text(better), operations)
    assert [warning.code for warning in source.warnings] == ["REPAIR_UNPLACED"]
    assert "12 tháng" in source.warnings[0].message
    parsed = parse_text(source)
    assert parsed.provisions[-1].path == "dieu-3"
    assert parsed.warnings == source.warnings


def test_running_heads_are_out_of_reach_and_stay():
    lines = (Line("Trang 1", LineOrigin.HEADER), *source_from_text(TEXT).lines)
    source = repaired(SourceText(lines), [on("Thi hành", Action.KIND, "ARTICLE")])
    assert [line.text for line in source.lines if line.origin is LineOrigin.HEADER] == ["Trang 1"]
    _, unplaced = apply(lines, [on("Trang 1", Action.KIND, "ARTICLE")])
    assert len(unplaced) == 1


def test_operations_are_kept_as_data_and_nonsense_is_refused():
    operations = [on("Thi hành", Action.KIND, "ARTICLE"), on("Thi hành", Action.HEADING, "Thi hành", nth=2)]
    assert from_data(json.loads(json.dumps(as_data(operations)))) == operations
    good = as_data(operations)[0]
    wrong = ({"action": "DROP"}, {"value": "LAW"}, {"nth": 0}, {"at": "1"}, {"line": None}, {"nth": True})
    for data in ("x", [1], [{}], [good] * 501, *([good | change] for change in wrong)):
        with pytest.raises(BadOperation):
            from_data(data)


def test_lines_know_where_they_were_read_into():
    placed = {each.line.text: (each.path, each.opens) for each in read_with_places(source_from_text(TEXT).lines).lines}
    assert placed["1. Mức hỗ trợ là 500.000 đồng."] == ("dieu-2/khoan-1", True)
    assert placed["Thời gian hỗ trợ là 12 tháng."] == ("dieu-2/khoan-1", False)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_whatever_people_do_nothing_breaks_and_no_word_is_lost(data: st.DataObject):
    source, operations = source_from_text(TEXT), []
    for _ in range(data.draw(st.integers(1, 6))):
        lines, _ = apply(source.lines, operations)
        index = data.draw(st.integers(0, len(lines) - 1))
        action = data.draw(st.sampled_from(list(Action)))
        kind = data.draw(st.sampled_from(["CHAPTER", "SECTION", "ARTICLE", "CLAUSE", "POINT", "ANNEX", PLAIN]))
        value = kind if action is Action.KIND else ""
        operations.append(operation_on(lines, index, action, value, data.draw(st.integers(0, 30))))
    lines, _ = apply(source.lines, operations)
    assert "".join("".join(line.text for line in lines).split()) == "".join(TEXT.split())
    provisions = parse_text(repaired(source, operations)).provisions
    assert len({provision.path for provision in provisions}) == len(provisions)
    assert len(read_with_places(lines).lines) == len(lines)
