"""Search the promulgated documents from the command line."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.urls import reverse

from legaldocs.management.json_command import BadCall, JsonCommand
from legaldocs.models import Document, IssuingBody
from legaldocs.models.documents import today
from legaldocs.parsing.normalize import fold
from legaldocs.parsing.numbers import number_key, parse_date
from legaldocs.parsing.vocabulary import DocumentType, EffectStatus
from search import engine, spreadsheet
from search.advice import missing_number, ways_out
from search.facet_links import listed
from search.fields import FIRST_YEAR, LAST_YEAR
from search.query import BadQuery, Condition, Facets, Field, Filters, Hit, IndexUnavailable, Order, Query

_MARK = re.compile("</?mark>")
#: An engine makes room for as many hits as are asked for before it looks for the first.
_MOST_HITS = 100_000
_LANGUAGE = (
    'Từ, "cụm từ", -từ loại trừ, OR giữa hai vế, số, ký hiệu; số:, điều:, lĩnh vực:, cơ quan:, cấp:, loại:, '
    "năm:2019..2023, hiệu lực:còn, ngày:31/12/2023. Câu bắt đầu bằng dấu trừ thì đặt sau --."
)


class Command(JsonCommand):
    help = "Tìm trong các văn bản đã ban hành."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("query", metavar="QUERY", help=_LANGUAGE)
        parser.add_argument("--on", help="Ngày xét hiệu lực, YYYY-MM-DD; mặc định hôm nay.")
        parser.add_argument("--status", choices=[status.value for status in EffectStatus], default="")
        parser.add_argument("--body", default="", help="Tên cơ quan ban hành.")
        parser.add_argument("--type", choices=[kind.value for kind in DocumentType], default="")
        parser.add_argument("--year", type=int)
        parser.add_argument("--limit", type=int, default=20)
        parser.add_argument("--level", choices=["document", "provision"], default="provision")
        parser.add_argument(
            "--order",
            choices=["relevance", "newest", "oldest"],
            default="relevance",
            help="Thứ tự, mặc định theo độ liên quan.",
        )
        parser.add_argument("--within", default="", metavar="NUMBER", help="Chỉ tìm trong văn bản có số, ký hiệu này.")
        parser.add_argument("--xlsx", metavar="FILE", help="Ghi kết quả có đủ các từ vào tệp Excel này.")
        parser.add_argument("--partly", action="store_true", help="Tệp Excel gồm cả kết quả chỉ có một phần các từ.")

    def answer(self, **options: Any) -> dict[str, Any]:
        on = _day(options["on"])
        _within("--year", options["year"], FIRST_YEAR, LAST_YEAR)
        _within("--limit", options["limit"], 1, _MOST_HITS)
        filters = Filters(
            document_types=(options["type"],) if options["type"] else (),
            bodies=_bodies(options["body"]),
            years=(options["year"],) if options["year"] else (),
            status=options["status"],
            conditions=_within_document(options["within"]),
        )
        order = Order("" if options["order"] == "relevance" else options["order"])
        try:
            query = Query(options["query"], on, filters, limit=options["limit"], level=options["level"], order=order)
            results = engine.search(query)
            ways, missing = ways_out(results), missing_number(results)
            written = _write_xlsx(query, options) if options["xlsx"] else {}
        except BadQuery as error:
            raise BadCall("BAD_QUERY", str(error)) from error
        except IndexUnavailable as error:
            raise BadCall("INDEX_UNAVAILABLE", str(error)) from error
        on = results.query.on
        documents = Document.objects.with_effect(on).in_bulk({hit.document_id for hit in results.hits})
        return {
            "query": options["query"],
            "on": on,
            "total": results.total,
            "complete": results.complete,
            "elapsed_ms": round(results.elapsed_ms, 2),
            "hits": [_as_json(hit, documents[hit.document_id]) for hit in results.hits if hit.document_id in documents],
            "facets": _facets_as_json(results.facets),
            "suggestion": results.suggestion or None,
            "problems": [
                {"at": problem.at, "message": problem.message, "nearest": problem.nearest}
                for problem in results.problems
            ],
            "missing_number": missing or None,
            "ways_out": [{"without": way.label, "query": way.query.text, "found": way.found} for way in ways],
            **written,
        }

    def show(self, answer: dict[str, Any]) -> None:
        for problem in answer["problems"]:
            self.stderr.write(problem["message"])
        self.stdout.write(
            f"{answer['total']} kết quả, {answer['complete']} có đủ các từ, {answer['elapsed_ms']:.0f} ms, "
            f"hiệu lực ngày {answer['on']:%d/%m/%Y}"
        )
        if answer["suggestion"]:
            self.stdout.write(f"Ý bạn là: {answer['suggestion']}")
        if answer["missing_number"]:
            self.stdout.write(f"Kho không có văn bản nào mang số, ký hiệu “{answer['missing_number']}”")
        for way in answer["ways_out"]:
            self.stdout.write(f"{way['without']} thì có {way['found']}: {way['query']}")
        if "xlsx" in answer:
            self.stdout.write(f"Đã ghi {answer['xlsx']['rows']} kết quả vào {answer['xlsx']['file']}")
        for hit in answer["hits"]:
            status = EffectStatus(hit["effect_status"]).label
            self.stdout.write(f"\n{hit['number'] or hit['title']} {hit['path']} ({status})")
            self.stdout.write(f"  {_MARK.sub('', hit['snippet'])}")


def _write_xlsx(query: Query, options: dict[str, Any]) -> dict[str, Any]:
    """The promulgated hits as a workbook; places are addresses within the site, whose own address is not known here."""
    results = spreadsheet.find_all(query, partly=options["partly"])
    heading = spreadsheet.heading_of(results, _in_words(options), None, partly=options["partly"])
    rows = list(spreadsheet.rows_of(results.hits, None, results.query.on, _address))
    try:
        Path(options["xlsx"]).write_bytes(spreadsheet.write_workbook(heading, rows))
    except OSError as error:
        message = f"Không ghi được tệp {options['xlsx']}: {error.strerror}. Hãy chọn thư mục khác hoặc xem quyền ghi."
        raise BadCall("NOT_WRITTEN", message) from error
    return {"xlsx": {"file": options["xlsx"], "rows": len(rows), "cut": heading.is_cut}}


def _address(hit: Hit) -> str:
    return f"{reverse('document-detail', args=[hit.document_id])}{'#' + hit.path if hit.path else ''}"


def _in_words(options: dict[str, Any]) -> list[str]:
    given = {
        "Loại văn bản": DocumentType(options["type"]).label if options["type"] else "",
        "Cơ quan ban hành": options["body"],
        "Năm ban hành": options["year"],
        "Hiệu lực": EffectStatus(options["status"]).label if options["status"] else "",
    }
    return [f"{label}: {value}" for label, value in given.items() if value]


def _within_document(number: str) -> tuple[Condition, ...]:
    """The condition to stay within the documents of this number; nothing given: none."""
    if not number:
        return ()
    found = Document.objects.promulgated().numbered(number_key(number)).values_list("pk", flat=True)
    if not found:
        raise BadCall("UNKNOWN_NUMBER", f"Kho không có văn bản nào mang số, ký hiệu {number!r}.")
    return (Condition(Field.DOCUMENT, tuple(found)),)


def _as_json(hit: Hit, document: Document) -> dict[str, Any]:
    return {
        "number": document.number,
        "title": document.title,
        "path": hit.path,
        "heading": hit.heading,
        "snippet": hit.snippet,
        "score": round(hit.score, 4),
        "effect_status": document.effect_on,  # type: ignore[attr-defined]
    }


def _facets_as_json(facets: Facets) -> dict[str, list[dict[str, Any]]]:
    """Condition -> its values with their counts, the most frequent first; bodies and areas by their names."""
    return {
        name: [
            {"value": labels[value] if name in {"body", "area"} else value, "label": labels[value], "count": count}
            for value, count in counts.items()
            if value in labels
        ]
        for name, _, counts, labels in listed(facets)
    }


def _day(text: str | None) -> date:
    if not text:
        return today()
    day = parse_date(text)
    if day is None:
        raise BadCall("BAD_DATE", f"Không hiểu ngày {text!r}; hãy ghi YYYY-MM-DD, ví dụ 2026-01-31.")
    return day


def _within(option: str, number: int | None, low: int, high: int) -> None:
    if number is not None and not low <= number <= high:
        raise BadCall("BAD_NUMBER", f"{option} phải là số từ {low} đến {high}, không phải {number}.")


def _bodies(name: str) -> tuple[int, ...]:
    """The body of that name, else all whose name holds it, however it is accented; nothing given: no condition."""
    if not name:
        return ()
    asked = fold(name)
    named = [(pk, fold(known)) for pk, known in IssuingBody.objects.values_list("pk", "name")]
    found = [pk for pk, known in named if known == asked] or [pk for pk, known in named if asked in known]
    if not found:
        raise BadCall("UNKNOWN_BODY", f"Kho chưa có cơ quan ban hành nào tên là {name!r}.")
    return tuple(found)
