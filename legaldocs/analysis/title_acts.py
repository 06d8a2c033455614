"""What a title says is done: "Sửa đổi, bổ sung một số điều của Nghị định số ..."; units below it often name articles alone."""

from __future__ import annotations

import re
from collections.abc import Mapping

from legaldocs.analysis.anchors import ShortForm
from legaldocs.analysis.instructions import find_instructions
from legaldocs.analysis.mentions import DOCUMENT_WORDS, Mention
from legaldocs.analysis.targets import Target, Words, targets_in
from legaldocs.parsing.numbers import document_type_of
from legaldocs.parsing.vocabulary import AmendmentAction

_ENACTS = re.compile(rf"ban hành (?:{DOCUMENT_WORDS}) (?=sửa đổi|bổ sung|bãi bỏ)", re.IGNORECASE)
_UNNUMBERED = re.compile(
    r"(?:điều|khoản|nội dung) (?:của|tại) (?P<name>(?:Thông tư liên tịch|Thông tư|Nghị định|Quyết định|Nghị quyết|Chỉ thị)"
    r" (?!số|này)[^;\d]{10,400})$",
    re.IGNORECASE,
)
_TITLE_LEAD = re.compile(r"^\W*(?:(?:về việc|v/v|về) )?(?:điều chỉnh, )?", re.IGNORECASE)


def title_acts(title: str, short_forms: Mapping[str, ShortForm]) -> list[tuple[Target, AmendmentAction]]:
    """The documents that a title says are acted on, each with what is done to it."""
    title = _TITLE_LEAD.sub("", title)
    words = Words.of(title, short_forms)
    return [
        (target, instruction.action)
        for instruction in find_instructions(title)[:1]
        for target in targets_in(words, instruction.object_start, len(title), by_name=True)
    ]


def named_without_number(heading: str) -> Mention | None:
    """The document that a chapter's title names without its number: "Sửa đổi một số điều của Thông tư quy định về ..."."""
    named = _UNNUMBERED.search(" ".join(heading.split())) if find_instructions(heading) else None
    return Mention(0, 0, None, document_type_of(named["name"]), named["name"].strip()) if named else None


def enacted_acts(preamble: str, short_forms: Mapping[str, ShortForm]) -> list[tuple[Target, AmendmentAction]]:
    """The same from the enacting words, where the title names no document: "Quốc hội ban hành Luật sửa đổi ... số ..."."""
    enacted = _ENACTS.search(preamble)
    return title_acts(preamble[enacted.end() :].split("\n")[0], short_forms) if enacted else []
