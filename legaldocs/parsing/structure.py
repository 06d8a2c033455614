"""The tree of a legal text: `parse_text` gives its head and its provisions in document order.

A unit is accepted by its place in the numbering, not by its looks alone: a wrapped line that begins with a date is no clause
and a quoted article is no article of this text. Nothing is refused; what could not be placed comes back as a warning.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from legaldocs.parsing import marks
from legaldocs.parsing.forced import forced_mark
from legaldocs.parsing.head import preamble_start
from legaldocs.parsing.header import read_header
from legaldocs.parsing.layout import Outline, mended_lines
from legaldocs.parsing.marks import Mark
from legaldocs.parsing.parsed import PLAIN, Line, LineOrigin, ParsedProvision, ParsedText, SourceText, Warning_
from legaldocs.parsing.quotations import Quoted
from legaldocs.parsing.tree import Tree, Unit
from legaldocs.parsing.vocabulary import ProvisionKind

#: Lines that are no part of the body: running heads and notes.
NOT_BODY = (LineOrigin.HEADER, LineOrigin.FOOTNOTE)


def parse_text(source: SourceText) -> ParsedText:
    """The head and the tree of a text. Never raises: a text without any structure has no provisions."""
    header = read_header(source.lines)
    provisions, warnings = read_structure(source.lines)
    return ParsedText(header, provisions, source.warnings + warnings)


def read_structure(lines: Sequence[Line]) -> tuple[tuple[ParsedProvision, ...], tuple[Warning_, ...]]:
    """(provisions in document order, warnings). Paths as in the command contract: `dieu-5/khoan-2/diem-a`."""
    reader = _read(lines)
    return reader.tree.provisions(), tuple(reader.tree.warnings)


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line of the body and the unit that it was read into; `path` is "" in the head and the foot."""

    line: Line
    path: str
    opens: bool


@dataclass(frozen=True, slots=True)
class PlacedReading:
    """A tree together with the lines that it was read from: what a person needs who checks the reading."""

    provisions: tuple[ParsedProvision, ...]
    warnings: tuple[Warning_, ...]
    lines: tuple[PlacedLine, ...]


def read_with_places(lines: Sequence[Line]) -> PlacedReading:
    """The same tree as `read_structure` gives, and where each line of the body has gone."""
    reader = _read(lines)
    places = zip(reader.outline.lines, reader.placed, strict=True)
    placed = (PlacedLine(line, unit.path if unit else "", opens) for line, (unit, opens) in places)
    return PlacedReading(reader.tree.provisions(), tuple(reader.tree.warnings), tuple(placed))


def _read(lines: Sequence[Line]) -> _Reader:
    reader = _Reader(mended_lines([line for line in lines if line.origin not in NOT_BODY]))
    reader.read()
    return reader


class _Reader:
    """Walks through the lines once and hands each to the unit that it opens or continues."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.outline = Outline(lines)
        self.tree = Tree()
        self.placed: list[tuple[Unit | None, bool]] = [(None, False)] * len(lines)
        self._left_quotation = False  # an unclosed quotation ended where an article of the text's own was found

    def read(self) -> None:
        outline = self.outline
        start = preamble_start([line.text for line in outline.lines])
        first = outline.first_unit(start)
        if first > start:
            self.tree.open(Unit("can-cu", ProvisionKind.PREAMBLE, "Căn cứ", ""))
            for text in outline.texts[start:first]:
                self.tree.add(text)
            self.placed[start:first] = [(self.tree.units[-1], False)] * (first - start)
        index = first
        while index < len(outline.texts):
            before, units = index, len(self.tree.units)
            index = self._forced_step(index) if index in outline.forced else self._step(index)
            self._note(before, index, opened=len(self.tree.units) > units)

    def _note(self, first: int, after: int, *, opened: bool) -> None:
        """Remember where lines [first, after) have gone; a heading that a person gave belongs to what has opened."""
        tree = self.tree
        unit = tree.units[-1] if tree.units and not tree.in_foot else None
        for index in range(first, after):
            self.placed[index] = (unit, opened and index == first)
        forced = self.outline.lines[first].forced
        if unit is not None and opened and forced is not None:
            unit.said_heading = forced.heading

    def _forced_step(self, index: int) -> int:
        """The index behind a line of which a person has said what it opens; their word goes before all looks."""
        kind, text, tree = self.outline.forced[index], self.outline.texts[index], self.tree
        if kind == PLAIN:
            tree.add(text)
            return index + 1
        if kind == ProvisionKind.ATTACHMENT:
            heading, after = self.outline.heading_from(index)
            tree.open_attachment(heading)
            return after
        mark = forced_mark(ProvisionKind(kind), text, tree.due_label(ProvisionKind(kind)))
        if mark.kind is ProvisionKind.ANNEX:
            return self._open_annex(index, mark)
        self._left_quotation = True
        tree.open_forced(mark)
        return index + 1

    def _step(self, index: int) -> int:
        """The index of the next line to read."""
        outline, tree = self.outline, self.tree
        text = outline.texts[index]
        if outline.quoted[index] is not Quoted.UNSURE:
            self._left_quotation = False
        if outline.quoted[index] is Quoted.INSIDE:
            tree.add(text)
            return index + 1
        after = self._attachment_or_annex(index)
        if after:
            return after
        if outline.is_table[index]:
            if self._in_body() and marks.opens_foot(text):
                tree.close_for_foot()
            tree.add(text)
            return index + 1
        if self._article(index) or self._container(index):
            return index + 1
        if self._in_body() and tree.may_end() and marks.opens_foot(text):
            tree.close_for_foot()
        elif not tree.in_foot and (self._clause(index) or self._point(index)):
            return index + 1
        tree.add(text)
        return index + 1

    def _unsure(self, index: int) -> bool:
        """Whether the line may still belong to a quotation that was never closed."""
        return self.outline.quoted[index] is Quoted.UNSURE and not self._left_quotation

    def _in_body(self) -> bool:
        return not self.tree.in_annex and not self.tree.in_foot

    # --- what follows the main body ---

    def _attachment_or_annex(self, index: int) -> int:
        """The next index when an attached text or an annex opens here, else 0."""
        outline, tree = self.outline, self.tree
        text = outline.texts[index]
        mark = marks.annex_mark(text) if len(text) <= 200 else None
        if mark is not None and self._annex_may_open(index, mark):
            return self._open_annex(index, mark)
        if outline.attached_head[index] and tree.attachment_may_open(outline.articles_follow[index]):
            heading, after = outline.heading_from(index)
            tree.open_attachment(heading)
            return after
        return 0

    def _annex_may_open(self, index: int, mark: Mark) -> bool:
        tree, outline = self.tree, self.outline
        if not tree.in_foot and not tree.in_annex and not tree.may_end():
            return False
        if tree.in_foot or tree.in_annex:
            return not outline.is_table[index] or not outline.is_table[index - 1]
        return mark.separator == "phu-luc" and outline.texts[index][:4].isupper() and not outline.is_table[index]

    def _open_annex(self, index: int, mark: Mark) -> int:
        outline = self.outline
        heading, after = (mark.rest, index + 1) if mark.rest else outline.annex_heading(index + 1)
        self.tree.open_annex(mark, heading)
        return after

    # --- containers and articles ---

    def _container(self, index: int) -> bool:
        mark = marks.container_mark(self.outline.texts[index])
        if mark is None or self.tree.quiet_annex() or self._unsure(index):
            return False
        if not self.outline.container_fits(index, mark) or not self.tree.container_fits(mark):
            return False
        self.tree.open_container(mark)
        return True

    def _article(self, index: int) -> bool:
        mark = self.outline.articles.get(index)
        if mark is None:
            return False
        tree = self.tree
        if not mark.separator and mark.rest and not self.outline.reads_as_heading(index, tree.last_article, mark):
            return False
        if tree.article_follows(mark):
            self._left_quotation = True
            tree.open_article(mark)
            return True
        if self._unsure(index):
            return False
        if mark.number == 1 and self.outline.restarts(index):
            return self._restart(mark)
        if (
            tree.last_article
            and mark.number > tree.last_article[0]
            and not self.outline.comes_later(index, tree.last_article)
        ):
            tree.warn("ARTICLE_GAP", f"Số thứ tự điều không liên tục trước {mark.label}.", "")
            tree.open_article(mark)
            return True
        if tree.last_article == (mark.number, mark.suffix) and not tree.amending():
            tree.open_article(mark)
            return True
        return False

    def _restart(self, mark: Mark) -> bool:
        """Điều 1 again: the articles of an attached text whose head was not recognised, or of an annex."""
        if self.tree.in_annex:
            self.tree.open_article(mark)
            return True
        if not self.tree.in_foot and self.tree.amending():
            return False
        self.tree.warn(
            "ATTACHMENT_WITHOUT_HEAD", "Các điều đánh số lại từ Điều 1 nhưng không thấy tên văn bản kèm theo.", ""
        )
        self.tree.open_attachment("")
        self.tree.open_article(mark)
        return True

    # --- clauses and points ---

    def _clause(self, index: int) -> bool:
        text = self.outline.texts[index]
        if not text[0].isdigit():
            return self._roman_section(text)
        sub = marks.sub_clause_mark(text)
        if sub is not None:
            return self.tree.open_sub_clause(sub)
        mark = marks.clause_mark(text)
        if mark is None or self.outline.continues(index, mark.rest):
            return False
        if not self.tree.clause_follows(mark) and not self._clause_after_gap(index, mark):
            return False
        if self._unsure(index) and not self.tree.acts(mark.rest):
            return False
        self.tree.open_clause(mark)
        return True

    def _clause_after_gap(self, index: int, mark: Mark) -> bool:
        """Whether the clauses before this one lost their numbers: it opens a sentence, and none of them is to come."""
        before = self.outline.texts[index - 1] if index else ""
        if not mark.rest[:1].isupper() or not before.endswith((".", ";", "./.")):
            return False
        expected = self.tree.clause_gap(mark)
        return expected > 0 and not self.outline.clause_comes_later(index, expected)

    def _roman_section(self, text: str) -> bool:
        if self.outline.articles or self.tree.in_annex or text[0] not in "IVX":
            return False
        mark = marks.roman_head_mark(text)
        if mark is None or not self.tree.container_fits(mark):
            return False
        self.tree.open_container(mark)
        return True

    def _point(self, index: int) -> bool:
        text = self.outline.texts[index]
        mark = marks.point_mark(text)
        if mark is None or self._unsure(index) or not self.tree.point_follows(mark):
            return False
        if self.outline.continues(index, mark.rest or "A"):
            return False
        self.tree.open_point(mark)
        return True
