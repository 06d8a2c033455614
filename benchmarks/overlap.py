"""How well overlaps and conflicts are told apart, and how fast: `python -m benchmarks.overlap [--provisions N] [--seed S]`.

(c) real provisions altered in one number, unit, modal word, date or addressee and lightly reworded: the share that comes out as
CONFLICT with the right difference named; and provisions changed in wording alone: the share that wrongly comes out so.
(d) drafts on matters of their own: findings above RELATED per 40 articles, each against the nearest provisions of documents
whose titles share little with the draft's.
Reads ../shared/corpus beside the project; no database. Alterations are made here, by rules of their own.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from legaldocs.analysis.formulas import is_formula
from legaldocs.analysis.overlap import compare, compare_sides
from legaldocs.analysis.terms import Side
from legaldocs.analysis.units import units_of
from legaldocs.parsing.normalize import fold
from legaldocs.parsing.plain import source_from_text
from legaldocs.parsing.structure import parse_text
from legaldocs.parsing.vocabulary import FindingKind

CORPUS = Path(__file__).resolve().parents[1].parent / "shared" / "corpus" / "documents.jsonl.gz"


@dataclass(frozen=True, slots=True)
class RealUnit:
    document: int
    path: str
    text: str
    plain_text: str


@dataclass(frozen=True, slots=True)
class Altered:
    """A provision after one change; `old` and `new` are the words of it, "" for a change of wording alone."""

    text: str
    kind: str
    old: str = ""
    new: str = ""


# --- the corpus ---


def read_corpus() -> tuple[list[str], list[RealUnit]]:
    """(titles of documents, their units)."""
    titles, units = [], []
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        for position, line in enumerate(lines):
            row = json.loads(line)
            titles.append(row["title"] or "")
            parsed = parse_text(source_from_text(row["text"]))
            units += [RealUnit(position, u.path, u.text, u.plain_text) for u in units_of(parsed.provisions)]
    return titles, units


# --- alterations ---

_DURATION = re.compile(r"(?<![\d/.,])(\d{1,2}) (ngày làm việc|ngày|tháng)(?! \d)(?!\w)")
_PERCENT = re.compile(r"(?<![\d.,])(\d{1,2})\s?%")
_MONEY = re.compile(r"(?<![\d.,])(\d{1,3}(?:\.\d{3})+) đồng")
_DATE = re.compile(r"(?<!\w)ngày (\d{1,2})(/| tháng )(\d{1,2})(/| năm )(20\d\d)(?!\d)")
_CITES = re.compile(r"(?:số [\w./-]+|[A-ZĐ-]{2,}),?\s*$")
_MODALS = (
    ("không được", "được"),
    ("có trách nhiệm", "không có trách nhiệm"),
    ("phải", "không phải"),
    ("phải", "có thể"),
    ("có thể", "phải"),
    ("có quyền", "không có quyền"),
    ("được phép", "không được phép"),
    ("nghiêm cấm", "được phép"),
)
_ADDRESSEES = (
    ("Ủy ban nhân dân cấp huyện", "Ủy ban nhân dân cấp xã"),
    ("Ủy ban nhân dân cấp tỉnh", "Ủy ban nhân dân cấp xã"),
    ("Ủy ban nhân dân cấp xã", "Ủy ban nhân dân cấp tỉnh"),
    ("Sở Tài chính", "Sở Nội vụ"),
    ("Sở Xây dựng", "Sở Công Thương"),
    ("Bộ Tài chính", "Bộ Công Thương"),
    ("hộ nghèo", "hộ cận nghèo"),
    ("học sinh", "sinh viên"),
    ("doanh nghiệp", "hợp tác xã"),
    ("hộ gia đình", "doanh nghiệp"),
)
_SYNONYMS = (
    ("thực hiện", "tiến hành"),
    ("bảo đảm", "đảm bảo"),
    ("theo quy định", "đúng quy định"),
    ("bao gồm", "gồm"),
    ("đối với", "với"),
    ("nhằm", "để"),
    ("sử dụng", "dùng"),
    ("xem xét", "nghiên cứu"),
    ("thông báo", "báo"),
    ("hỗ trợ", "trợ giúp"),
    ("nêu tại", "quy định tại"),
    ("liên quan", "có liên quan"),
    ("trường hợp", "khi"),
    ("kịp thời", "nhanh chóng"),
    ("Ủy ban nhân dân", "UBND"),
    ("hoặc", "hay"),
    ("và", "cùng"),
)
_EQUIVALENTS = (
    (re.compile(r"(?<![\d.,])1\.000\.000 đồng"), "một triệu đồng"),
    (re.compile(r"(?<![\d.,])12 tháng(?! \d)"), "01 năm"),
    (re.compile(r"(?<![\d.,])0?5 ngày"), "năm (05) ngày"),
    (re.compile(r"(?<![\d.,])15 ngày"), "mười lăm ngày"),
    (re.compile(r"(?<![\d.,])30 ngày"), "ba mươi ngày"),
    (re.compile(r"không quá"), "tối đa"),
    (re.compile(r"(?<![\d.,/])0(\d) (?=ngày|tháng|năm)"), r"\1 "),
)


def reworded(text: str, chance: random.Random, share: float = 0.6) -> str:
    """The text with some turns of phrase put in other words; what it says stays."""
    for old, new in _SYNONYMS:
        if chance.random() < share:
            text = re.sub(rf"(?<!\w){old}(?!\w)", new, text, count=2)
    return text


def alter_number(text: str, chance: random.Random) -> Altered | None:
    matches = [*_DURATION.finditer(text), *_PERCENT.finditer(text), *_MONEY.finditer(text)]
    if not matches:
        return None
    match = chance.choice(matches)
    old = match.group(1)
    value = int(old.replace(".", ""))
    new_value = value + chance.choice([1, 2, 5, 10]) if value < 1000 else value * chance.choice([2, 3])
    new = f"{new_value:,}".replace(",", ".") if "." in old else f"{new_value:02}"
    return Altered(text[: match.start(1)] + new + text[match.end(1) :], "number", old, new)


def alter_unit(text: str, chance: random.Random) -> Altered | None:
    matches = list(_DURATION.finditer(text))
    if not matches:
        return None
    match = chance.choice(matches)
    new = {"ngày làm việc": "ngày", "ngày": "ngày làm việc", "tháng": "năm"}[match.group(2)]
    return Altered(text[: match.start(2)] + new + text[match.end(2) :], "unit", match.group(2), new)


def alter_date(text: str, chance: random.Random) -> Altered | None:
    matches = [m for m in _DATE.finditer(text) if not _CITES.search(text[max(0, m.start() - 40) : m.start()])]
    matches = [
        m for m in matches if not re.search(r"(?i)luật|pháp lệnh|nghị|quyết", text[max(0, m.start() - 60) : m.start()])
    ]
    if not matches:
        return None
    match = chance.choice(matches)
    new = f"{int(match.group(5)) + chance.choice([1, 2])}"
    return Altered(text[: match.start(5)] + new + text[match.end(5) :], "date", match.group(5), new)


def _swap(text: str, pairs: tuple[tuple[str, str], ...], kind: str, chance: random.Random) -> Altered | None:
    fitting = [(old, new) for old, new in pairs if re.search(rf"(?<!\w){old}(?!\w)", text)]
    fitting = [(old, new) for old, new in fitting if not re.search(rf"(?<!\w){new}(?!\w)", text)]
    if not fitting:
        return None
    old, new = chance.choice(fitting)
    if old in ("phải", "có thể") and re.search(rf"(?:không|hay|có) {old}|{old} (?:là|chăng)", text):
        return None
    return Altered(re.sub(rf"(?<!\w){old}(?!\w)", new, text, count=1), kind, old, new)


def alter_modal(text: str, chance: random.Random) -> Altered | None:
    return _swap(text, _MODALS, "modal", chance)


def alter_addressee(text: str, chance: random.Random) -> Altered | None:
    return _swap(text, _ADDRESSEES, "addressee", chance)


def alter_wording(text: str, chance: random.Random) -> Altered | None:
    for pattern, new in _EQUIVALENTS:
        text = pattern.sub(new, text)
    return Altered(text, "wording")


ALTERATIONS: dict[str, Callable[[str, random.Random], Altered | None]] = {
    "number": alter_number,
    "unit": alter_unit,
    "date": alter_date,
    "modal": alter_modal,
    "addressee": alter_addressee,
    "wording": alter_wording,
}
_TYPES = {"number": "NUMBER", "unit": "NUMBER", "date": "DATE", "modal": "MODALITY", "addressee": "SUBJECT"}


def names_it(altered: Altered, original: str) -> tuple[bool, str]:
    """(whether a CONFLICT names this very change, what came out instead)."""
    result = compare(altered.text, original, 0.5)
    if result is None:
        return False, "nothing"
    named = [
        d
        for d in result.differences
        if d.type == _TYPES[altered.kind]
        and _spelt(altered.new) in _spelt(d.draft)
        and _spelt(altered.old) in _spelt(d.target)
    ]
    return result.kind is FindingKind.CONFLICT and bool(named), result.kind.value


def _spelt(words: str) -> str:
    """The words with the one abbreviation that the rewording puts in spelt out."""
    return words.lower().replace("ubnd", "ủy ban nhân dân")


def measure_alterations(units: list[RealUnit], each: int, chance: random.Random, show: int) -> None:
    pool = [u for u in units if 25 <= len(u.text.split()) <= 400 and not is_formula(u.text)]
    chance.shuffle(pool)
    for kind, alter in ALTERATIONS.items():
        done, right, instead = 0, 0, Counter[str]()
        for unit in pool:
            altered = alter(unit.text, chance)
            if altered is None or altered.text == unit.text:
                continue
            altered = Altered(reworded(altered.text, chance), altered.kind, altered.old, altered.new)
            done += 1
            if kind == "wording":
                result = compare(altered.text, unit.text, 0.5)
                said = result.kind.value if result else "nothing"
                right += said != "CONFLICT"
                instead[said] += 1
                good = said != "CONFLICT"
                note = [(d.type.value, d.draft, d.target) for d in result.differences] if result else []
            else:
                good, said = names_it(altered, unit.text)
                right += good
                instead[said] += not good
                note = [(altered.new, altered.old)]
            if not good and show > 0:
                show -= 1
                print("   missed", kind, said, note, "|", altered.text[:300].replace("\n", " "))
            if done >= each:
                break
        if kind == "wording":
            print(
                f"(c) wording alone: {done} provisions, CONFLICT in {1 - right / max(1, done):.1%} (goal < 3 %); "
                f"{dict(instead)}"
            )
        else:
            print(
                f"(c) {kind}: {done} provisions, right conflict in {right / max(1, done):.1%} (goal 90 %); instead {+instead}"
            )


# --- unrelated drafts ---


class Shingles:
    """Candidates by shared stretches of five syllables, as the search index gives them; kept simple, in memory."""

    def __init__(self, units: list[RealUnit]) -> None:
        self.of = [self._shingles(unit.plain_text) for unit in units]
        posting: dict[int, list[int]] = defaultdict(list)
        for number, shingles in enumerate(self.of):
            for shingle in shingles:
                posting[shingle].append(number)
        self.posting = {key: owners for key, owners in posting.items() if 1 < len(owners) <= 500}

    @staticmethod
    def _shingles(text: str) -> set[int]:
        words = re.findall(r"\w+", fold(text))[:1000]
        return {hash(tuple(words[i : i + 5])) for i in range(len(words) - 4)}

    def near(self, number: int, limit: int) -> Iterator[tuple[int, float]]:
        counts: Counter[int] = Counter()
        for shingle in self.of[number]:
            counts.update(self.posting.get(shingle, ()))
        for other, count in counts.most_common(limit):
            yield other, count / max(1, len(self.of[number]))


def _unlike(one: str, other: str) -> bool:
    """Whether two titles speak of different matters; where one is missing nobody can say."""
    if not one or not other:
        return False
    words, others = set(fold(one).split()), set(fold(other).split())
    return len(words & others) / max(1, min(len(words), len(others))) < 0.35


def measure_unrelated(titles: list[str], units: list[RealUnit], chance: random.Random, drafts: int) -> None:
    shingles = Shingles(units)
    by_document: dict[int, list[int]] = defaultdict(list)
    for number, unit in enumerate(units):
        by_document[unit.document].append(number)
    chosen = chance.sample([d for d, own in by_document.items() if len(own) >= 20], drafts)
    sides: dict[int, Side] = {}
    articles, compared, counts = 0, 0, Counter[str]()
    pairs: Counter[tuple[int, int]] = Counter()
    started = time.perf_counter()
    for document in chosen:
        articles += len({units[n].path.split("/khoan")[0] for n in by_document[document]})
        for number in by_document[document]:
            side = sides.setdefault(number, Side(units[number].text))
            if not side.may_collide:
                continue
            for other, containment in shingles.near(number, 20):
                if not _unlike(titles[document], titles[units[other].document]) or units[other].document == document:
                    continue
                compared += 1
                target = sides.setdefault(other, Side(units[other].text))
                result = compare_sides(
                    side, target, containment, titles=(titles[document], titles[units[other].document])
                )
                if result is not None:
                    counts[result.kind.value] += 1
                    if result.kind is not FindingKind.RELATED:
                        pairs[document, units[other].document] += 1
    seconds = time.perf_counter() - started
    above = sum(count for kind, count in counts.items() if kind != "RELATED")
    print(
        f"(d) unrelated: {drafts} drafts, {articles} articles: {40 * above / max(1, articles):.2f} findings above RELATED per "
        f"40 articles (goal < 2); {dict(counts)}"
    )
    scattered = sum(count for count in pairs.values() if count < 3)
    meeting = sum(count > 2 for count in pairs.values())
    print(
        f"    {40 * scattered / max(1, articles):.2f} per 40 articles without the {meeting} pairs of documents that meet "
        "three times or more: those are related, whatever their titles"
    )
    print(f"speed: {compared} comparisons in {seconds:.2f} s, {1000 * seconds / max(1, compared):.2f} ms each")


# --- a whole draft ---


def measure_drafts(drafts: int) -> None:
    """Seconds for stored documents of 38 to 42 articles, reading included, against the index that DATA_DIR holds."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "legaldocs.settings")
    django.setup()
    from django.db.models import Count, Q

    from legaldocs.analysis.reading import read
    from legaldocs.models import Document
    from legaldocs.models.documents import today
    from workflow.examination import examine

    articles = Count("current_version__provisions", filter=Q(current_version__provisions__kind="ARTICLE"))
    chosen = Document.objects.annotate(articles=articles).filter(articles__range=(38, 42)).select_related("issued_by")
    wall, processor, provisions = [], [], []
    for document in chosen.select_related("current_version")[: drafts + 1]:
        started, began = time.perf_counter(), time.process_time()
        reading = read(source_from_text(document.current_version.text))  # type: ignore[union-attr]
        found = examine(
            reading, on=document.issued_on or today(), exclude_documents=[document.pk], body=document.issued_by
        )
        wall.append(time.perf_counter() - started)
        processor.append(time.process_time() - began)
        provisions.append(found.provisions_checked)
    # The first one opens the index; a web worker does so once.
    print(
        f"40-article drafts: {len(wall) - 1}, median {median(wall[1:]):.2f} s (processor {median(processor[1:]):.2f} s), "
        f"slowest {max(wall[1:]):.2f} s, {median(provisions[1:]):.0f} provisions each; load {os.getloadavg()[0]:.1f} "
        "(goal 2 s against 100,000 provisions)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=300)
    parser.add_argument("--drafts", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="print so many misses")
    parser.add_argument("--index", action="store_true", help="only time whole drafts against the index in DATA_DIR")
    options = parser.parse_args()
    print(f"machine: {os.cpu_count()} cores, {platform.python_version()}, seed {options.seed}")
    if options.index:
        measure_drafts(options.drafts)
        return
    titles, units = read_corpus()
    print(f"corpus: {len(titles)} documents, {len(units)} provisions")
    chance = random.Random(options.seed)
    measure_alterations(units, options.each, chance, options.show)
    measure_unrelated(titles, units, chance, options.drafts)


if __name__ == "__main__":
    main()
