"""Texts typed in TCVN3, VNI and the like: found out once for a whole file, then turned into Unicode piece by piece.

This must come before any cleaning: TCVN3 writes "ư" with the code that Unicode gives to the soft hyphen.
"""

from __future__ import annotations

from collections.abc import Callable

import viparse

from legaldocs.parsing.normalize import repair_legacy
from legaldocs.parsing.parsed import Warning_

WARNING = Warning_(
    "LEGACY_ENCODING",
    "Văn bản gõ bằng bảng mã cũ (TCVN3 hoặc VNI), đã chuyển sang Unicode. Hãy rà lại vài đoạn trước khi dùng.",
)


def converter(text: str) -> Callable[[str], str] | None:
    """What turns pieces of this text into Unicode; None where the text is Unicode already or its letters are not certain."""
    _, changed = repair_legacy(text)
    encoding = viparse.detect_text_encoding(text) if changed else None
    if encoding is None:
        return None
    return lambda piece: viparse.fix(piece, encoding=encoding)
