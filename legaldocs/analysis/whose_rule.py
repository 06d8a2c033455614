"""Whose rule a provision is: two that are worded alike may speak of two offices, places or terms, and contradict nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from legaldocs.analysis.alignment import Alignment, Op, Words
from legaldocs.analysis.common_words import COMMON_WORDS
from legaldocs.analysis.definitions import defined_term
from legaldocs.analysis.differences import Difference
from legaldocs.analysis.items import is_of_one_item
from legaldocs.analysis.measures import alternatives
from legaldocs.analysis.one_sided import NOT_SAID
from legaldocs.analysis.subjects import pairs_in, subject_of, words_in
from legaldocs.analysis.terms import MODALITY, SUBJECT, Side, same_value
from legaldocs.parsing.bodies import CENTRAL_CITIES, PROVINCES
from legaldocs.parsing.mergers import successor_of
from legaldocs.parsing.normalize import fold, same_tone_marks
from legaldocs.parsing.vocabulary import DifferenceType

#: So many words begin a rule and say whose it is; the very first ones name who acts.
_OPENING, _FIRST = 12, 2


def of_one_rule(
    found: Sequence[Difference],
    alignment: Alignment,
    draft: Side,
    target: Side,
    titles: tuple[str, str],
    headings: tuple[str, str],
) -> tuple[Difference, ...]:
    """The differences that are no matter of whose rule each is; none where the two rules are for two offices or places.

    What is said of the Sở is not said of the Phòng, what one term means is not what another one means.
    """
    themes = [d for d in found if _is_the_theme(d, titles)]
    if any(theme.at < _OPENING for theme in themes):
        return ()
    if _are_for_others(draft, target, found) or _act_others(alignment, found) or _define_others(draft, target):
        return ()
    if _name_other_places(alignment) or (alignment.similarity < _WHOLE_FROM and _are_unlike(headings)):
        return ()
    if is_filing(draft.text) and is_filing(target.text) and _are_of_other_procedures(headings):
        return ()
    if any(d.type is MODALITY and d.at == 0 for d in found) and _are_unlike(headings):
        return ()  # "Không sử dụng ..." among duties is "Sử dụng ..." among what is forbidden
    return tuple(
        d for d in found if d not in themes and (NOT_SAID in (d.draft, d.target) or is_of_one_item(alignment, d.at))
    )


#: Below this likeness two provisions share a passage, which the headings above may tell apart.
_WHOLE_FROM = 0.6
_ALIKE_HEADINGS = 0.34


def _are_unlike(headings: tuple[str, str]) -> bool:
    """Whether both articles have headings, and these have next to no words in common."""
    own, other = (set(words_in(heading)) for heading in headings)
    return bool(own and other) and len(own & other) < _ALIKE_HEADINGS * min(len(own), len(other))


_FILED = re.compile(r"(?<!\w)hồ sơ(?!\w)", re.IGNORECASE)
_RECEIVED = re.compile(r"(?<!\w)(?:hợp lệ|nhận (?:được |đủ )*hồ sơ|tiếp nhận)(?!\w)", re.IGNORECASE)
_FEWEST_FILED = 2
_SAME_PROCEDURE_FROM = 0.5


def is_filing(text: str) -> bool:
    """Whether a wording says how some dossier is received: each procedure has its own days for that."""
    return len(_FILED.findall(text)) >= _FEWEST_FILED and _RECEIVED.search(text) is not None


def _are_of_other_procedures(headings: tuple[str, str]) -> bool:
    """Whether the headings name two procedures: "Thủ tục công bố bến cảng", "Thủ tục thiết lập báo hiệu"."""
    own, other = ({word for word in words_in(heading) if word not in COMMON_WORDS} for heading in headings)
    return bool(own and other) and len(own & other) < _SAME_PROCEDURE_FROM * min(len(own), len(other))


def common_matter(headings: tuple[str, str], titles: tuple[str, str]) -> frozenset[str]:
    """The telling words of the matter that both headings name, or, under one heading of many laws, both titles.

    Nothing where the headings are not the same: "Thời hạn cấp lại" is not "Thời hạn cấp".
    """
    own, other = (fold(heading).strip(" .:;") for heading in headings)
    if not own or own != other:
        return frozenset()
    named = frozenset(word for word in words_in(headings[0]) if word not in COMMON_WORDS and len(word) > 1)
    matters = [subject_of(title).pairs for title in titles]
    both = matters[0] & matters[1]
    if not both and all(matters):
        return frozenset()
    return named | {word for pair in both for word in pair}


def _are_for_others(draft: Side, target: Side, found: Sequence[Difference]) -> bool:
    """Whether each begins with another name that has no counterpart in the other: then each is a rule of its own."""
    names = [
        next((t for t in side.terms_of(SUBJECT) if t.first <= _FIRST and isinstance(t.value, str)), None)
        for side in (draft, target)
    ]
    own, other = names
    if own is None or other is None or same_value(own, other):
        return False
    return not any(d.type is SUBJECT and d.at == own.first for d in found)


_ACTS = re.compile(
    r"(?<!\w)(?:có quyền|có trách nhiệm|có nhiệm vụ|có nghĩa vụ|có thẩm quyền|chịu trách nhiệm|phải)(?!\w)"
)
_LONGEST_NAME = 20
#: So large a share of the shorter name, and one of the words that it begins with, must be the same.
_SAME_NAME_FROM, _BEGINNING = 0.34, 4


def _act_others(alignment: Alignment, found: Sequence[Difference]) -> bool:
    """Whether other people act in both, though no list holds their names: "Tư lệnh Cảnh sát biển có quyền", "Giám đốc Công an
    cấp tỉnh có quyền"."""
    lengths = [_length_of_actor(words) for words in (alignment.draft, alignment.target)]
    if not all(lengths) or any(d.type is SUBJECT and d.at < lengths[0] for d in found):
        return False
    shared = [0 <= partner < lengths[1] for partner in alignment.counterpart[: lengths[0]]]
    return sum(shared) < _SAME_NAME_FROM * min(lengths) or not any(shared[:_BEGINNING])


def _length_of_actor(words: Words) -> int:
    """How many words stand before the first one that obliges or entitles, 0 where that is not who acts."""
    plain = same_tone_marks(words.text[:300].lower())
    acts = _ACTS.search(plain)
    if acts is None or re.search(r"[,;:.\n]|(?<!\w)(?:trường hợp|khi|nếu|trong thời hạn)(?!\w)", plain[: acts.start()]):
        return 0
    length = words.between(0, acts.start())[1]
    return length if 1 < length <= _LONGEST_NAME else 0


def _define_others(draft: Side, target: Side) -> bool:
    """Whether both say what a term means, and it is not one term."""
    terms = [defined_term(side.text) for side in (draft, target)]
    return all(terms) and terms[0] != terms[1]


_NAMES = alternatives(same_tone_marks(name.lower()) for name in (*PROVINCES, *CENTRAL_CITIES))
_PROVINCE = re.compile(rf"(?<!\w)(?:tỉnh|thành phố) (?P<name>{_NAMES})(?!\w)")


def _name_other_places(alignment: Alignment) -> bool:
    """Whether each speaks of a province of its own, and not of one that the other was merged into."""
    own, other = (_provinces_of(words) for words in (alignment.draft, alignment.target))
    return bool(own and other) and not own & other


def _provinces_of(words: Words) -> set[str]:
    """The provinces of today that a text names."""
    names = {match["name"] for match in _PROVINCE.finditer(same_tone_marks(words.text.lower()))}
    return {
        same_tone_marks((successor_of(f"tỉnh {name}") or name).lower()).removeprefix("tỉnh ").removeprefix("thành phố ")
        for name in names
    }


_OFFICE = re.compile(r"^(?:bộ trưởng bộ|giám đốc sở|bộ|sở) (?P<field>.+)$")


def _is_the_theme(difference: Difference, titles: tuple[str, str]) -> bool:
    """Whether each document names its own addressee in its title: "Sở Y tế" against "Sở Du lịch" in their own statutes,
    "doanh nghiệp" against "viên chức" in the rules on the discipline of each."""
    if difference.type is not DifferenceType.SUBJECT:
        return False
    names = [same_tone_marks(name.lower()) for name in (difference.draft, difference.target)]
    own, other = (same_tone_marks(title.lower()) for title in titles)
    if not own or not other:
        return False  # what one of them is about is not known
    for name, title in zip(names, (own, other), strict=True):
        office = _OFFICE.match(name)
        if office and office["field"] in title:
            return True
    return names[0] in own and names[1] in other and names[0] not in other and names[1] not in own


def themes_differ(alignment: Alignment, titles: tuple[str, str]) -> bool:
    """Whether one sentence is said of each document's own matter: "quản lý nhà nước về thủy lợi" and "... viễn thông"."""
    own, other = (subject_of(title).pairs for title in titles)
    if not own - other or not other - own:
        return False
    stretch = alignment.stretch
    draft, target = alignment.draft.keys, alignment.target.keys
    said, answered = set(), set()
    for run in alignment.runs:
        if run.op is Op.EQUAL or run.draft_last < stretch.draft_first or run.draft_first > stretch.draft_last:
            continue
        said |= set(pairs_in(draft[max(0, run.draft_first - 1) : run.draft_last + 1]))
        answered |= set(pairs_in(target[max(0, run.target_first - 1) : run.target_last + 1]))
    said, answered = said - answered, answered - said
    return bool(said & (own - other)) and bool(answered & (other - own))
