"""The files of a dossier: what each one is, and several files of one text read as one.

Roles are guessed from the name and the first lines, for a person to confirm; what makes up the text is the draft and, in
order, the annexes that came as files of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from legaldocs.parsing import marks
from legaldocs.parsing.normalize import fold
from legaldocs.parsing.parsed import Line, LineOrigin, SourceText, TrackedChanges, UnreadableDocument, Warning_
from legaldocs.parsing.reader import read_bytes
from legaldocs.parsing.repairs import Action, Operation, operation_on, workable
from legaldocs.parsing.structure import NOT_BODY
from legaldocs.parsing.vocabulary import FileRole, Letters, ProvisionKind

_HEAD_LINES, _HEAD_LETTERS = 25, 1500
_ANNEX_HEAD_LINES = 8
#: In the order of trust: the words of a name say what the paper is more surely than the words inside it.
_NAMES: tuple[tuple[FileRole, str], ...] = (
    (FileRole.COMMENTS, r"tiep thu|giai trinh|tong hop (?:cac )?y kien|tong hop gop y|bth"),
    (FileRole.OPINION, r"gop y|y kien (?:cua|tham gia)|cv gop y|van ban gop y"),
    (FileRole.COMPARISON, r"so sanh|thuyet minh|bang doi chieu"),
    (FileRole.IMPACT, r"danh gia tac dong|tac dong|dgtd|tthc|danh gia (?:thu tuc|chinh sach)|binh dang gioi"),
    (FileRole.REPORT, r"bao cao|tong ket|ra soat|\bbc\b"),
    (FileRole.REQUEST, r"cong van|de nghi tham dinh|cv\b"),
    (FileRole.SUBMISSION, r"to trinh|ttr\b"),
    (FileRole.ANNEX, r"phu luc|\bpl\s*\d|kem theo|bieu mau|mau so|quy (?:che|dinh) kem"),
    (FileRole.TEXT, r"du thao|\bdt\b|quyet dinh|nghi quyet|\bqd\b|\bnq\b"),
)
_NAME_PATTERNS = tuple((role, re.compile(pattern)) for role, pattern in _NAMES)
_TITLES: tuple[tuple[FileRole, re.Pattern[str]], ...] = (
    (FileRole.SUBMISSION, re.compile(r"to trinh\b")),
    (FileRole.COMPARISON, re.compile(r"(?:bang|ban) (?:so sanh|thuyet minh|doi chieu)|so sanh,? thuyet minh")),
    (FileRole.COMMENTS, re.compile(r"(?:bang|ban|bao cao) (?:tong hop|giai trinh|tiep thu)")),
    (FileRole.IMPACT, re.compile(r"(?:bao cao|ban|phieu) danh gia")),
    (FileRole.REPORT, re.compile(r"bao cao\b")),
    (FileRole.TEXT, re.compile(r"(?:du thao )?(?:quyet dinh|nghi quyet)\s*$")),
)
_REQUEST = re.compile(r"v/v.{0,60}(?:tham dinh)|ve viec (?:de nghi )?tham dinh")
_OPINION = re.compile(r"v/v.{0,60}(?:gop y|tham gia y kien)|ve viec (?:gop y|tham gia y kien)")
_DRAFT_BY_NAME = re.compile(r"(?:\d{1,2} )?(?:(?:du thao|dt) )?(?:quyet dinh|qd|nghi quyet|nq)\b")
_NUMBER_IN_NAME = re.compile(r"(?:phu luc|pl)\s*(?:so\s*)?0*(\d{1,2}|[ivx]{1,5}\b)")


def guess_role(name: str, lines: Sequence[Line] = ()) -> FileRole:
    """What the file is by its name and its first lines; OTHER where neither tells."""
    words = _name_words(name)
    by_name = next((role for role, pattern in _NAME_PATTERNS if pattern.search(words)), None)
    by_text = _role_by_text(lines)
    # A draft's name also says what it is about: "Dự thảo QĐ quy định chế độ báo cáo", "Dự thảo QĐ sửa đổi TTHC".
    if by_text is FileRole.TEXT and _DRAFT_BY_NAME.match(words):
        return FileRole.TEXT
    # "Tờ trình dự thảo Quyết định" names two papers: what the paper calls itself decides where its name is not clear.
    if by_name in (None, FileRole.TEXT, FileRole.REPORT, FileRole.REQUEST) and by_text is not None:
        return by_text
    return by_name or FileRole.OTHER


def _name_words(name: str) -> str:
    stem = name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return re.sub(r"[\s_\-.]+", " ", fold(stem)).strip()


def _role_by_text(lines: Sequence[Line]) -> FileRole | None:
    head = [line for line in lines if line.text.strip() and line.origin is not LineOrigin.HEADER][:_HEAD_LINES]
    if any(marks.annex_mark(line.text) for line in head[:_ANNEX_HEAD_LINES]):
        return FileRole.ANNEX
    text = fold(" ".join(line.text for line in head))[:_HEAD_LETTERS]
    if _REQUEST.search(text):
        return FileRole.REQUEST
    if _OPINION.search(text):
        return FileRole.OPINION
    for line in head:
        if line.text.isupper() or line.bold:
            folded = fold(line.text).strip(" |*")
            found = next((role for role, pattern in _TITLES if pattern.match(folded)), None)
            if found is not None:
                return found
    if any(marks.names_attached_text(line.text) for line in head[:_ANNEX_HEAD_LINES]):
        return FileRole.ANNEX
    return None


def only_one_text(roles: Sequence[FileRole]) -> list[FileRole]:
    """The guesses with at most one draft among them: a second one is most likely an attached text; where none was found, the
    first file that nothing is known of is taken for the draft."""
    result = list(roles)
    drafts = [index for index, role in enumerate(result) if role is FileRole.TEXT]
    for index in drafts[1:]:
        result[index] = FileRole.ANNEX
    if not drafts and FileRole.OTHER in result:
        result[result.index(FileRole.OTHER)] = FileRole.TEXT
    return result


def natural_order(name: str) -> tuple[object, ...]:
    """A key that puts "Phụ lục 2" before "Phụ lục 10"."""
    number = annex_number(name)
    return (number or 99, tuple(int(part) if part.isdigit() else 0 for part in re.split(r"(\d+)", name)), name)


def annex_number(name: str) -> int:
    """The number that a file's name gives to its annex ("PL02.docx", "Phụ lục III.docx"), 0 where it gives none."""
    found = _NUMBER_IN_NAME.search(_name_words(name))
    if found is None:
        return 0
    return int(found[1]) if found[1].isdigit() else marks.roman(found[1])


@dataclass(frozen=True, slots=True)
class JoinedText:
    """Several files as one text, and what must be said of its lines so that each annex opens where its file begins."""

    source: SourceText
    operations: tuple[Operation, ...] = ()


def joined(text: SourceText, annexes: Iterable[tuple[str, SourceText]]) -> JoinedText:
    """The draft with its annexes (name, text) behind it. A file that does not say which annex it is gets a head line."""
    whole = text
    openings: list[tuple[int, ProvisionKind]] = []
    for name, annex in annexes:
        before = len(workable(whole.lines))
        lines, kind = _as_annex(annex.lines, name)
        original = _as_annex(annex.original_lines, name)[0] if annex.original_lines else lines
        whole = replace(
            whole,
            lines=_appended(whole.lines, lines),
            original_lines=_appended(whole.original_lines or whole.lines, original),
            tracked_changes=whole.tracked_changes + annex.tracked_changes,
            comments=whole.comments + annex.comments,
            warnings=whole.warnings + tuple(_of_file(warning, name) for warning in annex.warnings),
            legacy=whole.legacy + annex.legacy,
            ocr_confidence=_lower(whole.ocr_confidence, annex.ocr_confidence),
        )
        openings.append((before, kind))
    lines = workable(whole.lines)
    operations = (operation_on(lines, at, Action.KIND, kind.value) for at, kind in openings if at < len(lines))
    return JoinedText(whole, tuple(operations))


def read_dossier(
    files: Sequence[tuple[str, bytes]], tracked: TrackedChanges = TrackedChanges.ASK, letters: Letters = Letters.ASK
) -> tuple[JoinedText, list[tuple[str, FileRole]]]:
    """(the draft with its annexes, what each file was taken for) of the files (name, bytes) of one dossier.

    Raises UnreadableDocument, naming the file, where one of those that make up the text cannot be read.
    """
    names = [name for name, _ in files]
    read = [_read_or_why_not(data, name, tracked, letters) for name, data in files]
    lines = [source.lines if isinstance(source, SourceText) else () for source in read]
    roles = only_one_text([guess_role(*known) for known in zip(names, lines, strict=True)])
    # By place and not by name: two folders of one archive may hold files of the same name.
    drafts = [at for at, role in enumerate(roles) if role is FileRole.TEXT]
    annexes = [at for at, role in enumerate(roles) if role is FileRole.ANNEX]
    texts: list[tuple[str, SourceText]] = []
    for at in drafts + sorted(annexes, key=lambda at: natural_order(names[at])):
        source = read[at]
        if isinstance(source, UnreadableDocument):
            raise UnreadableDocument(source.code, f"Tệp “{names[at]}”: {source.message}") from source
        texts.append((names[at], source))
    if not drafts:
        raise UnreadableDocument("NO_DRAFT", "Không thấy tệp nào là dự thảo văn bản trong hồ sơ.")
    return joined(texts[0][1], texts[1:]), list(zip(names, roles, strict=True))


def _read_or_why_not(
    data: bytes, name: str, tracked: TrackedChanges, letters: Letters
) -> SourceText | UnreadableDocument:
    try:
        return read_bytes(data, name, tracked, letters)
    except UnreadableDocument as error:
        return error


def _appended(lines: Sequence[Line], more: Sequence[Line]) -> tuple[Line, ...]:
    """The body of both, then the running heads and notes of both; tables keep numbers of their own."""
    tables = max((line.table for line in lines), default=0)
    more = [replace(line, table=line.table + tables) if line.table else line for line in more]
    body = [line for line in (*lines, *more) if line.origin not in NOT_BODY]
    return (*body, *(line for line in (*lines, *more) if line.origin in NOT_BODY))


def _as_annex(lines: Sequence[Line], name: str) -> tuple[list[Line], ProvisionKind]:
    """(the file's lines, what the first of its body opens). A letterhead above that line is set aside."""
    body = workable(lines)
    others = [line for line in lines if line.origin in NOT_BODY]
    head = body[:_ANNEX_HEAD_LINES]
    for kind, opens in (
        (ProvisionKind.ANNEX, lambda text: marks.annex_mark(text) is not None),
        (ProvisionKind.ATTACHMENT, marks.names_attached_text),
    ):
        at = next((index for index, line in enumerate(head) if opens(line.text)), None)
        if at is not None:
            letterhead = [replace(line, origin=LineOrigin.HEADER, table=0) for line in body[:at]]
            return [*body[at:], *letterhead, *others], kind
    number = annex_number(name)
    return [Line(f"PHỤ LỤC {number}" if number else "PHỤ LỤC"), *body, *others], ProvisionKind.ANNEX


def _of_file(warning: Warning_, name: str) -> Warning_:
    return replace(warning, message=f"Tệp “{name}”: {warning.message}")


def _lower(one: float | None, other: float | None) -> float | None:
    known = [each for each in (one, other) if each is not None]
    return min(known) if known else None
