"""A provision in force that a draft's provision meets, with its evidence."""

from __future__ import annotations

from dataclasses import dataclass

from legaldocs.analysis.differences import Difference
from legaldocs.parsing.vocabulary import EffectStatus, FindingKind


@dataclass(frozen=True, slots=True)
class FoundOverlap:
    """One finding: the draft's provision `path`, the target's provision, both quotes, and why it is shown."""

    path: str
    kind: FindingKind
    score: float
    target_document_id: int
    target_number: str
    target_body: str
    target_path: str
    target_status: EffectStatus
    draft_quote: str
    target_quote: str
    reason: str
    differences: tuple[Difference, ...] = ()
    same_body: bool = False
