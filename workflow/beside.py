"""A finding in its surroundings: the whole article of the draft beside the whole article that it meets."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from legaldocs.models import Provision, TextVersion
from legaldocs.parsing.vocabulary import ProvisionKind
from workflow.marking import Pieces, marked_pieces
from workflow.models import Finding

_LABELS = {ProvisionKind.CLAUSE: "{}. ", ProvisionKind.POINT: "{}) "}
#: Units that are shown on either side of the provision compared; an amending article may have two hundred.
_MOST_AROUND = 60


@dataclass(frozen=True, slots=True)
class Whole:
    """An article: the texts of what stands before and after the provision compared, and this in pieces.

    `is_gone` says that the text kept today no longer has the provision: then the quote stands alone.
    """

    before: list[str]
    pieces: Pieces
    after: list[str]
    is_gone: bool = False


def beside(finding: Finding) -> tuple[Whole, Whole]:
    """The draft's article and the other document's, the provisions compared marked word by word; two queries."""
    draft = _parts(finding.version, finding.path)
    target = _parts(finding.target.current_version, finding.target_path)
    texts = ["\n".join(part[1]) for part in (draft, target)]
    mine = texts[0] or finding.draft_quote
    theirs = texts[1] or finding.target_quote
    pieces = marked_pieces(mine, theirs)
    return (
        Whole(draft[0], pieces[0], draft[2], not texts[0]),
        Whole(target[0], pieces[1], target[2], not texts[1]),
    )


def article_of(path: str) -> str:
    """The path of the article around a provision (kem-theo/dieu-5/khoan-2 -> kem-theo/dieu-5), else of the provision."""
    units = path.split("/")
    for place, unit in enumerate(units):
        if unit.startswith("dieu-"):
            return "/".join(units[: place + 1])
    return path


def _parts(version: TextVersion | None, path: str) -> tuple[list[str], list[str], list[str]]:
    """The texts of the article's units before the provision, of the provision with all that stands in it, and after."""
    before: list[str] = []
    own: list[str] = []
    after: list[str] = []
    article = article_of(path)
    rows = version.provisions.filter(Q(path=article) | Q(path__startswith=f"{article}/")) if version else ()
    for provision in rows:
        text = _text(provision)
        if not text:
            continue
        if f"{provision.path}/".startswith(f"{path}/"):
            own.append(text)
        else:
            (after if own else before).append(text)
    if len(before) > _MOST_AROUND:
        before = ["…", *before[-_MOST_AROUND:]]
    if len(after) > _MOST_AROUND:
        after = [*after[:_MOST_AROUND], "…"]
    return before, own, after


def _text(provision: Provision) -> str:
    kind = ProvisionKind(provision.kind)
    if kind not in _LABELS:
        heading = ". ".join(part for part in (provision.label.rstrip("."), provision.heading) if part)
        return "\n".join(part for part in (heading, provision.text) if part)
    return _LABELS[kind].format(provision.label) + " ".join(p for p in (provision.heading, provision.text) if p)
