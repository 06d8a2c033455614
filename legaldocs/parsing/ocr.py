"""Character recognition of scanned pages with Tesseract, where it and its Vietnamese data are installed."""

from __future__ import annotations

import shutil
import subprocess
import time
from dataclasses import dataclass, field

import pypdfium2 as pdfium

from legaldocs.parsing.pdf_layout import Fragment

PROGRAM, LANGUAGE = "tesseract", "vie"
DOTS_PER_INCH = 300
PAGE_SECONDS, FILE_SECONDS, MAX_PIXELS = 60, 600, 40_000_000
_POINTS_PER_INCH = 72
_COLUMNS = 12
_LEVEL_WORD = "5"


@dataclass(slots=True)
class Recognition:
    """Pages (by index) as fragments, and the mean confidence of their words in 0..1; None when nothing was recognised."""

    pages: dict[int, tuple[Fragment, ...]] = field(default_factory=dict)
    confidence: float | None = None


def is_available() -> bool:
    """Is Tesseract here with Vietnamese? Without its language data it would guess letters without marks."""
    program = shutil.which(PROGRAM)
    if program is None:
        return False
    try:
        listing = subprocess.run([program, "--list-langs"], capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return LANGUAGE in (listing.stdout + listing.stderr).decode("utf-8", "replace").split()


def recognise(document: pdfium.PdfDocument, indexes: list[int]) -> Recognition:
    """The words on these pages. A page that takes too long or fails is left out; so are all after the file's time is up."""
    result = Recognition()
    confidences: list[float] = []
    deadline = time.monotonic() + FILE_SECONDS
    for index in indexes:
        seconds = min(PAGE_SECONDS, deadline - time.monotonic())
        if seconds <= 0:
            break
        image, scale = _render(document, index)
        words = _words(_run(image, seconds), scale)
        if words:
            result.pages[index] = tuple(fragment for fragment, _ in words)
            confidences += [confidence for _, confidence in words]
    if confidences:
        result.confidence = sum(confidences) / len(confidences) / 100
    return result


def _render(document: pdfium.PdfDocument, index: int) -> tuple[bytes, float]:
    """The page as a grey picture in PGM form (which needs no image library), and its pixels per point."""
    page = document[index]
    width, height = page.get_size()
    scale = min(DOTS_PER_INCH / _POINTS_PER_INCH, (MAX_PIXELS / max(width * height, 1)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True)
    rows = memoryview(bitmap.buffer).cast("B")
    stride = bitmap.stride
    pixels = b"".join(rows[line * stride : line * stride + bitmap.width] for line in range(bitmap.height))
    header = f"P5 {bitmap.width} {bitmap.height} 255\n".encode()
    bitmap.close()
    page.close()
    return header + pixels, scale


def _run(image: bytes, seconds: float) -> str:
    command = [PROGRAM, "stdin", "stdout", "-l", LANGUAGE, "--psm", "6", "--dpi", str(DOTS_PER_INCH), "tsv"]
    try:
        done = subprocess.run(command, input=image, capture_output=True, timeout=seconds, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""


def _words(table: str, scale: float) -> list[tuple[Fragment, float]]:
    """(word, confidence in 0..100) from Tesseract's table; rows that are no words are passed over."""
    words = []
    for row in table.splitlines():
        cells = row.split("\t")
        if len(cells) != _COLUMNS or cells[0] != _LEVEL_WORD or not cells[-1].strip():
            continue
        left, top, width, height = (int(cell) / scale for cell in cells[6:10])
        confidence = float(cells[10])
        if confidence >= 0:
            words.append((Fragment(cells[-1], left, left + width, top, top + height), confidence))
    return words
