"""Scanned pages of kept files: recognised once, page by page, and kept beside the uploads.

A page takes seconds and a scan has many: whoever uploads one does not wait in front of a white page, the background worker
reads it, and what it has read stays read. The kept pages can be thrown away at any time; they are then read again.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from legaldocs.importers.upload import content_of, shelf_of
from legaldocs.models import DocumentFile
from legaldocs.parsing import ocr
from legaldocs.parsing.ocr import RecognisedPage, Word
from legaldocs.parsing.page_pictures import PDFIUM, open_pdf, page_picture
from legaldocs.parsing.pdf import page_rows, recognise_pages, scanned_pages
from legaldocs.parsing.sniff import FileKind, kind_of

#: So many pages are read while the person waits; more are left to the background.
AT_ONCE = 2
SLICE_SECONDS = 60
_SCREEN_DPI = 110


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the recognition of a file has come."""

    done: int
    total: int

    @property
    def is_finished(self) -> bool:
        return self.done >= self.total


#: sha256 -> (pages, scanned ones): telling them apart means reading the whole file.
_known: dict[str, tuple[int, tuple[int, ...]]] = {}
_MOST_KNOWN = 500


def pages_of(file: DocumentFile) -> tuple[int, tuple[int, ...]]:
    """(how many pages a kept PDF has, the indexes of those that are pictures); (0, ()) for other files.

    Raises UnreadableDocument.
    """
    if file.sha256 not in _known:
        data = content_of(file)
        pages, scanned = scanned_pages(data) if kind_of(data) is FileKind.PDF else (0, [])
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        _known[file.sha256] = pages, tuple(scanned)
    return _known[file.sha256]


def progress_of(file: DocumentFile) -> Progress:
    """How many of the file's scanned pages have been read. Nothing is left to do where Tesseract is missing."""
    _, scanned = pages_of(file)
    if not scanned or not ocr.is_available():
        return Progress(0, 0)
    shelf = shelf_of(file.sha256)
    return Progress(sum(shelf.has(index) for index in scanned), len(scanned))


def must_wait(file: DocumentFile) -> bool:
    """Whether too much of the file is still to be recognised for reading it while somebody waits."""
    progress = progress_of(file)
    return progress.total - progress.done > AT_ONCE


def recognise_some(file: DocumentFile, seconds: float = SLICE_SECONDS) -> bool:
    """Whether all scanned pages of the file have been read now, after so much time at most."""
    _, scanned = pages_of(file)
    shelf = shelf_of(file.sha256)
    missing = [index for index in scanned if shelf.get(index) is None]
    if missing and ocr.is_available():
        recognise_pages(content_of(file), missing, shelf, seconds)
    return progress_of(file).is_finished


def read_page(file: DocumentFile, index: int) -> RecognisedPage:
    """What is known of a page's words: as recognised of a scan, else those of the text layer, which are sure.

    Raises UnreadableDocument.
    """
    _, scanned = pages_of(file)
    if index in scanned:
        return shelf_of(file.sha256).get(index) or RecognisedPage()
    rows = page_rows(content_of(file), index)
    return RecognisedPage(tuple(Word(row, 0, 0, 0, 0, 1.0, line) for line, row in enumerate(rows)))


def page_png(file: DocumentFile, index: int) -> bytes:
    """The picture of a page as a browser shows it, turned and set straight as it was read; drawn once and kept.

    Raises UnreadableDocument, IndexError where the file has no such page.
    """
    pages, _ = pages_of(file)
    if not 0 <= index < pages:
        raise IndexError(index)
    read = shelf_of(file.sha256).get(index)
    turned, skew = (read.turned, read.skew) if read else (0, 0.0)
    place = _pictures(file.sha256) / f"{index + 1}-{turned}-{skew:.2f}.png"
    try:
        return place.read_bytes()
    except OSError:
        pass
    png = _drawn(content_of(file), index, turned, skew)
    place.parent.mkdir(parents=True, exist_ok=True)
    unfinished = place.with_suffix(".tmp")
    unfinished.write_bytes(png)
    unfinished.replace(place)
    return png


def _drawn(data: bytes, index: int, turned: int, skew: float) -> bytes:
    with PDFIUM:
        document = open_pdf(data)
    try:
        return page_picture(document, index, _SCREEN_DPI, turned, skew).png()
    finally:
        with PDFIUM:
            document.close()


def _pictures(sha256: str) -> Path:
    return Path(settings.DATA_DIR) / "recognised" / sha256[:2] / sha256 / "pictures"
