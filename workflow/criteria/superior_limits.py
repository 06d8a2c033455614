"""Does the draft go beyond a limit of the superior provision that it cites itself?

A provision that cites "khoản 2 Điều 5 Nghị định số ..." may be worded quite unlike it, so that no comparison of wordings
finds it; what both say of days, sums and shares can still be laid side by side. The document with the higher legal force is
applied (Luật BHVBQPPL 2015 Đ156, 2025 Đ58).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from legaldocs.analysis.limits import Limit, limits_in
from legaldocs.models import Document, Level, Provision
from legaldocs.parsing.normalize import fold
from legaldocs.parsing.parsed import CitationRead
from legaldocs.parsing.paths import path_in_words
from legaldocs.parsing.vocabulary import BINDING_STATUSES
from workflow.criteria.context import (
    CONTAINERS,
    NEW_LAW_ON,
    OLD_LAW_UNTIL,
    CheckResult,
    DraftContext,
    LegalSource,
    Severity,
    source_on,
)

SOURCES = (
    LegalSource("Luật BHVBQPPL 2015 Điều 156", date(2016, 7, 1), OLD_LAW_UNTIL),
    LegalSource("Luật BHVBQPPL 2025 Điều 58", NEW_LAW_ON),
)
#: So much of the shorter sentence must be in the other one, for both to set a limit to one thing.
_SAME_THING = 0.5
_FEWEST_WORDS = 3
_SENTENCE_END = re.compile(r"[;.\n](?=\s|$)")
_EVERYWHERE = (
    "theo quy dinh tai khoan dieu diem nghi so cua chinh phu la thi va hoac cac nhung ke tu ngay duoc khong qua toi da"
)
_EVERYWHERE_TOO = "thieu it nhat trong thoi han thong luat nay cap tinh xa huyen tren dia ban"
_SAYS_NOTHING = frozenset(f"{_EVERYWHERE} {_EVERYWHERE_TOO}".split())


def check_superior_limits(context: DraftContext) -> Iterable[CheckResult]:
    """One result for each limit of the draft that a cited provision of a central document does not allow."""
    source = source_on(SOURCES, context.on)
    if source is None or context.level == Level.CENTRAL:
        return
    texts = {provision.path: provision.text for provision in context.reading.provisions}
    cited = [(c.path, document, c.target_path) for c, document in _superior(context)]
    stored = _stored_texts(cited)
    said: set[tuple[str, str]] = set()
    for path, document, target_path in cited:
        for mine, theirs in _beyond(texts.get(path, ""), stored.get((document.pk, target_path), "")):
            if (path, mine.text) not in said:
                said.add((path, mine.text))
                yield _result(path, mine, theirs, document, target_path, source)


def _superior(context: DraftContext) -> Iterator[tuple[CitationRead, Document]]:
    for citation in context.reading.citations:
        if citation.internal or not citation.target_path or citation.path == "can-cu":
            continue
        document = context.document_cited(citation)
        if document is None or document.issued_by is None or document.issued_by.level != Level.CENTRAL:
            continue
        if document.effect_status() in BINDING_STATUSES:
            yield citation, document


def _stored_texts(cited: Iterable[tuple[str, Document, str]]) -> dict[tuple[int, str], str]:
    """(document, path) -> the text of the cited provision with what stands in it; one query."""
    wanted = {(d.pk, d.current_version_id, path) for _, d, path in cited if d.current_version_id}
    if not wanted:
        return {}
    paths = {f"{container}{path}" for _, _, path in wanted for container in CONTAINERS}
    rows = Provision.objects.filter(version__in={version for _, version, _ in wanted})
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    parts = rows.filter(path__in=paths) | rows.filter(parent_path__in=paths)
    for document, path, parent, text in parts.order_by("position").values_list(
        "version__document_id", "path", "parent_path", "text"
    ):
        for own, _, asked in wanted:
            if own == document and any(f"{container}{asked}" in (path, parent) for container in CONTAINERS):
                found[own, asked].append(text)
    return {key: "\n".join(texts) for key, texts in found.items()}


def _beyond(text: str, superior: str) -> Iterator[tuple[Limit, Limit]]:
    """The limits of the draft with those of the superior text on the same thing that they go beyond."""
    if not superior:
        return
    bounds = [limit for limit in limits_in(superior) if limit.unit and limit.low != limit.high]
    for mine in limits_in(text):
        for theirs in bounds:
            alike = mine.unit == theirs.unit and mine.of == theirs.of and mine.per == theirs.per
            if alike and _goes_beyond(mine, theirs) and _same_thing(text, mine, superior, theirs):
                yield mine, theirs
                break


def _goes_beyond(mine: Limit, theirs: Limit) -> bool:
    over = theirs.high < mine.high and mine.high != float("inf")
    under = mine.low < theirs.low and mine.low != float("-inf")
    return over or under


def _same_thing(text: str, mine: Limit, superior: str, theirs: Limit) -> bool:
    own, other = _sentence_words(text, mine), _sentence_words(superior, theirs)
    fewest = min(len(own), len(other))
    return fewest >= _FEWEST_WORDS and len(own & other) / fewest >= _SAME_THING


def _sentence_words(text: str, limit: Limit) -> set[str]:
    """The telling words of the sentence that a limit stands in, accents put aside."""
    start = max((match.end() for match in _SENTENCE_END.finditer(text, 0, limit.start)), default=0)
    end = next((match.span()[0] for match in _SENTENCE_END.finditer(text, limit.end)), len(text))
    return {word for word in re.findall(r"[a-z]+", fold(text[start:end])) if word not in _SAYS_NOTHING}


def _result(
    path: str, mine: Limit, theirs: Limit, document: Document, target_path: str, source: LegalSource
) -> CheckResult:
    message = (
        f"Dự thảo quy định “{mine.text}”, trong khi {path_in_words(target_path)} {document.name} mà dự thảo dẫn chiếu quy định "
        f"“{theirs.text}” ({mine.text} ↔ {theirs.text}); cần đối chiếu với văn bản cấp trên."
    )
    return CheckResult("SUPERIOR_LIMIT", path, message, document.number, source.text, Severity.WARNING)
