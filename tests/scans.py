"""Scans for tests: words drawn with a real font, the page taken as a picture, nothing but the picture left in the PDF."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest

from legaldocs.parsing.page_pictures import Picture, page_picture
from tests.builders import _file

_WIDTH, _HEIGHT, _DPI, _NOISE = 595, 842, 200, 12


def font_data() -> bytes:
    """A font with Vietnamese letters; the test skips, saying so, where the machine has none."""
    program = shutil.which("fc-match")
    found = (
        program
        and subprocess.run(
            [program, "-f", "%{file}", "Liberation Serif:lang=vi"], capture_output=True, text=True, check=False
        ).stdout
    )
    if not found or not found.endswith(".ttf"):
        pytest.skip("không có phông chữ Liberation Serif trên máy này")
    return Path(found).read_bytes()


def scanned_pdf(pages: Sequence[Sequence[str]], turned: int = 0, skew: float = 0.0) -> bytes:
    """A PDF of pictures of these lines; the paper lay turned clockwise by `turned`, its lines slope down by `skew` degrees."""
    document = pdfium.PdfDocument.new()
    data = font_data()
    buffer = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
    font = raw.FPDFText_LoadFont(document, buffer, len(data), raw.FPDF_FONT_TRUETYPE, True)
    for lines in pages:
        page = document.new_page(_WIDTH, _HEIGHT)
        for number, line in enumerate(lines):
            item = raw.FPDFPageObj_CreateTextObj(document, font, 14)
            words = (line + "\0").encode("utf-16-le")
            raw.FPDFText_SetText(item, ctypes.cast(ctypes.c_char_p(words), raw.FPDF_WIDESTRING))
            raw.FPDFPageObj_Transform(item, 1, 0, 0, 1, 70, _HEIGHT - 90 - 26 * number)
            raw.FPDFPage_InsertObject(page, item)
        raw.FPDFPage_GenerateContent(page)
    pictures = [page_picture(document, index, _DPI, turned, -skew) for index in range(len(pages))]
    document.close()
    return _of_pictures([_noisy(picture) for picture in pictures])


def _noisy(picture: Picture) -> Picture:
    grey = np.frombuffer(picture.pixels, dtype=np.uint8).astype(np.float64)
    grey += np.random.default_rng(1).normal(0, _NOISE, grey.shape)
    return Picture(picture.width, picture.height, grey.clip(0, 255).astype(np.uint8).tobytes(), picture.scale)


def _of_pictures(pictures: Sequence[Picture]) -> bytes:
    objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    kids = []
    for picture in pictures:
        width, height = picture.width / picture.scale, picture.height / picture.scale
        pixels = zlib.compress(picture.pixels)
        head = (
            f"<</Type/XObject/Subtype/Image/Width {picture.width}/Height {picture.height}/ColorSpace/DeviceGray"
            f"/BitsPerComponent 8/Filter/FlateDecode/Length {len(pixels)}>>stream\n"
        )
        objects.append(head.encode() + pixels + b"\nendstream")
        content = f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /I Do Q".encode()
        objects.append(f"<</Length {len(content)}>>stream\n".encode() + content + b"\nendstream")
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width:.2f} {height:.2f}]/Contents {len(objects)} 0 R"
            f"/Resources<</XObject<</I {len(objects) - 1} 0 R>>>>>>".encode()
        )
        kids.append(len(objects))
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(f'{kid} 0 R' for kid in kids)}]>>".encode()
    return _file(objects, "")
