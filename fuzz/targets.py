"""What is fuzzed, by name: each takes any bytes, must neither raise nor take long, and asserts what holds of its result."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from legaldocs.analysis.anchors import anchor_after
from legaldocs.analysis.citations import read_citations
from legaldocs.analysis.laws import known_name_end, number_of_law
from legaldocs.analysis.mentions import find_mentions
from legaldocs.analysis.modality import read_modality
from legaldocs.analysis.pointers import find_pointers
from legaldocs.analysis.quotes import mask_quotes, quoted_spans
from legaldocs.analysis.reading import read
from legaldocs.analysis.signals import read_signals
from legaldocs.parsing.bodies import proper_name, province_in
from legaldocs.parsing.header import read_header
from legaldocs.parsing.normalize import clean, fold, same_tone_marks
from legaldocs.parsing.numbers import find_dates, find_numbers, normalize_number, number_key
from legaldocs.parsing.parsed import ParsedProvision, UnreadableDocument
from legaldocs.parsing.plain import source_from_text
from legaldocs.parsing.reader import read_bytes
from legaldocs.parsing.short_numbers import find_short_numbers
from legaldocs.parsing.structure import parse_text
from legaldocs.parsing.vocabulary import ProvisionKind

#: Words that stand for the low bytes of fuzzed data, so that small changes make legal text and not only noise.
WORDS = (
    "Điều 1. ", "Điều 2. ", "Điều này", "khoản 1 ", "khoản 3a ", "điểm a ", "điểm đ ", "\n", "\n1. ", "\n2. ", "\na) ",
    "\nb) ", "“", "”", '"', "như sau:", "Sửa đổi, bổ sung ", "Bãi bỏ ", "Thay thế ", "cụm từ ", "bằng ", "tại ", "và ",
    "; ", ", ", ". ", " | ", "(", ")", "Nghị định số 34/2016/NĐ-CP ", "Quyết định số 12/2020/QĐ-UBND ",
    "Luật Đất đai năm 2024 ", "Luật Cán bộ, công chức ", "Luật sửa đổi, bổ sung một số điều của ",
    "ngày 01 tháng 9 năm 2025 ", "5/6/2019 ", "ngày ký ", "có hiệu lực ", "hết hiệu lực ", "kể từ ",
    "đến hết năm 2025 ", "Quyết định này ", "ban hành kèm theo ", "Quy chế ", "PHỤ LỤC I\n", "Mẫu số 01\n",
    "Chương I\n", "Mục 1. ", "Phần thứ nhất\n", "Căn cứ ", "QUYẾT ĐỊNH\n", "ỦY BAN NHÂN DÂN\n", "TỈNH BÌNH MINH\n",
    "Số: ", "/2025/QĐ-UBND\n", "Nơi nhận:\n", "TM. ỦY BAN NHÂN DÂN\n", "CHỦ TỊCH\n",
    "(sau đây gọi là Nghị định số 34) ", "phải ", "không được ", "phạt tiền ", "10 ngày ", "500.000 đồng ",
    "l5/2O21/QĐ-UBND ", "Nay ", "được sửa đổi ",
)  # fmt: skip


def text_of(data: bytes) -> str:
    """Any bytes as a text: low bytes pick legal words, the others stand for themselves."""
    words = "".join(WORDS[byte] if byte < len(WORDS) else chr(byte) for byte in data[:4000])
    return words if data[:1] != b"\xff" else data[1:].decode("utf-8", "replace")


def files(data: bytes) -> None:
    name = ("x.txt", "x.html", "x.docx", "x.pdf", "x.md")[data[0] % 5] if data else "x.txt"
    try:
        read(read_bytes(data[1:], name))
    except UnreadableDocument as refused:
        assert refused.code and refused.message


def whole(data: bytes) -> None:
    source = source_from_text(text_of(data))
    parsed = parse_text(source)
    assert len({provision.path for provision in parsed.provisions}) == len(parsed.provisions)
    texts = {provision.path: provision.text for provision in parsed.provisions}
    for citation in read(source).citations:
        assert texts[citation.path][citation.start : citation.end] == citation.text
    read_header(source.lines)
    read_signals(parsed.provisions)


def letters(data: bytes) -> None:
    text = text_of(data)
    assert clean(clean(text)) == clean(text)
    assert len(fold(text)) == len(text) == len(same_tone_marks(text))
    proper_name(text[:300])
    province_in(text)


def numbers(data: bytes) -> None:
    text = text_of(data)
    for found in (*find_numbers(text), *find_short_numbers(text)):
        assert 0 <= found.start < found.end <= len(text)
        assert normalize_number(found.number) == found.number
        number_key(found.number)
    for day in find_dates(text):
        assert 0 <= day.start < day.end <= len(text)


def matchers(data: bytes) -> None:
    text = text_of(data)
    mentions = find_mentions(text)
    assert all(one.end <= other.start for one, other in pairwise(mentions))
    for mention in mentions:
        number_of_law(mention.title, mention.issued_on)
        assert known_name_end(text, mention.start) >= mention.start
    for chain in find_pointers(text):
        anchor_after(text, chain.end, mentions)
    assert len(mask_quotes(text, quoted_spans(text))) == len(text)
    read_citations(ParsedProvision("dieu-1/khoan-1", ProvisionKind.CLAUSE, "1", "", text))
    read_modality(text)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "files": files,
    "whole": whole,
    "letters": letters,
    "numbers": numbers,
    "matchers": matchers,
}
