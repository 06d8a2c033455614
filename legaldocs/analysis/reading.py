"""One text read from end to end: its head, its tree and what they mean."""

from __future__ import annotations

from collections.abc import Iterator

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


def read(source: SourceText) -> Reading:
    """Everything that can be read from one text. Never raises; what could not be placed comes back as warnings."""
    return interpret(parse_text(source))


def interpret(parsed: ParsedText) -> Reading:
    """The meaning of a text whose shape is known already."""
    header, provisions = parsed.header, parsed.provisions
    acts = read_acts(provisions, header)
    effect = read_effect(provisions, header)
    return Reading(
        header=header,
        provisions=provisions,
        legal_bases=read_legal_bases(provisions, header),
        citations=tuple(_citations(provisions, acts)),
        amendments=acts.amendments,
        expires=acts.expiries,
        effect=effect,
        quantities=tuple(_quantities(provisions)),
        warnings=parsed.warnings + tuple(_doubts(provisions, acts, effect)),
    )


def _citations(provisions: tuple[ParsedProvision, ...], acts: Acts) -> Iterator[CitationRead]:
    short_forms = read_short_forms(provisions)
    for provision in provisions:
        scope = acts.scopes.get(provision.path) or _scope_above(provision.path, acts)
        amended = scope.mention if scope and _changes_units(provision.path, acts) else None
        prefix = scope.prefix if scope else ""
        yield from read_citations(provision, CitationContext(short_forms, amended, prefix))


def _scope_above(path: str, acts: Acts) -> Scope | None:
    while path:
        path = path.rpartition("/")[0]
        if path in acts.scopes:
            return acts.scopes[path]
    return acts.scopes.get("")


def _changes_units(path: str, acts: Acts) -> bool:
    return any(record.path == path and record.target_path for record in acts.amendments)


def _quantities(provisions: tuple[ParsedProvision, ...]) -> Iterator[QuantityRead]:
    for provision in provisions:
        if provision.kind is not ProvisionKind.PREAMBLE:
            yield from read_quantities(provision)


def _doubts(provisions: tuple[ParsedProvision, ...], acts: Acts, effect: EffectRead) -> Iterator[Warning_]:
    """What an officer should look at: no effect date, an instruction whose document stays unknown."""
    if any(provision.kind is ProvisionKind.ARTICLE for provision in provisions) and effect.begins_on is None:
        said = f" (văn bản viết: “{effect.begins_text}”)" if effect.begins_text else ""
        yield Warning_("EFFECT_DATE_UNKNOWN", f"Không xác định được ngày có hiệu lực{said}; hãy nhập ngày.")
    for record in acts.amendments:
        if record.target_number is None:
            message = "Văn bản được sửa đổi chỉ nêu tên, không có số; hãy chọn đúng văn bản."
            yield Warning_("AMENDED_DOCUMENT_UNKNOWN", message, record.path)
