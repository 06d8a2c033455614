"""Texts as broken files bring them: cut, swapped, doubled, joined, endless. Reading never raises and stays linear."""

from __future__ import annotations

import gzip
import json
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from legaldocs.analysis.reading import LONGEST_LINE, interpret, read
from legaldocs.parsing.parsed import Reading
from legaldocs.parsing.plain import source_from_text
from legaldocs.parsing.reader import read_bytes
from legaldocs.parsing.structure import parse_text

DOCUMENTS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "documents.jsonl.gz"
MEGABYTES_5 = 5_000_000
#: Seconds of one core for a million letters, many times what reading takes (about 1.5): only a loop that grows goes past.
SLOWEST = 20
VARIANTS, BUDGET = 1000, 60

SAMPLE = """ỦY BAN NHÂN DÂN
TỈNH BÌNH MINH
Số: 30/2025/QĐ-UBND
Bình Minh, ngày 01 tháng 9 năm 2025
QUYẾT ĐỊNH
Sửa đổi, bổ sung một số điều của Quyết định số 12/2020/QĐ-UBND ngày 05 tháng 3 năm 2020
Căn cứ Luật Thử nghiệm số 1/2020/QH14 được sửa đổi, bổ sung bởi Luật số 2/2021/QH15;
Theo đề nghị của Giám đốc Sở Y tế tại Tờ trình số 12/TTr-SYT;
Điều 1. Sửa đổi, bổ sung một số điều của Quyết định số 12/2020/QĐ-UBND như sau:
1. Sửa đổi, bổ sung khoản 2 Điều 5 như sau:
“2. Mức hỗ trợ không quá 500.000 đồng/người/tháng, từ 10% đến dưới 20%.
a) Người quy định tại điểm a, b khoản 2 và khoản 3 Điều 5 Nghị định số 34/2016/NĐ-CP;”
2. Thay thế cụm từ “cấp huyện” bằng cụm từ “cấp xã” tại khoản 1 Điều 7; bãi bỏ Điều 9.
Điều 2. Hiệu lực thi hành
1. Quyết định này có hiệu lực sau 10 ngày kể từ ngày ký và thay thế Quyết định số 7/2019/QĐ-UBND.
2. Quyết định số 8/2018/QĐ-UBND đã được sửa đổi bởi Quyết định số 9/2019/QĐ-UBND hết hiệu lực.
Nơi nhận:
- Như Điều 2;
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
"""


def deleted(text: str, chance: random.Random) -> str:
    letters = list(text)
    for _ in range(chance.randrange(1, 60)):
        start = chance.randrange(len(letters) or 1)
        del letters[start : start + chance.randrange(1, 8)]
    return "".join(letters)


def swapped(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    for _ in range(30):
        one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


def doubled(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    start = chance.randrange(len(lines))
    chunk = lines[start : start + chance.randrange(1, 80)]
    return "\n".join([*lines[:start], *chunk * chance.randrange(2, 6), *lines[start:]])


def cut(text: str, chance: random.Random) -> str:
    return text[: chance.randrange(len(text) or 1)]


def flipped(text: str, chance: random.Random) -> str:
    return "".join(letter.swapcase() if chance.random() < 0.2 else letter for letter in text)


def joined(text: str, chance: random.Random) -> str:
    return chance.choice(("", " ")).join(text.split("\n"))


DAMAGES: tuple[Callable[[str, random.Random], str], ...] = (deleted, swapped, doubled, cut, flipped, joined)


def timed(text: str) -> tuple[Reading, float]:
    started = time.process_time()
    reading = read(source_from_text(text))
    return reading, time.process_time() - started


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_sample_is_read(damage: Callable[[str, random.Random], str]) -> None:
    chance = random.Random(7)
    for _ in range(40):
        text = damage(SAMPLE, chance)
        reading, _ = timed(damage(text, chance) if chance.random() < 0.5 else text)
        for citation in reading.citations:
            assert 0 <= citation.start < citation.end


def test_the_sample_itself_is_read_rightly() -> None:
    reading, _ = timed(SAMPLE)
    assert {(a.target_number, a.target_path) for a in reading.amendments} >= {
        ("12/2020/QĐ-UBND", "dieu-5/khoan-2"),
        ("12/2020/QĐ-UBND", "dieu-7/khoan-1"),
        ("12/2020/QĐ-UBND", "dieu-9"),
    }
    assert {e.number for e in reading.expires if not e.target_path} == {"07/2019/QĐ-UBND", "08/2018/QĐ-UBND"}
    assert str(reading.effect.begins_on) == "2025-09-11"


@pytest.mark.parametrize(
    "unit", ["điều ", "khoản 1 ", "Căn cứ ", "ngày ", "10% ", "“", "như sau: ", "Sửa đổi Điều 1; ", "1/2020/QĐ-UBND "]
)
@pytest.mark.parametrize("start", ["", "Điều 1. Phạm vi\n"])
def test_an_endless_line_is_read_to_its_bound(unit: str, start: str) -> None:
    reading, seconds = timed(start + unit * (MEGABYTES_5 // len(unit.encode())))
    assert seconds < SLOWEST
    if reading.provisions:
        assert "LINE_TOO_LONG" in {warning.code for warning in reading.warnings}


@pytest.mark.parametrize("unit", ["_", "(", "1", "a) ", '"', "A ", "QĐ - ", "khoản 1 "])
def test_an_endless_file_is_read_to_its_end(unit: str) -> None:
    data = ("Điều 1. Phạm vi\n" + unit * (MEGABYTES_5 // len(unit.encode()))).encode()
    started = time.process_time()
    interpret(parse_text(read_bytes(data, "x.txt")))
    assert time.process_time() - started < SLOWEST


def test_a_long_line_is_read_up_to_the_bound_and_offsets_stay_true() -> None:
    text = "Điều 1. Phạm vi\nTheo Điều 5 Nghị định số 34/2016/NĐ-CP. " + "và " * LONGEST_LINE
    (citation,) = (c for c in timed(text)[0].citations if c.number)
    (provision,) = (p for p in timed(text)[0].provisions if p.path == citation.path)
    assert provision.text[citation.start : citation.end] == citation.text
    assert len(provision.text) > LONGEST_LINE  # the text itself stays whole


def test_twice_the_instructions_take_about_twice_the_time() -> None:
    unit = "Sửa đổi khoản 1, điểm a khoản 2 Điều 5 như sau:\n“1. Mới.”\n"
    timed("Điều 1. Sửa đổi\n" + unit * 10)
    _, once = timed("Điều 1. Sửa đổi\n" + unit * 1000)
    _, fourfold = timed("Điều 1. Sửa đổi\n" + unit * 4000)
    assert fourfold < 8 * once + 0.2


@pytest.mark.corpus
def test_a_thousand_damaged_real_texts_are_read() -> None:
    if not DOCUMENTS.exists():
        pytest.skip("không có kho văn bản mẫu shared/corpus cạnh dự án")
    with gzip.open(DOCUMENTS, "rt", encoding="utf-8") as lines:
        texts = [text for text in (json.loads(line)["text"] for line in lines) if len(text) < 40_000]
    chance = random.Random(2025)
    spent = 0.0
    for number in range(VARIANTS):
        text = DAMAGES[number % len(DAMAGES)](chance.choice(texts), chance)
        _, seconds = timed(text)
        assert seconds < SLOWEST * (len(text) + 20_000) / 1e6
        spent += seconds
        if spent > BUDGET:  # a slow machine reads fewer, but never few
            assert number > VARIANTS // 4
            break
