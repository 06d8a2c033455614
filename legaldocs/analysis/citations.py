"""Citations: every pointer in a provision's own text, to another document or within this one, with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from legaldocs.analysis.anchors import ATTACHMENT, Anchor, ShortForm, anchor_after
from legaldocs.analysis.laws import number_of_law
from legaldocs.analysis.mentions import ATTACHED_WORDS, DOCUMENT_WORDS, Mention, find_mentions
from legaldocs.analysis.pointers import THIS, Pointer, find_pointers
from legaldocs.analysis.quotes import MASK, mask_quotes, quoted_spans
from legaldocs.parsing.parsed import CitationRead, ParsedProvision
from legaldocs.parsing.vocabulary import ProvisionKind


@dataclass(frozen=True, slots=True)
class CitationContext:
    """What a provision's citations cannot say themselves: the short forms of the text, and the document that pointers
    without one mean where a provision amends another document (number and path prefix)."""

    short_forms: Mapping[str, ShortForm] = field(default_factory=dict)
    amended: Mention | None = None
    amended_prefix: str = ""
    on: date | None = None  # the day of the text, which tells two laws of one name apart


_DEFINES = re.compile(
    r"\(\s?(?:[Ss]au đây|[Dd]ưới đây)(?: được)? (?:gọi|viết)(?: chung| tắt)*(?: là)?:?\s?[“\"]?"
    rf"(?P<name>(?:{DOCUMENT_WORDS}|{ATTACHED_WORDS})(?:\s[^\s()“”\",;]+){{0,8}})[”\"]?\s?\)"
)
_ATTACHED_HERE = re.compile(rf"(?:{ATTACHED_WORDS})[^.;\n]{{0,200}}$", re.IGNORECASE)
_LOOK_BACK = 500


def read_short_forms(provisions: Sequence[ParsedProvision]) -> dict[str, ShortForm]:
    """The names that a text gives to documents for its own use, by name: "(sau đây gọi là Nghị định số 34)".

    A name for a text issued with this one ("Quy chế ... (sau đây gọi tắt là Quy chế)") stands for that text. A name that
    is no kind of document ("sau đây gọi là người nộp thuế") is left out.
    """
    forms: dict[str, ShortForm] = {}
    for provision in provisions:
        for definition in _DEFINES.finditer(provision.text):
            name = definition["name"]
            if name in forms:
                continue
            before = provision.text[max(0, definition.start() - _LOOK_BACK) : definition.start()]
            named = find_mentions(before)
            is_attached = _ATTACHED_HERE.search(before) is not None and re.match(ATTACHED_WORDS, name) is not None
            if named and not is_attached:
                forms[name] = ShortForm(name, _nearest(named, name))
            elif is_attached:
                forms[name] = ShortForm(name, None, attached=True)
    return dict(sorted(forms.items(), key=lambda item: -len(item[0])))


def _nearest(named: Sequence[Mention], name: str) -> Mention:
    """The last document named before a definition whose number the short name repeats, else the last one."""
    for mention in reversed(named):
        sequence = (mention.number or "").split("/")[0]
        if sequence and re.search(rf"(?<!\d)0?{re.escape(sequence.lstrip('0'))}(?!\d)", name):
            return mention
    return named[-1]


def read_citations(provision: ParsedProvision, context: CitationContext | None = None) -> list[CitationRead]:
    """The citations of a provision's own text, in order; one for each unit named, never overlapping.

    Catches: "điểm a, b khoản 2 và khoản 3 Điều 5 Nghị định số 34/2016/NĐ-CP" (three) · "khoản 1 Điều này" (internal) ·
    "Điều 5 của Quy định ban hành kèm theo Quyết định số ..." (path under kem-theo/) · "Luật Đất đai" (by name) · short
    forms that the text has defined. Leaves out what it cannot place: pointers without a document inside quoted new
    wording (they belong to the amended text) and "khoản 2" where no article stands around it.
    """
    context = context or CitationContext()
    text = provision.text
    masked = text if provision.kind is ProvisionKind.PREAMBLE else mask_quotes(text, quoted_spans(text))
    mentions = find_mentions(text)
    found: list[CitationRead] = []
    used = set()
    for chain in find_pointers(text):
        anchor = anchor_after(text, chain.end, mentions, context.short_forms)
        if anchor and anchor.mention:
            used.add(anchor.mention.start)
        for pointer in chain.pointers:
            end = anchor.end if anchor and pointer.end == chain.end else pointer.end
            citation = _citation(provision, pointer, end, anchor, context, masked[chain.start] == MASK)
            if citation is not None:
                found.append(citation)
    taken = bytearray(len(text))
    for citation in found:
        taken[citation.start : citation.end] = b"\1" * (citation.end - citation.start)
    for mention in [*mentions, *_short_mentions(text, mentions, context.short_forms)]:
        if mention.start not in used and not any(taken[mention.start : mention.end]):
            words = text[mention.start : mention.end]
            found.append(_external(provision, words, mention.start, mention.end, mention, "", context.on))
    return sorted(found, key=lambda citation: (citation.start, citation.end))


def _citation(
    provision: ParsedProvision,
    pointer: Pointer,
    end: int,
    anchor: Anchor | None,
    context: CitationContext,
    in_quote: bool,
) -> CitationRead | None:
    words = provision.text[pointer.start : end]
    if pointer.is_within_this:  # "khoản 1 Điều này và Điều 5 Nghị định số ...": the document belongs to the others
        anchor = None
    if anchor and anchor.mention:
        path = f"{ATTACHMENT}/{pointer.path}" if anchor.attached else pointer.path
        return _external(provision, words, pointer.start, end, anchor.mention, path, context.on)
    if in_quote:
        return None
    if anchor is None and context.amended is not None and not pointer.is_within_this:
        if pointer.is_relative:
            return None
        path = context.amended_prefix + pointer.path
        return _external(provision, words, pointer.start, end, context.amended, path, context.on)
    path = resolve_within(provision.path, pointer, anchor)
    if not path:
        return None
    return CitationRead(provision.path, words, pointer.start, end, target_path=path, internal=True)


def resolve_within(here: str, pointer: Pointer, anchor: Anchor | None) -> str:
    """The path in this document that a pointer standing in provision `here` means, "" where it cannot be told.

    "khoản 1 Điều này" starts from the article around it, "Điều 5" from the text around it (the attached regulation or
    the document itself), "Điều 5 Quyết định này" from the document, "Điều 5 Quy định này" from the attached text.
    """
    around = here.split("/")
    container = around[0] if around[0].startswith((ATTACHMENT, "phu-luc")) else ""
    if pointer.is_within_this or pointer.is_relative:
        slug = _slug_above(pointer)
        depth = next((place for place, unit in enumerate(around) if unit.startswith(slug)), None)
        if depth is None:
            return ""
        own = pointer.path.split("/")[1:] if pointer.is_within_this else pointer.path.split("/")
        return "/".join([*around[: depth + 1], *own])
    if pointer.units[0][0] is ProvisionKind.ANNEX:
        return pointer.path
    if anchor is not None and anchor.attached:
        return f"{container if container.startswith(ATTACHMENT) else ATTACHMENT}/{pointer.path}"
    if anchor is not None:
        return pointer.path
    return f"{container}/{pointer.path}" if container.startswith(ATTACHMENT) else pointer.path


def _slug_above(pointer: Pointer) -> str:
    """The unit around the words that a pointer starts from: "khoản 1" from the article, "điểm a" from the clause."""
    kind, label = pointer.units[0]
    if label == THIS:
        return pointer.path.split("-")[0] + "-"
    return "khoan-" if kind is ProvisionKind.POINT else "dieu-"


def _external(
    provision: ParsedProvision, words: str, start: int, end: int, mention: Mention, path: str, on: date | None
) -> CitationRead:
    return CitationRead(
        provision.path,
        words,
        start,
        end,
        number=mention.number,
        document_type=mention.document_type,
        title=mention.title,
        issued_on=mention.issued_on,
        target_path=path,
        resolved_number=mention.number or number_of_law(mention.title, mention.issued_on, on),
    )


def _short_mentions(text: str, mentions: Sequence[Mention], short_forms: Mapping[str, ShortForm]) -> Iterator[Mention]:
    """Where a defined short name stands for a document that it names."""
    taken = bytearray(len(text))
    for mention in mentions:
        taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
    for name, short in short_forms.items():
        said = short.mention
        if said is None:
            continue
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?![\w/])", text):
            start, end = match.span()
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                yield Mention(start, end, said.number, said.document_type, said.title, said.issued_on)
