"""(c): real provisions altered in one number, unit, modal word, date or addressee and lightly reworded: is the conflict named?

Alterations are made here, by rules of their own; provisions changed in wording alone must not come out as conflicts.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from legaldocs.analysis.formulas import is_formula
from legaldocs.analysis.overlap import compare
from legaldocs.analysis.units import units_of
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


def read_corpus() -> list[RealUnit]:
    """The units of all documents."""
    units = []
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        for position, line in enumerate(lines):
            row = json.loads(line)
            parsed = parse_text(source_from_text(row["text"]))
            units += [RealUnit(position, u.path, u.text, u.plain_text) for u in units_of(parsed.provisions)]
    return units


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


def measure_alterations(units: Sequence[RealUnit], each: int, chance: random.Random, show: int) -> None:
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
                note = [(d.draft, d.target) for d in result.differences] if result else []
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


# --- the same through a whole examination ---

_PER_DRAFT = 20


def measure_planted(chance: random.Random, drafts: int, show: int) -> None:
    """Print how many altered provisions of documents in force a draft made of twenty of them is found to contradict."""
    from legaldocs.analysis.reading import read
    from legaldocs.models import Document
    from legaldocs.models.documents import today
    from workflow.examination import examine

    documents = list(Document.objects.in_force().select_related("current_version").order_by("pk"))
    done, right, instead = 0, 0, Counter[str]()
    for _ in range(drafts):
        planted = [p for document in chance.sample(documents, 60) if (p := _planted(document, chance))][:_PER_DRAFT]
        text = "\n".join(f"Điều {n}. Nội dung {n}\n{altered.text}" for n, (altered, _, _) in enumerate(planted, 1))
        found = examine(read(source_from_text(text)), on=today(), limit_per_provision=10).findings
        for number, (altered, pk, _) in enumerate(planted, 1):
            met = [f for f in found if f.target_document_id == pk and f"{f.path}/".startswith(f"dieu-{number}/")]
            named = any(
                d.type == _TYPES[altered.kind]
                and _spelt(altered.new) in _spelt(d.draft)
                and f.kind is FindingKind.CONFLICT
                for f in met
                for d in f.differences
            )
            done, right = done + 1, right + named
            if not named:
                instead[min((f.kind.value for f in met), default="nothing")] += 1
                if show > 0:
                    show -= 1
                    print("   missed", altered.kind, [f.kind.value for f in met], altered.text[:300].replace("\n", " "))
    print(
        f"(c) planted in drafts, through the whole examination: {done} provisions, right conflict in "
        f"{right / max(1, done):.1%} (goal 90 %); instead {+instead}"
    )


def _planted(document: Any, chance: random.Random) -> tuple[Altered, int, str] | None:
    """(an altered provision of the document, its document, the path)."""
    parsed = parse_text(source_from_text(document.current_version.text if document.current_version else ""))
    units = [u for u in units_of(parsed.provisions) if 25 <= len(u.text.split()) <= 300 and not is_formula(u.text)]
    chance.shuffle(units)
    kinds = [kind for kind in ALTERATIONS if kind != "wording"]
    chance.shuffle(kinds)
    for unit in units[:10]:
        for kind in kinds:
            altered = ALTERATIONS[kind](unit.text, chance)
            if altered is not None and altered.text != unit.text:
                text = reworded(altered.text, chance, 0.3)
                return Altered(text, kind, altered.old, altered.new), document.pk, unit.path
    return None
