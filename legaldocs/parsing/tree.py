"""The tree while it grows: which unit is open, what may open next by the numbering, and the paths that units get."""

from __future__ import annotations

from dataclasses import dataclass, field

from legaldocs.parsing.marks import POINT_LETTERS, Mark, acts, follows
from legaldocs.parsing.parsed import ParsedProvision, Warning_
from legaldocs.parsing.vocabulary import ProvisionKind

_PATH_NAMES = {
    ProvisionKind.PART: "phan",
    ProvisionKind.CHAPTER: "chuong",
    ProvisionKind.SECTION: "muc",
    ProvisionKind.SUBSECTION: "tieu-muc",
}
_LEVELS = list(_PATH_NAMES)
_SENTENCE_ENDS = (".", ";", ":", ",")


@dataclass(slots=True)
class Unit:
    """A provision being read. `lines[0]` stood beside the label when `inline` is set."""

    path: str
    kind: ProvisionKind
    label: str
    parent: str
    heading: str = ""
    lines: list[str] = field(default_factory=list)
    inline: bool = False
    said_heading: str | None = None  # by a person


class Tree:
    """Units in document order and the place where reading stands."""

    def __init__(self) -> None:
        self.units: list[Unit] = []
        self.warnings: list[Warning_] = []
        self._paths: dict[str, int] = {}
        self._scope = ""  # "", "kem-theo/", "phu-luc-1/"
        self._root = ""
        self._attachments = 0
        self.in_foot = False
        self.in_annex = False
        self._start_scope("")

    def _start_scope(self, root: str) -> None:
        self._root, self._scope = root, f"{root}/" if root else ""
        self._containers: dict[ProvisionKind, tuple[Mark, Unit]] = {}
        self.last_article: tuple[int, str] | None = None
        self._article: Unit | None = None
        self._start_clauses()
        self.in_foot = False

    def _start_clauses(self) -> None:
        self._clause: Unit | None = None
        self._last_clause: tuple[int, str, str] | None = None
        self._last_point = ""
        self._last_sub = 0

    def warn(self, code: str, message: str, path: str) -> None:
        self.warnings.append(Warning_(code, message, path))

    def open(self, unit: Unit) -> Unit:
        """The unit, now open; a path taken before gets "~2" and a warning."""
        times = self._paths.get(unit.path, 0) + 1
        self._paths[unit.path] = times
        if times > 1:
            self.warn("DUPLICATE_PATH", f"“{unit.label}” xuất hiện nhiều lần ở cùng một cấp.", unit.path)
            unit.path = f"{unit.path}~{times}"
        self.units.append(unit)
        return unit

    def add(self, text: str) -> None:
        """Gives a line to the open unit; the foot belongs to none."""
        if self.units and not self.in_foot:
            self.units[-1].lines.append(text)

    # --- the foot, attachments, annexes ---

    def close_for_foot(self) -> None:
        self.in_foot = True

    def may_end(self) -> bool:
        """Whether the text may end here: something of its body was read."""
        return self.last_article is not None or self._clause is not None or bool(self._root)

    def attachment_may_open(self, articles_follow: bool) -> bool:
        if self.in_foot:
            return True
        if self.units and self.units[-1].kind in _PATH_NAMES:  # what stands there is the title of a chapter
            return False
        if self.in_annex:
            return articles_follow and len(self.units[-1].lines) > 2
        return self.may_end() and (self.last_article is not None or not self._root)

    def open_attachment(self, heading: str) -> None:
        self._attachments += 1
        path = "kem-theo" if self._attachments == 1 else f"kem-theo-{self._attachments}"
        self._start_scope(path)
        self.in_annex = False
        self.open(Unit(path, ProvisionKind.ATTACHMENT, "Văn bản kèm theo", "", heading))

    def open_annex(self, mark: Mark, heading: str) -> None:
        """A form inside an annex keeps a path of its own; its parent is what it stands in."""
        number = f"-{mark.number}{mark.suffix}" if mark.number else ""
        path = f"{mark.separator}{number}"
        parent = ""
        if mark.separator == "mau" and self._root.startswith("phu-luc"):
            parent = self._root.split("/")[0]
            path = f"{parent}/{path}"
        taken = self._paths.get(path, 0)
        self._start_scope(f"{path}~{taken + 1}" if taken else path)
        self.in_annex = True
        self.open(Unit(path, ProvisionKind.ANNEX, mark.label, parent, heading))

    def quiet_annex(self) -> bool:
        """Whether we stand in an annex without articles: its numbered lines stay its text."""
        return self.in_annex and self.last_article is None

    # --- containers ---

    def container_fits(self, mark: Mark) -> bool:
        """Whether the number is the next one, or the first one under a new larger unit."""
        if self.in_foot and mark.number != 1:
            return False
        held = self._containers.get(mark.kind)
        if held is None:
            return mark.number <= 3
        last = held[0].number
        return mark.number in (last, last + 1, last + 2) and (mark.number != last or mark.suffix != held[0].suffix)

    def open_container(self, mark: Mark) -> None:
        level = _LEVELS.index(mark.kind)
        for lower in _LEVELS[level:]:
            self._containers.pop(lower, None)
        parent = self._deepest()
        name = f"{_PATH_NAMES[mark.kind]}-{mark.number}{mark.suffix}"
        stem = parent if parent and mark.kind in (ProvisionKind.SECTION, ProvisionKind.SUBSECTION) else self._root
        if self._containers.get(ProvisionKind.PART) and stem == self._containers[ProvisionKind.PART][1].path:
            stem = self._root
        path = f"{stem}/{name}" if stem else name
        unit = self.open(Unit(path, mark.kind, mark.label, parent, mark.rest))
        self._containers[mark.kind] = (mark, unit)
        self._article = None
        self.in_foot = False
        self._start_clauses()

    def _deepest(self) -> str:
        held = [self._containers[kind][1].path for kind in _LEVELS if kind in self._containers]
        return held[-1] if held else self._root

    # --- articles ---

    def article_follows(self, mark: Mark) -> bool:
        """Whether the article is next: one more, or the same number with the next letter; the first may have any number."""
        last = self.last_article
        if last is None:
            return not self.in_annex or mark.number == 1
        return (mark.number == last[0] + 1 and mark.suffix in ("", "a")) or self._next_letter(mark, last)

    @staticmethod
    def _next_letter(mark: Mark, last: tuple[int, str]) -> bool:
        if mark.number != last[0] or not mark.suffix:
            return False
        if not last[1]:
            return mark.suffix[0] == "a"
        before, now = POINT_LETTERS.find(last[1][0]), POINT_LETTERS.find(mark.suffix[0])
        return now == before + 1 or mark.suffix == last[1][0] + "1"

    def open_article(self, mark: Mark) -> None:
        name = f"dieu-{mark.number}{mark.suffix}"
        unit = Unit(f"{self._scope}{name}", ProvisionKind.ARTICLE, mark.label, self._deepest())
        if mark.rest:
            unit.lines.append(mark.rest)
            unit.inline = True
        self._article = self.open(unit)
        self.last_article = (mark.number, mark.suffix)
        self.in_foot = False
        self._start_clauses()

    def amending(self) -> bool:
        """Whether the open article or clause changes another text, so that foreign units may stand in it."""
        return any(unit is not None and self.acts(" ".join(unit.lines[:1])) for unit in (self._article, self._clause))

    @staticmethod
    def acts(text: str) -> bool:
        return acts(text)

    # --- clauses and points ---

    def clause_follows(self, mark: Mark) -> bool:
        if self.quiet_annex() or (self._article is None and not self._bare()):
            return False
        last = self._last_clause
        if last is None:
            return mark.number == 1 and not mark.suffix
        if mark.separator != last[2]:
            return False
        if mark.number == last[0] + 1:
            return mark.suffix in ("", "a")
        return self._next_letter(mark, (last[0], last[1]))

    def clause_gap(self, mark: Mark) -> int:
        """The number that was due where a clause jumps ahead by one or two; 0 when it does not, or where none may open."""
        if self._article is None or mark.suffix or (self._last_clause and mark.separator != self._last_clause[2]):
            return 0
        due = self._last_clause[0] + 1 if self._last_clause else 1
        return due if due < mark.number <= due + 2 else 0

    def _bare(self) -> bool:
        """Whether clauses may stand at the top: a text, or an attached one, that has no articles."""
        return self.last_article is None and not self.in_annex

    def open_clause(self, mark: Mark) -> None:
        base = self._article.path if self._article else self._deepest()
        name = f"khoan-{mark.number}{mark.suffix}"
        unit = Unit(f"{base}/{name}" if base else name, ProvisionKind.CLAUSE, mark.label, base)
        unit.lines.append(mark.rest)
        clause = self.open(unit)
        self._start_clauses()
        self._clause, self._last_clause = clause, (mark.number, mark.suffix, mark.separator)

    def point_follows(self, mark: Mark) -> bool:
        return (self._article is not None or self._clause is not None) and follows(self._last_point, mark.label)

    def open_point(self, mark: Mark) -> None:
        self._open_point(mark.label, mark.rest)
        self._last_point = mark.label

    def open_sub_clause(self, mark: Mark) -> bool:
        """Whether "1.2. ..." was opened below clause 1."""
        if self._last_clause is None or str(self._last_clause[0]) != mark.suffix or mark.number != self._last_sub + 1:
            return False
        self._open_point(mark.label, mark.rest)
        self._last_sub, self._last_point = mark.number, ""
        return True

    def _open_point(self, label: str, rest: str) -> None:
        holder = self._clause or self._article
        base = holder.path if holder else ""
        unit = self.open(Unit(f"{base}/diem-{label}", ProvisionKind.POINT, label, base))
        unit.lines.append(rest)

    # --- what a person has said ---

    def due_label(self, kind: ProvisionKind) -> str:
        """The number or letter that comes next for a unit whose line carries none."""
        if kind is ProvisionKind.ARTICLE:
            return str(self.last_article[0] + 1 if self.last_article else 1)
        if kind is ProvisionKind.CLAUSE:
            return str(self._last_clause[0] + 1 if self._last_clause else 1)
        if kind is ProvisionKind.POINT:
            return next((letter for letter in POINT_LETTERS if follows(self._last_point, letter)), "a")
        held = self._containers.get(kind)
        return str(held[0].number + 1 if held else 1)

    def open_forced(self, mark: Mark) -> None:
        """Opens the unit whatever the numbering says; a point that nothing can hold becomes a clause."""
        self.in_foot = False
        if mark.kind is ProvisionKind.ARTICLE:
            self.open_article(mark)
        elif mark.kind in _PATH_NAMES:
            self.open_container(mark)
        elif mark.kind is ProvisionKind.POINT and (self._clause or self._article):
            self.open_point(mark)
        else:
            self.open_clause(mark)

    # --- the result ---

    def provisions(self) -> tuple[ParsedProvision, ...]:
        parents = {unit.parent for unit in self.units}
        return tuple(_finished(unit, unit.path in parents) for unit in self.units)


def _finished(unit: Unit, has_children: bool) -> ParsedProvision:
    lines, heading = unit.lines, unit.heading
    if unit.said_heading is not None:
        heading, lines = unit.said_heading, _below(unit, has_children)
    elif unit.kind is ProvisionKind.ARTICLE and lines and (has_children or len(lines) > 1) and _is_heading(lines):
        heading, lines = lines[0], lines[1:]
    elif unit.kind in _PATH_NAMES:
        heading, lines = _container_heading(heading, lines)
    return ParsedProvision(unit.path, unit.kind, unit.label, heading.strip(), "\n".join(lines).strip(), unit.parent)


def _below(unit: Unit, has_children: bool) -> list[str]:
    """The lines that are left to a unit whose heading a person has given: words that were the heading are not said twice."""
    said, lines = unit.said_heading or "", unit.lines
    if unit.kind in _PATH_NAMES:
        return _container_heading(unit.heading, lines)[1]
    if said and lines and lines[0].startswith(said):
        rest = lines[0][len(said) :].lstrip(" .:;–-")
        return [*([rest] if rest else []), *lines[1:]]
    was_heading = unit.kind is ProvisionKind.ARTICLE and (has_children or len(lines) > 1)
    return lines[1:] if said and was_heading and _is_heading(lines) else lines


def _container_heading(heading: str, lines: list[str]) -> tuple[str, list[str]]:
    """(title, text left): the first line, and those in capitals (or without an end) that carry it on."""
    parts = [heading] if heading else lines[:1]
    rest = lines if heading else lines[1:]
    while rest and len(parts) < 6 and (rest[0].isupper() or rest[0][0].islower()):
        parts, rest = [*parts, rest[0]], rest[1:]
    return " ".join(parts), rest


def _is_heading(lines: list[str]) -> bool:
    """Whether an article's first line is its title: short, no sentence, and not carried on by the next line."""
    first = lines[0]
    if len(first) > 350 or first.endswith(_SENTENCE_ENDS[1:]):
        return False
    if first.endswith("."):
        return len(first) <= 70 and len(lines) > 1
    return len(lines) == 1 or not (lines[1][0].islower() or (lines[1][0].isdigit() and len(first) > 60))
