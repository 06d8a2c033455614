"""What can be told of each line of a text before its tree is built: marks, quotations, heads, and what lies ahead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from legaldocs.parsing import marks
from legaldocs.parsing.marks import Mark
from legaldocs.parsing.normalize import fold
from legaldocs.parsing.parsed import PLAIN, Line, LineOrigin
from legaldocs.parsing.quotations import Quoted, quoted_lines
from legaldocs.parsing.vocabulary import ProvisionKind

_SERIES = (ProvisionKind.PART, ProvisionKind.CHAPTER)
_AHEAD = 300  # marks looked at ahead: bounds the work on a text made of marks alone
_DANGLING = frozenset(
    re.findall(
        r"\w+",
        "và hoặc tại của theo đến từ với khoản điểm điều số ngày tháng năm các là bởi mục chương cho do",
    )
)
_CITED = re.compile(
    r"(?:cua|nay|va|den|hoac|nghi dinh|nghi quyet|luat|bo luat|thong tu|quyet dinh|quy che|quy dinh|phap lenh|hien phap)\b"
)
_ENDS_SENTENCE = (".", ";", ":", "?", "!", "”", '"', ")", "/.")


_GLUED = re.compile(
    r"(?<=[A-ZĐÀ-Ỹ)”]) (?=Căn cứ (?:Luật|Hiến pháp|Bộ luật|Nghị|Pháp lệnh|Quyết định|các |Thông tư))"
    r"|(?<=QUYẾT ĐỊNH:) (?=Điều 1\b)|(?<=QUYẾT NGHỊ:) (?=Điều 1\b)|(?<=QUYẾT ĐỊNH) (?=Điều 1\.)"
)


_LOST_ARTICLE = re.compile(r"(?:^|(?<=[.;:)/] ))(?:Điều|ĐIỀU)$")
_NUMBER_START = re.compile(r"\d{1,3}[a-zđ]?[.:] ?[^\W\d_]")


def mended_lines(lines: Sequence[Line]) -> list[Line]:
    """The lines with text, mended where a text layer ran head, preamble and first article together, or left the word
    Điều at the end of one line and its number on the next."""
    mended: list[Line] = []
    for line in lines:
        if not line.text.strip():
            continue
        if line.forced:
            mended.append(line)
            continue
        if mended and _NUMBER_START.match(line.text) and (lost := _LOST_ARTICLE.search(mended[-1].text.rstrip())):
            before = mended.pop()
            if lost.start():
                mended.append(replace(before, text=before.text[: lost.start()].rstrip()))
            line = replace(line, text=f"Điều {line.text}")
        pieces = _GLUED.split(line.text) if "Căn cứ" in line.text or "QUYẾT" in line.text else []
        mended.extend([replace(line, text=piece) for piece in pieces] if len(pieces) > 1 else [line])
    return mended


class Outline:
    """The lines with text of a document and their marks; indexes count these lines."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.texts = [line.text.strip() for line in lines]
        self.forced = {index: line.forced.kind for index, line in enumerate(lines) if line.forced and line.forced.kind}
        self.is_table = [line.origin is LineOrigin.TABLE and "|" in line.text for line in lines]
        self.quoted = quoted_lines(self.texts)
        self.articles = self._article_marks()
        self._article_order = sorted(self.articles)
        self._position = {index: place for place, index in enumerate(self._article_order)}
        self.articles_follow = self._articles_follow()
        self.attached_head = [self._is_attached_head(index) for index in range(len(self.texts))]

    def _article_marks(self) -> dict[int, Mark]:
        found: dict[int, Mark] = {}
        for index, text in enumerate(self.texts):
            if index in self.forced:
                forced = marks.article_mark(text) if self.forced[index] == ProvisionKind.ARTICLE else None
                found |= {index: forced} if forced else {}
                continue
            if self.quoted[index] is Quoted.INSIDE or self.is_table[index] or text[:1] not in "đĐdD-*•":
                continue
            mark = marks.article_mark(text)
            if mark is not None and not self.continues(index, "A") and not self._is_citation(mark):
                found[index] = mark
        return found

    @staticmethod
    def _is_citation(mark: Mark) -> bool:
        """Điều 5 của Luật này ..., Điều 5, Điều 6 ...: the middle of a sentence."""
        if mark.separator or not mark.rest:
            return False
        return mark.rest[0] in ",;()" or mark.rest[0].islower() or _CITED.match(fold(mark.rest[:20])) is not None

    def first_unit(self, start: int) -> int:
        """The index of the first line that opens a unit, at or after `start`."""
        end = self._article_order[0] if self._article_order else len(self.texts)
        end = min([end, *(index for index, kind in self.forced.items() if kind != PLAIN)])
        for index in range(start, end):
            if index in self.forced:
                continue
            if self.quoted[index] is Quoted.INSIDE or self.is_table[index]:
                continue
            mark = marks.container_mark(self.texts[index])
            if mark is not None and mark.number == 1 and self.container_fits(index, mark):
                return index
            if not self._article_order and self._opens_without_articles(index):
                return index
        return end

    def _opens_without_articles(self, index: int) -> bool:
        text = self.texts[index]
        clause = marks.clause_mark(text)
        if clause is not None and clause.number == 1 and not clause.suffix:
            return True
        head = marks.roman_head_mark(text)
        return head is not None and head.number == 1

    def continues(self, index: int, rest: str) -> bool:
        """Whether the line goes on a sentence that the line before left open, so that it opens nothing."""
        if not rest or not index:
            return not rest
        # A head by a person's word leaves nothing open, though it ends like "Bảo vệ đê điều".
        if self.forced.get(index - 1, PLAIN) != PLAIN:
            return False
        before = self.texts[index - 1]
        if rest[0].islower() and not before.endswith(_ENDS_SENTENCE):
            return True
        words = before[-12:].split()
        return bool(words) and words[-1].lower() in _DANGLING and not before[-12:].isupper()

    def container_fits(self, index: int, mark: Mark) -> bool:
        """Whether a chapter or section line stands like one: alone, or before a title in capitals or after a point."""
        if self.continues(index, "A") or len(mark.rest) > 250:
            return False
        if not mark.rest:
            return True
        if _CITED.match(fold(mark.rest[:20])) and not mark.rest[:8].isupper():
            return False
        return bool(mark.separator) or mark.rest[:6].isupper() or mark.kind is not ProvisionKind.PART

    def reads_as_heading(self, index: int, last: tuple[int, str] | None, mark: Mark) -> bool:
        """Whether "Điều 5 Phạm vi ..." (no point after the number) is an article all the same: next in line, capital first."""
        return mark.rest[0].isupper() and mark.number == (last[0] + 1 if last else 1)

    def comes_later(self, index: int, last: tuple[int, str]) -> bool:
        """Whether the article after `last` is still to come before the numbering starts again."""
        place = self._position[index]
        for later in self._article_order[place + 1 : place + _AHEAD]:
            number = self.articles[later].number
            if number == last[0] + 1:
                return True
            if number == 1:
                return False
        return False

    def clause_comes_later(self, index: int, number: int) -> bool:
        """Whether a clause of that number, or clause 1, opens before the next article."""
        for at in range(index + 1, min(index + _AHEAD, len(self.texts))):
            if at in self.articles:
                return False
            mark = marks.clause_mark(self.texts[at]) if self.texts[at][0].isdigit() else None
            if mark is not None and mark.number in (1, number) and self.quoted[at] is Quoted.OUT:
                return True
        return False

    def restarts(self, index: int) -> bool:
        """Whether Điều 1 at `index` begins a series of its own: Điều 2 is the next article, or there is no next one."""
        place = self._position[index]
        following = self._article_order[place + 1 : place + 2]
        return not following or self.articles[following[0]].number == 2

    def _articles_follow(self) -> list[bool]:
        """For each line, whether Điều 1 or Chương I opens within the next lines."""
        opens = [self._opens_series(index) for index in range(len(self.texts))]
        result, distance = [False] * len(opens), 100
        for index in range(len(opens) - 1, -1, -1):
            distance = 0 if opens[index] else distance + 1
            result[index] = 0 < distance <= 25
        return result

    def _opens_series(self, index: int) -> bool:
        mark = self.articles.get(index)
        if mark is not None:
            return mark.number == 1
        if self.texts[index][:1] not in "CcMmPp":
            return False
        container = marks.container_mark(self.texts[index])
        return container is not None and container.number == 1 and container.kind in _SERIES

    # --- heads of what is attached ---

    def _is_attached_head(self, index: int) -> bool:
        """Whether an attached text's name stands here: its kind in capitals, and soon "(Ban hành kèm theo ...)" or Điều 1."""
        text = self.texts[index]
        if self.quoted[index] is not Quoted.OUT or not marks.names_attached_text(text):
            return False
        if index and marks.container_mark(self.texts[index - 1]) is not None:  # a chapter's title: QUY ĐỊNH CỤ THỂ
            return False
        near = range(index, min(index + 9, len(self.texts)))
        if any(marks.says_attached(self.texts[i]) for i in near if i == index or not marks.annex_mark(self.texts[i])):
            return True
        return self.articles_follow[index] and text.isupper()

    def heading_from(self, index: int) -> tuple[str, int]:
        """(heading, index of the first line behind it) of an attached text."""
        parts: list[str] = []
        for at in range(index, min(index + 8, len(self.texts))):
            text = self.texts[at]
            if at > index and (text[0] == "(" or marks.says_attached(text) or self._opens_any(at)):
                return " ".join(parts), at
            head, bracket, _ = text.partition("(")
            attached = bracket and marks.says_attached(text)
            parts.append(head.strip() if attached else text)
            if attached:
                return " ".join(parts), at + 1
        return parts[0], index + 1

    def annex_heading(self, index: int) -> tuple[str, int]:
        """(title, index behind it) of an annex whose head line has none: the lines in capitals that follow."""
        parts: list[str] = []
        while index < len(self.texts) and len(parts) < 5:
            text = self.texts[index]
            if (
                not text.isupper()
                or self.is_table[index]
                or len(text) > 400
                or marks.annex_mark(text)
                or self._opens_any(index)
            ):
                break
            parts.append(text)
            index += 1
        return " ".join(parts), index

    def _opens_any(self, index: int) -> bool:
        if index in self.forced:
            return self.forced[index] != PLAIN
        text = self.texts[index]
        return index in self.articles or marks.container_mark(text) is not None or marks.clause_mark(text) is not None
