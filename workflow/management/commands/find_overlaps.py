"""Find the provisions in force that a draft repeats, overlaps or contradicts."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from legaldocs.analysis.legal_force import Force, force_of, standing_of
from legaldocs.analysis.reading import read
from legaldocs.importers.rereading import reading_of
from legaldocs.management.json_command import BadCall, JsonCommand
from legaldocs.management.named_document import document_named
from legaldocs.models import Document, IssuingBody, Level
from legaldocs.models.documents import today
from legaldocs.parsing.normalize import fold
from legaldocs.parsing.parsed import Reading, TrackedChanges, UnreadableDocument
from legaldocs.parsing.paths import path_as_heading
from legaldocs.parsing.reader import read_file
from search.query import IndexUnavailable
from workflow.criteria.context import CheckResult
from workflow.criteria.found import FoundOverlap
from workflow.examination import Examination, body_of, examine


@dataclass(frozen=True, slots=True)
class _Draft:
    """What is examined: how it is called, its reading, and what the corpus knows of it."""

    name: str
    reading: Reading
    on: date
    exclude: tuple[int, ...] = ()
    body: IssuingBody | None = None
    shortened_procedure: bool = False


class Command(JsonCommand):
    help = "Đối chiếu dự thảo với văn bản đang có hiệu lực: trùng lặp, chồng chéo, dấu hiệu mâu thuẫn, kèm chứng cứ."
    requires_system_checks: list[str] = []  # they load every page of the site, which takes longer than a short draft

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="tệp dự thảo")
        parser.add_argument("--number", help="số, ký hiệu của văn bản đã có trong kho, thay cho FILE")
        parser.add_argument("--body", default="", help="cơ quan ban hành (một phần tên là đủ)")
        parser.add_argument("--on", type=date.fromisoformat, metavar="YYYY-MM-DD", help="ngày dự kiến ban hành")
        parser.add_argument("--limit", type=int, help="số phát hiện nhiều nhất được in (mặc định: tất cả)")
        parser.add_argument(
            "--tracked",
            choices=[choice.value for choice in TrackedChanges],
            default=TrackedChanges.ASK.value,
            help="với tệp còn sửa đổi có theo dõi: nhận (accepted), bỏ (original), hay chỉ báo lại (ask)",
        )

    def answer(self, **options: Any) -> dict[str, Any]:
        started = time.perf_counter()
        if bool(options["file"]) == bool(options["number"]):
            raise BadCall("BAD_ARGUMENTS", "Hãy cho biết một trong hai: tệp dự thảo, hoặc --number với số của văn bản.")
        if options["limit"] is not None and options["limit"] < 1:
            raise BadCall("BAD_ARGUMENTS", "--limit phải là số nguyên từ 1 trở lên.")
        draft = self._stored(options) if options["number"] else self._from_file(options)
        try:
            found = examine(
                draft.reading,
                on=draft.on,
                exclude_documents=draft.exclude,
                body=draft.body,
                shortened_procedure=draft.shortened_procedure,
            )
        except IndexUnavailable as error:
            raise BadCall("INDEX_UNAVAILABLE", str(error)) from error
        return _as_object(draft, found, options["limit"], (time.perf_counter() - started) * 1000)

    def _from_file(self, options: dict[str, Any]) -> _Draft:
        path: Path = options["file"]
        if not path.is_file():
            raise BadCall("NO_SUCH_FILE", f"Không có tệp {path}.")
        try:
            source = read_file(path, TrackedChanges(options["tracked"]))
        except UnreadableDocument as error:
            raise BadCall(error.code, error.message) from error
        reading = read(source)
        head = reading.header
        # A text with its own number and date has been issued: it is laid beside the law of that day (NĐ 79/2025 Đ6).
        issued_on = head.issued_on if head.number else None
        return _Draft(
            head.number or head.title or path.name,
            reading,
            options["on"] or issued_on or today(),
            body=_body_named(options["body"]),
        )

    def _stored(self, options: dict[str, Any]) -> _Draft:
        document = document_named(options["number"], options["body"])
        if document.current_version is None:
            raise BadCall("NO_TEXT", f"Văn bản số {document.number} chưa có bản văn trong kho dữ liệu.")
        return _Draft(
            document.number,
            reading_of(document.current_version),
            options["on"] or document.issued_on or today(),
            exclude=(document.pk,),
            body=document.issued_by,
            shortened_procedure=document.shortened_procedure,
        )

    def show(self, answer: dict[str, Any]) -> None:
        self.stdout.write(
            f"{answer['draft']}: {answer['provisions_checked']} điều khoản được đối chiếu vào ngày {answer['on']:%d/%m/%Y}, "
            f"{len(answer['findings'])} phát hiện, {len(answer['checks'])} lưu ý."
        )
        for replaced in answer["replaced_by_draft"]:
            named = f"{replaced['number'] or 'văn bản'} ({replaced['title']})"
            self.stdout.write(f"Dự thảo bãi bỏ hoặc thay thế toàn bộ {named}; không nêu phát hiện với văn bản này.")
        for finding in answer["findings"]:
            self.stdout.write(
                f"\n[{finding['kind'].label}] {path_as_heading(finding['path'])} - số {finding['target_number']}, "
                f"{path_as_heading(finding['target_path'])} ({finding['standing'].label})\n  {finding['reason']}"
            )
        for check in answer["checks"]:
            self.stdout.write(f"\n- {check['message']} ({check['legal_source']})")


def _body_named(name: str) -> IssuingBody | None:
    """The one body whose name holds these words. Raises BadCall when there is none or more than one."""
    if not name:
        return None
    found = [body for body in IssuingBody.objects.select_related("territory") if fold(name) in fold(body.name)]
    exact = [body for body in found if fold(body.name) == fold(name)]
    found = exact or found
    if len(found) != 1:
        problem = "có nhiều cơ quan mang tên" if found else "không có cơ quan nào mang tên"
        raise BadCall("NO_SUCH_BODY", f"Kho dữ liệu {problem} “{name}”.", candidates=[body.name for body in found])
    return found[0]


def _as_object(draft: _Draft, found: Examination, limit: int | None, elapsed_ms: float) -> dict[str, Any]:
    own = _own_rank(draft)
    ranks = _ranks({finding.target_document_id for finding in found.findings[:limit]})
    return {
        "draft": draft.name,
        "on": draft.on,
        "draft_rank": own.label if own else None,
        "draft_begins_on": found.begins_on,
        "elapsed_ms": round(elapsed_ms, 1),
        "provisions_checked": found.provisions_checked,
        "findings": [
            _finding(finding)
            | {"draft_status": found.draft_status(draft.on)}
            | _rank(ranks.get(finding.target_document_id), own)
            for finding in found.findings[:limit]
        ],
        "findings_total": len(found.findings),
        "checks": [_check(check) for check in found.checks],
        "replaced_by_draft": [{"number": d.number, "title": d.title} for d in found.replaced_by_draft],
    }


def _own_rank(draft: _Draft) -> Force | None:
    """The draft's place; a body that the corpus does not know is taken for one of the province, since the tool is theirs."""
    head, body = draft.reading.header, draft.body or body_of(draft.reading)
    name = body.name if body else head.issuing_body or ""
    level = body.level if body else Level.PROVINCE if name else ""
    return force_of(head.document_type or "", name, level)


def _ranks(documents: set[int]) -> dict[int, Force | None]:
    """Key of a document -> its place in the order of legal force; one query."""
    rows = Document.objects.filter(pk__in=documents).values_list(
        "pk", "document_type", "issued_by__name", "issued_by__level"
    )
    return {pk: force_of(kind, body or "", level or "") for pk, kind, body, level in rows}


def _rank(target: Force | None, own: Force | None) -> dict[str, Any]:
    return {"target_rank": target.label if target else None, "standing": standing_of(target, own)}


def _finding(found: FoundOverlap) -> dict[str, Any]:
    return {
        "path": found.path,
        "kind": found.kind,
        "score": round(found.score, 4),
        "target_number": found.target_number,
        "target_body": found.target_body,
        "target_path": found.target_path,
        "target_status": found.target_status,
        "draft_quote": found.draft_quote,
        "target_quote": found.target_quote,
        "reason": found.reason,
        "differences": [{"type": d.type, "draft": d.draft, "target": d.target} for d in found.differences],
    }


def _check(check: CheckResult) -> dict[str, Any]:
    return {
        "code": check.code,
        "path": check.path,
        "message": check.message,
        "number": check.number,
        "legal_source": check.legal_source,
        "severity": check.severity,
    }
