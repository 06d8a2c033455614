"""Text files: their encoding found out, lines cut at a set width joined again, old Vietnamese encodings made Unicode."""

from __future__ import annotations

import re
from dataclasses import replace

from legaldocs.parsing.normalize import clean, repair_legacy
from legaldocs.parsing.parsed import SourceText, Warning_
from legaldocs.parsing.plain import source_from_text
from legaldocs.parsing.wrapping import unwrap

MEDIA_TYPE = "text/plain"
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DECLARED = re.compile(rb"""<meta[^>]{0,200}charset=["']?([A-Za-z0-9_-]{2,30})""", re.IGNORECASE)
_HEAD = 4096
#: Marks that sites and transcripts leave in text: headings, emphasis, rules, links, tags, lone table bars.
_MARKDOWN = (
    (re.compile(r"<br\s*/?>", re.IGNORECASE), "\n"),
    (re.compile(r"</?[a-zA-Z][^<>\n]{0,300}>"), ""),
    (re.compile(r"!?\[([^\[\]\n]{0,300})\]\((?:https?:|/|#)[^()\s]{0,500}\)"), r"\1"),
    (re.compile(r"^[ \t]*\|?[ \t]*:?-{3,}:?[-|: \t]*$", re.MULTILINE), ""),
    (re.compile(r"^[ \t]*(?:\|[ \t]*)+$", re.MULTILINE), ""),
    (re.compile(r"^[ \t]*#{1,6}[ \t]*", re.MULTILINE), ""),
    (re.compile(r"\*{1,3}"), ""),
)
_SEGMENTED = re.compile(r"(?<=\w)_(?=\w)")
_SEGMENTED_SHARE = 0.1
_SPACED_MARK = re.compile(r" +([,;:.)])")


def read_text(data: bytes, markdown: bool = False) -> SourceText:
    """A text file's lines, one paragraph each."""
    text, warnings = repaired(decode(data))
    if markdown:
        for pattern, plain in _MARKDOWN:
            text = pattern.sub(plain, text)
    if _is_segmented(text):
        text = _SPACED_MARK.sub(r"\1", _SEGMENTED.sub(" ", text))
        warnings.append(
            Warning_(
                "WORD_SEGMENTED",
                "Văn bản đã bị tách từ bằng dấu gạch dưới; đã ghép lại, chữ hoa có thể không như bản gốc.",
            )
        )
    lines = unwrap(clean(text).split("\n"))
    source = source_from_text("\n".join(line for line in lines if line.strip()))
    return replace(source, original_lines=source.lines, warnings=tuple(warnings), media_type=MEDIA_TYPE)


def decode(data: bytes) -> str:
    """The text in whatever encoding it was saved; single-byte Vietnamese comes out as its raw letters, for `repaired`."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if data[:_HEAD][1::2].count(0) > data[:_HEAD].count(0) * 0.8 > 10:
        return data.decode("utf-16-le", "replace")
    declared = _DECLARED.search(data[:_HEAD])
    for encoding in ("utf-8", declared[1].decode("ascii") if declared else "", "cp1258", "latin-1"):
        try:
            text = data.decode(encoding) if encoding else None
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
        if text is not None and (encoding != "cp1258" or not _looks_single_byte(data)):
            return text
    return data.decode("latin-1")


def _looks_single_byte(data: bytes) -> bool:
    """TCVN3 and VNI texts also decode as cp1258; only real cp1258 uses its combining tone marks often."""
    tones = sum(data.count(bytes([code])) for code in (0xCC, 0xD2, 0xDE, 0xEC, 0xF2))
    high = sum(data.count(bytes([code])) for code in range(0x80, 0x100))
    return tones < 0.2 * high


def repaired(text: str) -> tuple[str, list[Warning_]]:
    """The text with TCVN3 or VNI letters turned into Unicode where that is certain, and a word about it."""
    text, changed = repair_legacy(text)
    if not changed:
        return text, []
    return text, [
        Warning_(
            "LEGACY_ENCODING",
            "Văn bản gõ bằng bảng mã cũ (TCVN3 hoặc VNI), đã chuyển sang Unicode. Hãy rà lại vài đoạn trước khi dùng.",
        )
    ]


def _is_segmented(text: str) -> bool:
    return len(_SEGMENTED.findall(text)) > max(_SEGMENTED_SHARE * len(text.split()), 5)
