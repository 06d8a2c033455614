"""One text read from end to end: its head, its tree and what they mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from legaldocs.analysis.amendments import Acts, Scope, read_acts
from legaldocs.analysis.citations import CitationContext, read_citations, read_short_forms
from legaldocs.analysis.effect import read_effect
from legaldocs.analysis.legal_basis import read_legal_bases
from legaldocs.analysis.quantities import read_quantities
from legaldocs.parsing.parsed import (
    CitationRead,
    EffectRead,
    ParsedProvision,
    ParsedText,
    QuantityRead,
    Reading,
    SourceText,
    Warning_,
)
from legaldocs.parsing.structure import parse_text
from legaldocs.parsing.vocabulary import ProvisionKind

#: The longest line that is read for its meaning. The longest of a thousand real documents has 4,468 letters; a line of
#: millions is a broken file, and reading on in it would only keep people waiting.
LONGEST_LINE = 50_000


def read(source: SourceText) -> Reading:
    """Everything that can be read from one text. Never raises; what could not be placed comes back as warnings."""
    return interpret(parse_text(source))


def interpret(parsed: ParsedText) -> Reading:
    """The meaning of a text whose shape is known already."""
    header = parsed.header
    provisions = tuple(_up_to_an_endless_line(provision) for provision in parsed.provisions)
    acts = read_acts(provisions, header)
    effect = read_effect(provisions, header)
    return Reading(
        header=header,
        provisions=parsed.provisions,
        legal_bases=read_legal_bases(provisions, header),
        citations=tuple(_citations(provisions, acts, header.issued_on)),
        amendments=acts.amendments,
        expires=acts.expiries,
        effect=effect,
        quantities=tuple(_quantities(provisions)),
        warnings=parsed.warnings
        + tuple(_unread(parsed.provisions, provisions))
        + tuple(_doubts(provisions, acts, effect)),
    )


def _up_to_an_endless_line(provision: ParsedProvision) -> ParsedProvision:
    """The provision without what stands behind the first `LONGEST_LINE` letters of an endless line."""
    text, heading = _readable(provision.text), provision.heading[:LONGEST_LINE]
    if len(text) == len(provision.text) and len(heading) == len(provision.heading):
        return provision
    return replace(provision, text=text, heading=heading)


def _readable(text: str) -> str:
    start = 0
    while len(text) - start > LONGEST_LINE:
        end = text.rfind("\n", start, start + LONGEST_LINE + 1)
        if end < 0:
            return text[: start + LONGEST_LINE]
        start = end + 1
    return text


def _unread(whole: tuple[ParsedProvision, ...], read_of_it: tuple[ParsedProvision, ...]) -> Iterator[Warning_]:
    for provision, kept in zip(whole, read_of_it, strict=True):
        if kept is not provision:
            message = "Có một dòng dài bất thường; phần sau của dòng đó chưa được phân tích, hãy xem lại tệp gốc."
            yield Warning_("LINE_TOO_LONG", message, provision.path)


def _citations(provisions: tuple[ParsedProvision, ...], acts: Acts, on: date | None) -> Iterator[CitationRead]:
    short_forms = read_short_forms(provisions)
    for provision in provisions:
        scope = acts.scopes.get(provision.path) or _scope_above(provision.path, acts)
        amended = scope.mention if scope and provision.path in acts.changing else None
        prefix = scope.prefix if scope else ""
        yield from read_citations(provision, CitationContext(short_forms, amended, prefix, on))


def _scope_above(path: str, acts: Acts) -> Scope | None:
    while path:
        path = path.rpartition("/")[0]
        if path in acts.scopes:
            return acts.scopes[path]
    return acts.scopes.get("")


def _quantities(provisions: tuple[ParsedProvision, ...]) -> Iterator[QuantityRead]:
    for provision in provisions:
        if provision.kind is not ProvisionKind.PREAMBLE:
            yield from read_quantities(provision)


def _doubts(provisions: tuple[ParsedProvision, ...], acts: Acts, effect: EffectRead) -> Iterator[Warning_]:
    """What an officer should look at: no article, no effect date, an instruction whose document stays unknown."""
    has_articles = any(provision.kind is ProvisionKind.ARTICLE for provision in provisions)
    if not has_articles:
        yield Warning_(
            "NO_ARTICLE", "Không nhận ra điều nào trong tệp này; hãy kiểm tra có đúng là văn bản cần gửi không."
        )
    if has_articles and effect.begins_on is None:
        said = f" (văn bản viết: “{effect.begins_text}”)" if effect.begins_text else ""
        yield Warning_("EFFECT_DATE_UNKNOWN", f"Không xác định được ngày có hiệu lực{said}; hãy nhập ngày.")
    for record in acts.amendments:
        if record.target_number is None:
            message = "Văn bản được sửa đổi chỉ nêu tên, không có số; hãy chọn đúng văn bản."
            yield Warning_("AMENDED_DOCUMENT_UNKNOWN", message, record.path)
