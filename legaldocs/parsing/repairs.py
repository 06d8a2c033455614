"""Repairs by people to how a text was read: kept as data, applied to its lines before each reading.

A repair holds on to its line by the line's words, and by which of the lines with these words it is, so that it outlives a
better reader: `apply` does again what still finds its line and hands back what does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from legaldocs.parsing.forced import FORCIBLE
from legaldocs.parsing.layout import mended_lines
from legaldocs.parsing.parsed import PLAIN, Forced, Line, SourceText, Warning_
from legaldocs.parsing.structure import NOT_BODY

#: More repairs than this mean that the file should be mended, not its reading.
MOST_OPERATIONS = 500
_LONGEST_HEADING = 1000


class BadOperation(Exception):
    """Data that is no list of operations: not made by the repair screen."""


class Action(StrEnum):
    KIND = "KIND"  # the line opens a unit of the kind `value`, or none (PLAIN)
    JOIN = "JOIN"  # the line goes on the one before it
    SPLIT = "SPLIT"  # a new line begins at character `at`
    HEADING = "HEADING"  # the unit that the line opens has the heading `value`


@dataclass(frozen=True, slots=True)
class Operation:
    """One repair of the line whose words are `line`, the `nth` with these words, counted from 1."""

    action: Action
    line: str
    nth: int = 1
    value: str = ""
    at: int = 0

    @property
    def words(self) -> str:
        """What the repair does, for people."""
        line = f"“{self.line[:60]}{'…' if len(self.line) > 60 else ''}”"
        if self.action is Action.JOIN:
            return f"nối dòng {line} vào dòng trước"
        if self.action is Action.SPLIT:
            return f"tách dòng {line} trước “{self.line[self.at :][:40]}”"
        if self.action is Action.HEADING:
            return f"đặt tiêu đề “{self.value}” cho đơn vị mở đầu bằng {line}"
        return f"coi dòng {line} là {kind_label(self.value).lower()}"


def kind_label(kind: str) -> str:
    """The Vietnamese name of what a line may be made."""
    if kind == PLAIN:
        return "Phần lời"
    return next(each.label for each in FORCIBLE if each == kind)


def key(text: str) -> str:
    """What a line is known by: its words, whatever spaces stand between them."""
    return " ".join(text.split())


def operation_on(lines: Sequence[Line], index: int, action: Action, value: str = "", at: int = 0) -> Operation:
    """The operation on the line at `index` of these lines; `at` counts in its words as `key` gives them."""
    words = key(lines[index].text)
    nth = sum(1 for line in lines[: index + 1] if key(line.text) == words)
    return Operation(action, words, nth, value, at)


def workable(lines: Iterable[Line]) -> list[Line]:
    """The lines that repairs are about: those of the body, mended as the structure reader mends them."""
    return mended_lines([line for line in lines if line.origin not in NOT_BODY])


def apply(lines: Iterable[Line], operations: Iterable[Operation]) -> tuple[list[Line], list[Operation]]:
    """(the body's lines with what people said of them, the operations that found no line). In the order they were made."""
    result, unplaced = workable(lines), []
    keys = [key(line.text) for line in result]
    for operation in operations:
        index = _find(keys, operation)
        if index is None or not _do(result, keys, index, operation):
            unplaced.append(operation)
    return result, unplaced


def _find(keys: Sequence[str], operation: Operation) -> int | None:
    seen = 0
    for index, words in enumerate(keys):
        if words == operation.line:
            seen += 1
            if seen == operation.nth:
                return index
    return None


def _do(lines: list[Line], keys: list[str], index: int, operation: Operation) -> bool:
    """Whether the operation could be done on the line at `index`."""
    line, words = lines[index], keys[index]
    forced = line.forced or Forced()
    if operation.action is Action.KIND:
        lines[index] = replace(line, forced=replace(forced, kind=operation.value))
    elif operation.action is Action.HEADING:
        lines[index] = replace(line, forced=replace(forced, heading=operation.value))
    elif operation.action is Action.JOIN:
        if index == 0:
            return False
        joined = f"{keys[index - 1]} {words}"
        lines[index - 1 : index + 1] = [replace(lines[index - 1], text=joined)]
        keys[index - 1 : index + 1] = [joined]
    else:
        pieces = [words[: operation.at].strip(), words[operation.at :].strip()]
        if not all(pieces):
            return False
        # Marked as placed by a person, though of no kind: the reader must not join again what was split on purpose.
        lines[index : index + 1] = [replace(line, text=pieces[0]), replace(line, text=pieces[1], forced=Forced())]
        keys[index : index + 1] = pieces
    return True


def carried_over(
    operations: Iterable[Operation], before: Iterable[Line], now: Iterable[Line]
) -> tuple[list[Operation], list[Operation]]:
    """(repairs of the text `before` that hold for the text `now` as well, those that do not).

    A repair holds where its line still stands, as often as before; a joining, where the line before is the same too.
    """
    old, new = workable(before), workable(now)
    old_keys, new_keys = [key(line.text) for line in old], [key(line.text) for line in new]
    kept, lost = [], []
    for operation in operations:
        was, at = _find(old_keys, operation), _find(new_keys, operation)
        holds = was is not None and at is not None and old_keys.count(operation.line) == new_keys.count(operation.line)
        if holds and operation.action is Action.JOIN:
            holds = bool(was and at) and old_keys[was - 1] == new_keys[at - 1]  # type: ignore[operator]
        if was is not None:
            _do(old, old_keys, was, operation)
        if holds and at is not None and _do(new, new_keys, at, operation):
            kept.append(operation)
        else:
            lost.append(operation)
    return kept, lost


def repaired(source: SourceText, operations: Sequence[Operation]) -> SourceText:
    """The source with the repairs in its lines; one that finds no line any more is a warning. Running heads and notes
    stay, behind the body."""
    if not operations:
        return source
    lines, unplaced = apply(source.lines, operations)
    others = [line for line in source.lines if line.origin in NOT_BODY]
    return replace(source, lines=(*lines, *others), warnings=(*source.warnings, *map(unplaced_warning, unplaced)))


def unplaced_warning(operation: Operation) -> Warning_:
    """What is said of a repair that finds no line any more."""
    return Warning_(
        "REPAIR_UNPLACED",
        f"Một chỉnh sửa cấu trúc không còn tìm thấy dòng của nó nên không áp dụng được: {operation.words}.",
    )


# --- as data ---


def as_data(operations: Iterable[Operation]) -> list[dict[str, Any]]:
    """The operations as they are kept."""
    return [asdict(operation) for operation in operations]


def from_data(data: Any) -> list[Operation]:
    """The operations kept as `data`. Raises BadOperation when it is anything else."""
    if not isinstance(data, list) or len(data) > MOST_OPERATIONS:
        raise BadOperation
    return [_operation(each) for each in data]


def _operation(data: Any) -> Operation:
    if not isinstance(data, dict):
        raise BadOperation
    try:
        operation = Operation(Action(data["action"]), data["line"], data["nth"], data["value"], data["at"])
    except (KeyError, ValueError) as error:
        raise BadOperation from error
    if not (isinstance(operation.line, str) and isinstance(operation.value, str)):
        raise BadOperation
    if type(operation.nth) is not int or type(operation.at) is not int or operation.nth < 1 or operation.at < 0:
        raise BadOperation
    if operation.action is Action.KIND and operation.value not in (*FORCIBLE, PLAIN):
        raise BadOperation
    if len(operation.value) > _LONGEST_HEADING:
        raise BadOperation
    return operation
