"""Where a text acts on other texts: the verbs that amend, add, repeal or replace, each with the words it governs.

The wordings are those of amending documents (NĐ 34/2016 Đ77-81; NĐ 78/2025 Đ69, Đ70). A verb acts only at the head of a
sentence, of a numbered unit, after another acting verb, or after "Quyết định này (có hiệu lực ... và)"; anywhere else the same
words tell of something ("được sửa đổi, bổ sung bởi", "về việc bãi bỏ", "đề nghị sửa đổi").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from legaldocs.analysis.mentions import DOCUMENT_WORDS
from legaldocs.parsing.vocabulary import AmendmentAction

_ONE_VERB = (
    r"sửa đổi kỹ thuật|sửa đổi|bổ sung|bãi bỏ|hủy bỏ|huỷ bỏ|thay thế|thay cụm từ|thay từ|sửa cụm từ|bỏ cụm từ|bỏ từ|đính chính|"
    r"điều chỉnh|chỉnh sửa|bỏ"
)
_VERB = re.compile(
    rf"(?<!\w)(?P<verb>(?:{_ONE_VERB})(?:(?:,| và|, và|;) (?:{_ONE_VERB})){{0,5}})(?!\w)"
    r"(?! (?:hồ sơ|vốn|kinh phí|ngân sách|có mục tiêu|chủ trương|dự án|một phần hoặc toàn bộ văn bản))",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"(?:^|[\n.;:”\"])\s{0,4}(?:(?:\d{1,3}|[a-zđ]\d?)[.)]\s{0,2}|[-+–•]\s{0,2})?(?:[Đđ]iều \d{1,3}\w?[.:]\s?)?(?:Nay )?$"
)
_SUBJECT = re.compile(
    rf"(?:(?:{DOCUMENT_WORDS}|Văn bản|Kế hoạch)(?: này)?|"
    rf"(?:(?:{DOCUMENT_WORDS}|Văn bản|Kế hoạch) (?:này|có hiệu lực)\s|Ban hành (?:kèm )?theo (?:{DOCUMENT_WORDS}) này\s)"
    r"[^\n;]{0,260}?(?:,|;|và|đồng thời|\d{4}|ký|này|hành|lực|thông qua))"
    r"\s?(?:,|;|và|, và|đồng thời)?\s?$",
    re.IGNORECASE,
)
_BARE_SUBJECT = re.compile(rf"(?:{DOCUMENT_WORDS}|Văn bản|Kế hoạch)\s?$", re.IGNORECASE)
_FROM_THE_DAY = re.compile(
    rf"(?:Kể )?từ ngày (?:{DOCUMENT_WORDS}) này có hiệu lực[^,;\n]{{0,30}}[,:]?\s?$", re.IGNORECASE
)
_SUBJECT_START = re.compile(r"(?:^|[\n.;:])\s{0,4}(?:(?:\d{1,3}|[a-zđ])[.)]\s{0,2})?$")
_NEXT_VERB = re.compile(r"(?:,|;|và|, và|đồng thời|; đồng thời)\s?$")
_TELLS = re.compile(
    r"(?<!\w)(?:được|bị|đã|việc|về|đề nghị|quy định|các|những|hoặc|khi|hợp|theo|do|không|cần|phải|xem xét|hồ sơ|từng|sẽ|vốn|"
    r"hàng năm|hằng năm|tự|để|nhằm|kiến nghị|có|trình)\s$",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"(?:^|\n|; )(?P<object>(?:Các |Tên )?(?:Điều|điều|Khoản|khoản|Điểm|điểm|Chương|Mục|Phụ lục)\s[^\n;.\x00]{0,160}?)\sđược\s"
    r"(?P<verb>sửa đổi, bổ sung|sửa đổi|bổ sung|thay thế)\snhư sau"
)
# "thay thế Thông tư số A ngày ... của ... về ... và bãi bỏ Thông tư số B": both end.
_ENDS_ONE = re.compile(r"thay thế|bãi bỏ|hủy bỏ|huỷ bỏ", re.IGNORECASE)
_ENDS_ONE_MORE = re.compile(
    rf"(?:thay thế|bãi bỏ|hủy bỏ|huỷ bỏ) (?:toàn bộ )?(?:các )?(?:{DOCUMENT_WORDS}) số", re.IGNORECASE
)
_AMENDS = re.compile(r"sửa đổi|bổ sung|[;\n]", re.IGNORECASE)
_SENTENCE_END = re.compile(r"\n|;|\.(?=\s+[A-ZĐÀ-Ỹ])")
_SENTENCE_START = re.compile(r"\n|\.(?=\s+[A-ZĐÀ-Ỹ])|:")
_WINDOW = 320


@dataclass(frozen=True, slots=True)
class Instruction:
    """An acting verb at [start, ...) and the words it governs, text[object_start:end]. `actions` in the order said."""

    start: int
    object_start: int
    end: int
    verb: str
    actions: tuple[AmendmentAction, ...]

    @property
    def action(self) -> AmendmentAction:
        return self.actions[0]

    @property
    def ends_documents(self) -> bool:
        """Whether a document named as its object leaves force: "bãi bỏ", "thay thế"; "sửa đổi, bãi bỏ" does not."""
        return self.actions[0] in (AmendmentAction.REPEAL, AmendmentAction.REPLACE)


def find_instructions(masked: str) -> list[Instruction]:
    """The instructions of a text whose quotations are masked, in order.

    Catches: "Sửa đổi, bổ sung khoản 4 Điều 14 như sau:" · "Sửa đổi khoản 1 và bổ sung khoản 1a vào sau khoản 1" (two) ·
    "Quyết định này có hiệu lực từ ngày ... và thay thế Quyết định số ..." · "Kể từ ngày Thông tư này có hiệu lực, bãi bỏ ..." ·
    "thay thế Thông tư số A ... và bãi bỏ Thông tư số B" (two) · "Điều 17 được sửa đổi, bổ sung như sau:". Does not catch:
    "được sửa đổi, bổ sung bởi" · "về việc bãi bỏ" · "hồ sơ đề nghị bổ sung" · "bổ sung hồ sơ" · "Quyết định hủy bỏ áp dụng
    biện pháp ..." (the name of a decision).
    """
    accepted: list[re.Match[str]] = []
    for match in _VERB.finditer(masked):
        if _acts(masked, match, accepted[-1] if accepted else None):
            accepted.append(match)
    found = [*_passive_instructions(masked)]
    for place, match in enumerate(accepted):
        limit = accepted[place + 1].start() if place + 1 < len(accepted) else len(masked)
        verb = match["verb"].lower()
        found.append(Instruction(match.start(), match.end(), limit, verb, _actions_of(verb)))
    return sorted(found, key=lambda instruction: instruction.start)


def _passive_instructions(masked: str) -> Iterator[Instruction]:
    """Older laws amend in the passive: "Khoản 1 Điều 4 được sửa đổi, bổ sung như sau:"; the object stands before."""
    for match in _PASSIVE.finditer(masked):
        verb = match["verb"].lower()
        yield Instruction(match.start("object"), match.start("object"), match.end("object"), verb, _actions_of(verb))


def _acts(masked: str, match: re.Match[str], previous: re.Match[str] | None) -> bool:
    start = match.start()
    window = max(0, start - _WINDOW)
    before = masked[window:start]
    if _HEAD.search(before):
        return True
    if _TELLS.search(before[-14:]):
        return False
    if previous is not None and previous.end() >= window and _NEXT_VERB.search(before[-14:]):
        between = masked[previous.end() : start]
        # One breath: "Sửa đổi khoản 1 và bổ sung khoản 1a", not a document's title that happens to say "và bãi bỏ".
        if not _SENTENCE_END.search(between) and not re.search(r" (?:về|quy định|của) (?:việc )?", between):
            return True
        if _ENDS_ONE.match(previous["verb"]) and _ENDS_ONE_MORE.match(masked, start) and not _AMENDS.search(between):
            return True
    sentence, verb = _sentence_before(before), match["verb"].lower()
    if _FROM_THE_DAY.fullmatch(sentence):
        return True
    if _BARE_SUBJECT.fullmatch(sentence):  # "Quyết định hủy bỏ áp dụng biện pháp ..." is a name, not a statement
        return verb == "thay thế"
    return _SUBJECT.match(sentence) is not None and verb.startswith(("thay", "bãi", "hủy", "huỷ", "sửa", "bổ"))


def _sentence_before(before: str) -> str:
    start = 0
    for mark in _SENTENCE_START.finditer(before):
        start = mark.end()
    return re.sub(r"^\s*(?:(?:\d{1,3}|[a-zđ])[.)]\s*|[-–•+]\s*)?", "", before[start:])


_ACTIONS = (
    ("sửa đổi, bổ sung", AmendmentAction.AMEND),
    ("sửa đổi và bổ sung", AmendmentAction.AMEND),
    ("bãi bỏ", AmendmentAction.REPEAL),
    ("hủy bỏ", AmendmentAction.REPEAL),
    ("huỷ bỏ", AmendmentAction.REPEAL),
    ("bỏ", AmendmentAction.REPEAL),
    ("bổ sung", AmendmentAction.ADD),
    ("thay", AmendmentAction.REPLACE),
    ("đính chính", AmendmentAction.CORRECT),
    ("", AmendmentAction.AMEND),
)


def _actions_of(verb: str) -> tuple[AmendmentAction, ...]:
    """The actions that a chain of verbs says; the first decides for a unit named without a verb of its own."""
    first = next(action for words, action in _ACTIONS if verb.startswith(words))
    rest = [action for words, action in _ACTIONS[2:9] if words in verb and action is not first]
    return (first, *rest)
