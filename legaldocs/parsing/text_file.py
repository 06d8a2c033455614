"""Text files: their encoding found out, lines cut at a set width joined again, old Vietnamese encodings made Unicode."""

from __future__ import annotations

import re
from dataclasses import replace

from legaldocs.parsing.legacy_letters import recoded_lines
from legaldocs.parsing.normalize import clean
from legaldocs.parsing.parsed import SourceText, Warning_
from legaldocs.parsing.plain import source_from_text
from legaldocs.parsing.sniff import wide_encoding
from legaldocs.parsing.vocabulary import Letters
from legaldocs.parsing.wrapping import unwrap, without_specks

MEDIA_TYPE = "text/plain"
_DECLARED = re.compile(rb"""<meta[^>]{0,200}charset=["']?([A-Za-z0-9_-]{2,30})""", re.IGNORECASE)
_HEAD = 4096
#: Marks that sites and transcripts leave in text: headings, emphasis, rules, links, tags, lone table bars.
_MARKDOWN = (
    (re.compile(r"<br\s*/?>", re.IGNORECASE), "\n"),
    (re.compile(r"</?[a-zA-Z][^<>\n]{0,300}>"), ""),
    (re.compile(r"!?\[([^\[\]\n]{0,300})\]\((?:https?:|/|#)[^()\s]{0,500}\)"), r"\1"),
    (re.compile(r"^[ \t]*(?:\|[ \t]*)?:?-{3,}:?[-|: \t]*$", re.MULTILINE), ""),
    (re.compile(r"^[ \t]*(?:\|[ \t]*)+$", re.MULTILINE), ""),
    (re.compile(r"^[ \t]*#{1,6}[ \t]*", re.MULTILINE), ""),
    (re.compile(r"\*{1,3}"), ""),
)
_SEGMENTED = re.compile(r"(?<=\w)_(?=\w)")
_SEGMENTED_WARNING = Warning_(
    "WORD_SEGMENTED",
    "Văn bản đã bị tách từ bằng dấu gạch dưới; đã ghép lại, chữ hoa có thể không như bản gốc.",
)
_SEGMENTED_SHARE = 0.1
_SPACED_MARK = re.compile(r" {1,8}([,;:.)])")


def read_text(data: bytes, markdown: bool = False, letters: Letters = Letters.ASK) -> SourceText:
    """A text file's lines, one paragraph each."""
    text, recoder = recoded_lines(decode(data), letters)
    warnings = recoder.warnings
    if markdown:
        for pattern, plain in _MARKDOWN:
            text = pattern.sub(plain, text)
    if _is_segmented(text):
        text = _SPACED_MARK.sub(r"\1", _SEGMENTED.sub(" ", text))
        warnings.append(_SEGMENTED_WARNING)
    lines = unwrap([without_specks(line) for line in clean(text).split("\n")])
    source = source_from_text("\n".join(line for line in lines if line.strip()))
    return replace(
        source,
        original_lines=source.lines,
        warnings=tuple(warnings),
        media_type=MEDIA_TYPE,
        legacy=tuple(recoder.passages),
    )


def decode(data: bytes) -> str:
    """The text in whatever encoding it was saved; single-byte Vietnamese comes out as its raw letters, for `legacy_letters`."""
    if wide := wide_encoding(data):
        return data.decode(wide, "replace")
    declared = _DECLARED.search(data[:_HEAD])
    for encoding in ("utf-8-sig", declared[1].decode("ascii") if declared else "", "cp1258", "latin-1"):
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


def _is_segmented(text: str) -> bool:
    return len(_SEGMENTED.findall(text)) > max(_SEGMENTED_SHARE * len(text.split()), 5)
