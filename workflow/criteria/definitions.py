"""Does the draft give a word another meaning than the documents do that it rests on, points to or meets?

Only these are looked at: one word may well mean different things in documents on different matters. That the legal order be one
is a principle of making law (Luật BHVBQPPL 2015 Đ5, 2025 Đ5), known here from the appraisal criteria only, so that it advises.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models.functions import Substr

from legaldocs.analysis.definitions import Definition, read_definitions, same_meaning
from legaldocs.models import Document, Provision
from legaldocs.parsing.paths import path_in_words
from legaldocs.parsing.vocabulary import BINDING_STATUSES
from workflow.criteria.context import (
    NEW_LAW_ON,
    OLD_LAW_UNTIL,
    CheckResult,
    DraftContext,
    LegalSource,
    Severity,
    advised,
    source_on,
)

SOURCES = (
    LegalSource("Luật BHVBQPPL 2015 Điều 5", date(2016, 7, 1), OLD_LAW_UNTIL, verified=False),
    LegalSource("Luật BHVBQPPL 2025 Điều 5", NEW_LAW_ON, verified=False),
)
_LONGEST_QUOTE = 160
#: Words of one document that are quoted in full.
_MOST_OF_ONE = 5
#: In texts read from pages a heading may have run into the text of its article: so many letters of it are looked at.
_HEADING = 60
_EXPLAINING = ("ừ ngữ", "Ừ NGỮ")


def check_definitions(context: DraftContext) -> Iterable[CheckResult]:
    """Each term once for each document that says it means something else."""
    source = source_on(SOURCES, context.on)
    own = {definition.key: definition for definition in read_definitions(context.reading.provisions)}
    if source is None or not own:
        return
    for document, others in _defined_in(context.documents_at_hand()):
        pairs = [(own[other.key], other) for other in others if other.key in own]
        unlike = [(mine, other) for mine, other in pairs if not same_meaning(mine.meaning, other.meaning)]
        for mine, other in unlike[:_MOST_OF_ONE]:
            yield _result(mine, other, document, source)
        if len(unlike) > _MOST_OF_ONE:
            yield _the_others([mine for mine, _ in unlike[_MOST_OF_ONE:]], document, source)


def _the_others(words: list[Definition], document: Document, source: LegalSource) -> CheckResult:
    """One line for the words beyond a few that one document means otherwise: most often it is an old one."""
    named = ", ".join(f"“{word.term}”" for word in words)
    message = advised(f"Còn {len(words)} từ ngữ nữa được {document.name} giải thích khác: {named}.", source)
    return CheckResult("TERM_DEFINED_OTHERWISE", "", message, document.number, source.text, Severity.ADVICE)


def _defined_in(documents: Iterable[Document]) -> list[tuple[Document, list[Definition]]]:
    """What each of the documents in force says its words mean; two queries."""
    by_version = {d.current_version_id: d for d in documents if d.effect_status() in BINDING_STATUSES}
    heads = Provision.objects.filter(version__in=by_version, kind="ARTICLE")
    explaining = [
        (version, path)
        for version, path, *opening in heads.values_list("version", "path", "heading", Substr("text", 1, _HEADING))
        if any(words in part for words in _EXPLAINING for part in opening)
    ]
    if not explaining:
        return []
    rows: dict[int, list[Provision]] = defaultdict(list)
    parents = {path for _, path in explaining}
    found = Provision.objects.filter(version__in={version for version, _ in explaining}).order_by("version", "position")
    for row in found.filter(path__in=parents) | found.filter(parent_path__in=parents):
        rows[row.version_id].append(row)
    return [(by_version[version], read_definitions(provisions)) for version, provisions in rows.items()]


def _result(mine: Definition, other: Definition, document: Document, source: LegalSource) -> CheckResult:
    message = advised(
        f"Từ ngữ “{mine.term}” được dự thảo giải thích là “{_short(mine.meaning)}”, còn {document.name} "
        f"({path_in_words(other.path)}) giải thích là “{_short(other.meaning)}”; cần xem xét để thống nhất cách hiểu.",
        source,
    )
    return CheckResult("TERM_DEFINED_OTHERWISE", mine.path, message, document.number, source.text, Severity.ADVICE)


def _short(meaning: str) -> str:
    if len(meaning) <= _LONGEST_QUOTE:
        return meaning.rstrip(" ;.")
    return f"{meaning[:_LONGEST_QUOTE].rsplit(' ', 1)[0]} …"
