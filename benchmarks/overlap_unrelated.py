"""(d): findings above RELATED of drafts against documents on other matters, per 40 articles, through the whole examination."""

from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING

from legaldocs.parsing.normalize import fold
from legaldocs.parsing.vocabulary import FindingKind

if TYPE_CHECKING:
    from legaldocs.models import Document


def unlike(one: str, other: str) -> bool:
    """Whether two titles speak of different matters; where one is missing nobody can say."""
    if not one or not other:
        return False
    words, others = set(fold(one).split()), set(fold(other).split())
    return len(words & others) / max(1, min(len(words), len(others))) < 0.35


def measure_unrelated(chance: random.Random, drafts: int, show: int, level: str = "") -> None:
    """Print (d) for stored documents, those of bodies of one `level` or all, each examined on the day it was issued against the
    index in DATA_DIR."""
    from legaldocs.analysis.reading import read
    from legaldocs.models import Document
    from legaldocs.models.documents import today
    from legaldocs.parsing.plain import source_from_text
    from workflow.examination import examine

    documents = {d.pk: d for d in Document.objects.exclude(title="").select_related("issued_by", "current_version")}
    articles, done = 0, 0
    counts: Counter[str] = Counter()
    pairs: Counter[tuple[int, int]] = Counter()
    for document in chance.sample(sorted(documents.values(), key=lambda d: d.pk), len(documents)):
        reading = read(source_from_text(document.current_version.text if document.current_version else ""))
        own = sum(provision.kind == "ARTICLE" for provision in reading.provisions)
        if not 5 <= own <= 80 or reading.amendments or level not in ("", _level_of(document)):
            continue
        done, articles = done + 1, articles + own
        on = document.issued_on or today()
        found = examine(reading, on=on, exclude_documents=[document.pk], body=document.issued_by)
        for finding in found.findings:
            target = documents.get(finding.target_document_id)
            if target is None or not unlike(document.title, target.title):
                continue
            counts[finding.kind.value] += 1
            if finding.kind is FindingKind.RELATED:
                continue
            pairs[document.pk, target.pk] += 1
            if show > 0:
                show -= 1
                print(
                    f"   {finding.kind} {document.title[:60]} => {target.title[:60]} | {finding.path}\n"
                    f"      {finding.draft_quote[:240]!r}\n      {finding.target_quote[:240]!r}"
                )
        if done == drafts:
            break
    above = sum(pairs.values())
    often = sum(count for count in pairs.values() if count >= 3)
    name = f"unrelated ({level})" if level else "unrelated"
    rate, rare = (40 * count / max(1, articles) for count in (above, above - often))
    print(
        f"(d) {name}: {done} drafts, {articles} articles: {rate:.2f} findings above RELATED per 40 articles (goal < 2), "
        f"{rare:.2f} without documents met three times or more, which are related, whatever their titles; {dict(counts)}"
    )


def _level_of(document: Document) -> str:
    return document.issued_by.level if document.issued_by else ""
