"""Character recognition of scanned pages with Tesseract, where it and its Vietnamese data are installed.

A page that lies on its side or stands on its head is turned, one that was scanned aslant is set straight. What was read of a
page is put on a shelf, if there is one: reading again costs nothing, and a broken-off reading goes on where it stopped.
"""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import subprocess
import threading
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Protocol

import pypdfium2 as pdfium

from legaldocs.parsing.page_pictures import Picture, page_picture, skew_of
from legaldocs.parsing.pdf_layout import Fragment

PROGRAM, LANGUAGE, ORIENTATION = "tesseract", "vie", "osd"
DOTS_PER_INCH = 300
#: A page gets so many seconds of the processor, and four times as many by the clock: a busy machine loses no pages.
PAGE_SECONDS, BY_THE_CLOCK, FILE_SECONDS = 60, 240, 900
MEMORY = 2 * 1024**3
#: Below this a page's words are as good as guessed; words below UNSURE are marked for people.
_TURN_BELOW, UNSURE = 0.6, 0.7
_COLUMNS = 12
_CONVERTED = "ban-chuyen.docx"
_LEVEL_WORD = "5"
_ROTATE = re.compile(r"^Rotate: (\d+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Word:
    """A word as recognised; its box in points of the page as it was turned, `line` numbers the lines of the page."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    confidence: float
    line: int = 0


@dataclass(frozen=True, slots=True)
class RecognisedPage:
    """What was read of a page: without words where nothing could be read in the time allowed."""

    words: tuple[Word, ...] = ()
    turned: int = 0
    skew: float = 0.0

    @property
    def confidence(self) -> float | None:
        """The mean confidence of the page's words, 0..1."""
        return sum(word.confidence for word in self.words) / len(self.words) if self.words else None

    @property
    def lines(self) -> list[list[Word]]:
        """The words line by line, from the top."""
        lines: dict[int, list[Word]] = {}
        for word in self.words:
            lines.setdefault(word.line, []).append(word)
        return list(lines.values())

    @property
    def fragments(self) -> tuple[Fragment, ...]:
        return tuple(Fragment(word.text, word.left, word.right, word.top, word.bottom) for word in self.words)


class Shelf(Protocol):
    """Where is kept what takes long to make of a file: its recognised pages, and the .docx that an older format became."""

    def get(self, index: int) -> RecognisedPage | None: ...

    def put(self, index: int, page: RecognisedPage) -> None: ...

    def get_docx(self) -> bytes | None: ...

    def put_docx(self, data: bytes) -> None: ...


@dataclass(frozen=True, slots=True)
class FolderShelf:
    """Pages kept as files of one folder; a file that was damaged counts as missing."""

    folder: Path

    def get(self, index: int) -> RecognisedPage | None:
        try:
            data = json.loads(self._place(index).read_text(encoding="utf-8"))
            return RecognisedPage(tuple(Word(**word) for word in data["words"]), data["turned"], data["skew"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def has(self, index: int) -> bool:
        """Whether the page was put here: much faster than reading it, and pages are put in one step."""
        return self._place(index).is_file()

    def put(self, index: int, page: RecognisedPage) -> None:
        self._write(self._place(index), json.dumps(asdict(page), ensure_ascii=False).encode())

    def get_docx(self) -> bytes | None:
        try:
            return (self.folder / _CONVERTED).read_bytes()
        except OSError:
            return None

    def put_docx(self, data: bytes) -> None:
        self._write(self.folder / _CONVERTED, data)

    def _write(self, place: Path, data: bytes) -> None:
        """In one step: nobody ever sees half a file."""
        self.folder.mkdir(parents=True, exist_ok=True)
        unfinished = place.with_name(f".{place.name}.{os.getpid()}.{threading.get_ident()}")
        unfinished.write_bytes(data)
        unfinished.replace(place)

    def _place(self, index: int) -> Path:
        return self.folder / f"trang-{index + 1:04d}.json"


@dataclass(slots=True)
class Recognition:
    """Pages by index, and the mean confidence of their words in 0..1; None when nothing was recognised."""

    pages: dict[int, RecognisedPage] = field(default_factory=dict)

    @property
    def confidence(self) -> float | None:
        known = [word.confidence for page in self.pages.values() for word in page.words]
        return sum(known) / len(known) if known else None


def is_available() -> bool:
    """Is Tesseract here with Vietnamese? Without its language data it would guess letters without marks."""
    return LANGUAGE in _languages()


#: program -> its languages: asking takes 25 ms. Asked again as long as Vietnamese is missing, for it may be installed any time.
_known: dict[str, list[str]] = {}


def _languages() -> list[str]:
    program = shutil.which(PROGRAM)
    if program is None:
        return []
    if program not in _known:
        languages = _listed(program)
        if LANGUAGE not in languages:
            return languages
        _known[program] = languages
    return _known[program]


def _listed(program: str) -> list[str]:
    try:
        listing = subprocess.run([program, "--list-langs"], capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return []
    return (listing.stdout + listing.stderr).decode("utf-8", "replace").split()


def recognise(
    document: pdfium.PdfDocument, indexes: list[int], shelf: Shelf | None = None, seconds: float = FILE_SECONDS
) -> Recognition:
    """What stands on these pages. A page that takes too long or fails has no words; no page is begun when the time is up, and
    those that were not are missing."""
    result = Recognition()
    deadline = time.monotonic() + seconds
    languages = _languages()
    for index in indexes:
        page = shelf.get(index) if shelf else None
        if page is None and LANGUAGE in languages and time.monotonic() < deadline:
            page = _read_page(document, index, ORIENTATION in languages)
            if shelf:
                shelf.put(index, page)
        if page is not None:
            result.pages[index] = page
    return result


def _read_page(document: pdfium.PdfDocument, index: int, may_turn: bool) -> RecognisedPage:
    page = _as_it_lies(document, index, 0)
    if not may_turn or not page.words or (page.confidence or 0) >= _TURN_BELOW:
        return page
    turned = _orientation(page_picture(document, index, DOTS_PER_INCH))
    if not turned:
        return page
    other = _as_it_lies(document, index, turned)
    return other if (other.confidence or 0) > (page.confidence or 0) else page


def _as_it_lies(document: pdfium.PdfDocument, index: int, turned: int) -> RecognisedPage:
    skew = skew_of(document, index, turned)
    picture = page_picture(document, index, DOTS_PER_INCH, turned, skew)
    return RecognisedPage(_words(_run(picture, ["--psm", "6"], ["tsv"]), picture.scale), turned, skew)


def _orientation(picture: Picture) -> int:
    """By how much the page must be turned clockwise, as Tesseract sees it; 0 where it cannot tell."""
    told = _ROTATE.search(_run(picture, ["--psm", "0"], [], language=ORIENTATION))
    return int(told[1]) % 360 if told else 0


def _run(picture: Picture, options: list[str], outputs: list[str], language: str = LANGUAGE) -> str:
    """What Tesseract prints; "" when it fails. It gets one thread, a time limit and a memory limit: the machine has others
    to serve."""
    command = [PROGRAM, "stdin", "stdout", "-l", language, *options, "--dpi", str(DOTS_PER_INCH), *outputs]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(
            command, input=picture.pgm(), capture_output=True, timeout=BY_THE_CLOCK, check=False, env=environment,
            preexec_fn=_limit,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PAGE_SECONDS, PAGE_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _words(table: str, scale: float) -> tuple[Word, ...]:
    """The words of Tesseract's table; rows that are no words are passed over."""
    words: list[Word] = []
    lines: dict[tuple[str, ...], int] = {}
    for row in table.splitlines():
        cells = row.split("\t")
        if len(cells) != _COLUMNS or cells[0] != _LEVEL_WORD or not cells[-1].strip():
            continue
        left, top, width, height = (int(cell) / scale for cell in cells[6:10])
        confidence = float(cells[10]) / 100
        if confidence >= 0:
            line = lines.setdefault(tuple(cells[1:5]), len(lines))
            right, bottom = round(left + width, 2), round(top + height, 2)
            words.append(Word(cells[-1], round(left, 2), right, round(top, 2), bottom, round(confidence, 3), line))
    return tuple(words)
