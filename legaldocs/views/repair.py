"""The repair screen: the tree that was read beside the lines it was read from, mended line by line.

What was done so far travels in the form, so every step is one post, undone by one more; scripts only make it quicker.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from legaldocs.importers.repair import OutdatedVersion, store_repair
from legaldocs.importers.rereading import operations_of
from legaldocs.importers.upload import source_of
from legaldocs.models import Document, Role, Stage, TextVersion, User
from legaldocs.parsing.forced import FORCIBLE
from legaldocs.parsing.parsed import PLAIN, Line, SourceText, UnreadableDocument
from legaldocs.parsing.repairs import (
    MOST_OPERATIONS,
    Action,
    BadOperation,
    Operation,
    apply,
    as_data,
    from_data,
    key,
    kind_label,
    operation_on,
)
from legaldocs.parsing.structure import PlacedReading, read_with_places
from legaldocs.parsing.vocabulary import ProvisionKind
from legaldocs.views.menu import menu_entry

#: What a line may be made, with the key that does it: digits, since letters go through the input method for Vietnamese.
_KINDS = [*FORCIBLE, PLAIN]
KINDS = [(str(number % len(_KINDS)), kind, kind_label(kind)) for number, kind in enumerate(_KINDS, start=1)]
_DEPTH = {ProvisionKind.ARTICLE: 1, ProvisionKind.CLAUSE: 2, ProvisionKind.POINT: 3}


@dataclass
class Work:
    """Where a person stands: what is done, what was undone, which line is chosen, and what went wrong last."""

    operations: list[Operation]
    undone: list[Operation] = field(default_factory=list)
    chosen: int = 0
    problem: str = ""

    @classmethod
    def posted(cls, data: QueryDict) -> Work:
        """Raises BadRequest for what the screen did not make."""
        try:
            done, undone = (from_data(json.loads(data.get(name, "[]"))) for name in ("operations", "undone"))
        except (ValueError, RecursionError, BadOperation) as error:
            raise BadRequest from error
        line = data.get("line", "")
        return cls(done, undone, int(line) if line.isdecimal() and len(line) < 7 else -1)

    def take(self, do: str, data: QueryDict, source: SourceText) -> None:
        """Do, undo or redo one step; `problem` says why it could not be done."""
        if do == "undo" and self.operations:
            self.undone.append(self.operations.pop())
        elif do == "redo" and self.undone:
            self.operations.append(self.undone.pop())
        elif do not in ("", "undo", "redo"):
            self._add(do, data, read_with_places(apply(source.lines, self.operations)[0]))

    def _add(self, do: str, data: QueryDict, read: PlacedReading) -> None:
        lines = [placed.line for placed in read.lines]
        if not 0 <= self.chosen < len(lines):
            self.problem = "Hãy chọn một dòng ở cột bên trái trước."
        elif len(self.operations) >= MOST_OPERATIONS:
            self.problem = "Đã có quá nhiều chỉnh sửa; hãy sửa trong tệp gốc rồi tải bản mới."
        elif (operation := self._operation(do, data, read, lines)) is not None:
            self.operations.append(operation)
            self.undone.clear()
            self.chosen += {Action.JOIN: -1, Action.SPLIT: 1}.get(operation.action, 0)

    def _operation(self, do: str, data: QueryDict, read: PlacedReading, lines: Sequence[Line]) -> Operation | None:
        """The operation that was asked for, or None with the problem named."""
        action, _, kind = do.partition(":")
        if action == Action.KIND and kind in (*FORCIBLE, PLAIN):
            return operation_on(lines, self.chosen, Action.KIND, kind)
        if action == Action.JOIN:
            if self.chosen:
                return operation_on(lines, self.chosen, Action.JOIN)
            self.problem = "Đây là dòng đầu tiên, không có dòng nào đứng trước để nối vào."
        elif action == Action.SPLIT:
            at = _place_of(data.get("words", ""), key(lines[self.chosen].text))
            if at:
                return operation_on(lines, self.chosen, Action.SPLIT, at=at)
            self.problem = "Hãy ghi đúng các chữ mở đầu phần cần tách của dòng đã chọn (không phải chữ đầu dòng)."
        elif action == Action.HEADING:
            if read.lines[self.chosen].opens:
                return operation_on(lines, self.chosen, Action.HEADING, key(data.get("heading", ""))[:1000])
            self.problem = "Dòng này không mở đầu điều, khoản, điểm nào nên không đặt được tiêu đề."
        else:
            raise BadRequest
        return None


def _place_of(words: str, line: str) -> int:
    """Where the second line begins; 0 where the words are not found behind the beginning of a word."""
    words = key(words)
    if not words:
        return 0
    if line.endswith(words):  # what the script sends: all that stands behind the cursor
        return len(line) - len(words)
    return max(0, f" {line}".find(f" {words}", 1))


def may_repair(document: Document, user: User) -> bool:
    """Whether this person may mend how the document was read: those who appraise, those who administer once it is no draft any
    more, and while it is with them those who draft it."""
    if user.has_role(Role.SPECIALIST):
        return True
    if user.has_role(Role.ADMINISTRATOR) and document.stage not in {
        Stage.DRAFT,
        Stage.UNDER_APPRAISAL,
        Stage.APPRAISED,
    }:
        return True
    if not user.has_role(Role.DRAFTER) or user.unit is None or document.drafted_by is None:
        return False
    is_own = document.drafted_by.department.pk == user.unit.department.pk
    return is_own and document.stage in {Stage.DRAFT, Stage.APPRAISED}


@require_http_methods(["GET", "POST"])
def structure_repair(request: HttpRequest, pk: int) -> HttpResponse:
    """Each post is one step on what was posted; `do=save` makes a new version of it."""
    document, version, user = _for_repair(request, pk)
    try:
        source = source_of(version)
    except UnreadableDocument as error:
        messages.error(request, error.message)
        return redirect("document-detail", document.pk)
    if request.method == "GET":
        return _shown(request, document, version, source, Work(operations_of(version)))
    work = Work.posted(request.POST)
    if request.POST.get("base") != str(version.pk):
        messages.error(request, "Văn bản vừa có bản khác; các chỉnh sửa chưa được lưu. Hãy xem lại trên bản hiện hành.")
        return redirect("structure-repair", document.pk)
    if request.POST.get("do") != "save":
        work.take(request.POST.get("do", ""), request.POST, source)
    elif _saved(request, version, user, work):
        return redirect("document-detail", document.pk)
    return _shown(request, document, version, source, work)


def _for_repair(request: HttpRequest, pk: int) -> tuple[Document, TextVersion, User]:
    visible = Document.objects.visible_to(request.user).select_related("drafted_by", "current_version__file")
    document = get_object_or_404(visible, pk=pk)
    if not isinstance(request.user, User) or not may_repair(document, request.user):
        raise PermissionDenied(
            "Việc sửa cấu trúc dành cho chuyên viên thẩm định, quản trị, và cán bộ soạn thảo của cơ quan chủ trì khi dự thảo "
            "đang ở cơ quan đó."
        )
    if document.current_version is None:
        raise Http404
    return document, document.current_version, request.user


def _saved(request: HttpRequest, version: TextVersion, user: User, work: Work) -> bool:
    """Whether the repairs were saved; if not, `work.problem` says why."""
    reason = request.POST.get("reason", "").strip()
    if work.operations == operations_of(version):
        work.problem = "Chưa có chỉnh sửa nào để lưu."
    elif not reason:
        work.problem = "Hãy ghi lý do sửa rồi lưu."
    else:
        try:
            made = store_repair(version, work.operations, reason[:2000], user)
        except OutdatedVersion:
            work.problem = "Văn bản vừa có bản khác nên chưa lưu được. Hãy mở lại trang này."
            return False
        again = (
            " Hãy đối chiếu lại để hồ sơ thẩm định dùng cấu trúc này."
            if made.document.stage == Stage.UNDER_APPRAISAL
            else ""
        )
        messages.success(
            request, f"Đã lưu cấu trúc đã sửa thành bản {made.ordinal}; các bản trước vẫn được giữ.{again}"
        )
        return True
    return False


def _shown(
    request: HttpRequest, document: Document, version: TextVersion, source: SourceText, work: Work
) -> HttpResponse:
    lines, unplaced = apply(source.lines, work.operations)
    read = read_with_places(lines)
    kept = operations_of(version)
    context = {
        "document": document,
        "menu_entry": menu_entry(document),
        "version": version,
        "lines": _line_rows(read),
        "tree": _tree_rows(read),
        "warnings": read.warnings,
        "unplaced": unplaced,
        "work": work,
        "operations": json.dumps(as_data(work.operations), ensure_ascii=False),
        "undone": json.dumps(as_data(work.undone), ensure_ascii=False),
        "is_changed": work.operations != kept,
        "kinds": KINDS,
        "reason": request.POST.get("reason", ""),
        "words": request.POST.get("words", ""),
        "chosen": min(work.chosen, len(read.lines) - 1),
    }
    return render(request, "legaldocs/structure_repair.html", context)


def _line_rows(read: PlacedReading) -> list[dict[str, Any]]:
    """The lines in order: what each was read as stands beside the one that opens a unit."""
    units = {unit.path: unit for unit in read.provisions}
    rows = []
    for placed in read.lines:
        unit = units.get(placed.path)
        opened = unit if placed.opens else None
        rows.append(
            {
                "text": key(placed.line.text),
                "label": _name(opened.kind, opened.label) if opened else "",
                "heading": opened.heading if opened else "",
                "depth": _DEPTH.get(unit.kind, 0) if unit else 0,
                "is_outside": unit is None,
                "is_forced": placed.line.forced is not None,
            }
        )
    return rows


def _tree_rows(read: PlacedReading) -> list[dict[str, Any]]:
    """The units in order, each with the line that opens it."""
    opened_by = {placed.path: index for index, placed in enumerate(read.lines) if placed.opens}
    return [
        {
            "label": _name(unit.kind, unit.label),
            "words": unit.heading or unit.text[:90],
            "is_heading": bool(unit.heading),
            "depth": _DEPTH.get(unit.kind, 0),
            "line": opened_by.get(unit.path),
        }
        for unit in read.provisions
    ]


def _name(kind: ProvisionKind, label: str) -> str:
    """ "Khoản 2", "Điểm a"; larger units carry their name in their label."""
    if kind is ProvisionKind.PREAMBLE:
        return kind.label
    return f"{kind.label} {label}" if kind in (ProvisionKind.CLAUSE, ProvisionKind.POINT) else label
