"""Pages of a PDF as grey pictures: for character recognition and for people to look at. Needs no image library."""

from __future__ import annotations

import math
import struct
import threading
import zlib
from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from legaldocs.parsing.parsed import UnreadableDocument

#: pdfium keeps state of its own for the whole process and must never be entered by two threads at once.
PDFIUM = threading.Lock()
MAX_PIXELS = 40_000_000
_POINTS_PER_INCH = 72
_SKEW_DPI, _MOST_SKEW, _SKEW_STEP, _LEAST_SKEW = 75, 6.0, 0.25, 0.5
_DARK = 140


@dataclass(frozen=True, slots=True)
class Picture:
    """Grey pixels, row by row, one byte each; `scale` is pixels per point of the page."""

    width: int
    height: int
    pixels: bytes
    scale: float

    def pgm(self) -> bytes:
        """The picture in PGM form, which Tesseract reads."""
        return f"P5 {self.width} {self.height} 255\n".encode() + self.pixels

    def png(self) -> bytes:
        """The picture in PNG form (ISO/IEC 15948), which browsers show."""
        rows = b"".join(b"\0" + self.pixels[line * self.width : (line + 1) * self.width] for line in range(self.height))
        head = struct.pack(">IIBBBBB", self.width, self.height, 8, 0, 0, 0, 0)
        return b"\x89PNG\r\n\x1a\n" + b"".join(
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
            for kind, body in ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
        )


def open_pdf(data: bytes) -> pdfium.PdfDocument:
    """The file, open; hold PDFIUM for this and for all that is done with it. Raises UnreadableDocument."""
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableDocument(
                "ENCRYPTED",
                "Tệp PDF có đặt mật khẩu nên không đọc được. Hãy bỏ mật khẩu (in lại ra PDF) rồi tải lên lại.",
            ) from error
        raise corrupt() from error


def corrupt() -> UnreadableDocument:
    return UnreadableDocument(
        "CORRUPT", "Tệp PDF bị hỏng hoặc tải về chưa trọn vẹn. Hãy tải lại từ nguồn hoặc xuất lại PDF từ tệp Word gốc."
    )


def page_picture(document: pdfium.PdfDocument, index: int, dpi: int, turned: int = 0, skew: float = 0.0) -> Picture:
    """The page, turned clockwise by `turned` (0, 90, 180, 270) and then set straight by `skew` degrees."""
    with PDFIUM:
        page = document[index]
        try:
            return _rendered(page, dpi, turned, skew)
        finally:
            page.close()


def _rendered(page: pdfium.PdfPage, dpi: int, turned: int, skew: float) -> Picture:
    page_width, page_height = page.get_size()
    scale = min(dpi / _POINTS_PER_INCH, (MAX_PIXELS / max(page_width * page_height, 1)) ** 0.5)
    upright = turned % 180 == 0
    width = max(int((page_width if upright else page_height) * scale), 1)
    height = max(int((page_height if upright else page_width) * scale), 1)
    bitmap = pdfium.PdfBitmap.new_native(width, height, raw.FPDFBitmap_Gray)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
    angle = math.radians(turned - skew)
    cosine, sine = math.cos(angle) * scale, math.sin(angle) * scale
    middle_x, middle_y = page_width / 2, page_height / 2
    matrix = raw.FS_MATRIX(
        cosine,
        sine,
        -sine,
        cosine,
        width / 2 - (cosine * middle_x - sine * middle_y),
        height / 2 - (sine * middle_x + cosine * middle_y),
    )
    raw.FPDF_RenderPageBitmapWithMatrix(bitmap, page, matrix, raw.FS_RECTF(0, 0, width, height), raw.FPDF_ANNOT)
    rows = memoryview(bitmap.buffer).cast("B")
    stride = bitmap.stride
    pixels = b"".join(rows[line * stride : line * stride + width] for line in range(height))
    rows.release()
    bitmap.close()
    return Picture(width, height, pixels, scale)


def skew_of(document: pdfium.PdfDocument, index: int, turned: int = 0) -> float:
    """By how many degrees the lines of the page slope down to the right; 0.0 where they are straight or cannot be told.

    Along the lines' own slope the dark points fall into few rows: the slope whose row counts differ most is theirs.
    """
    picture = page_picture(document, index, _SKEW_DPI, turned)
    grey = np.frombuffer(picture.pixels, dtype=np.uint8).reshape(picture.height, picture.width)
    ys, xs = np.nonzero(grey < _DARK)
    if not 500 < len(xs) < grey.size // 3:
        return 0.0
    slopes = np.arange(-_MOST_SKEW, _MOST_SKEW + _SKEW_STEP / 2, _SKEW_STEP)
    scores = [_unevenness(xs, ys, float(slope), picture) for slope in slopes]
    best = float(slopes[int(np.argmax(scores))])
    return best if abs(best) >= _LEAST_SKEW and abs(best) < _MOST_SKEW else 0.0


def _unevenness(xs: np.ndarray, ys: np.ndarray, slope: float, picture: Picture) -> float:
    rows = (ys - xs * math.tan(math.radians(slope))).astype(np.int64) + picture.width
    counts = np.bincount(rows, minlength=picture.height + 2 * picture.width)
    return float((counts.astype(np.float64) ** 2).sum())
