"""How long a whole draft takes against 100,000 articles: `find_overlaps` as a process of its own, its start told apart.

The database is a copy of the one in DATA_DIR (the whole corpus imported) with every document repeated, 5 % of its words
exchanged, until there are 100,000 articles with all their clauses; it is made once, with its index, and used again. The rival
is rapidfuzz's ratio of each article with every other one, on a sample, extrapolated.
"""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from rapidfuzz import fuzz

FOLDER = Path(tempfile.gettempdir()) / "legaldocs-overlap-scale"
PROJECT = Path(__file__).resolve().parents[1]
ALTERED = 0.05
_APART = 1_000_000  # ids of one copy after those of the other
_BATCH = 2_000
_RIVALS = 1_000


def measure_scale(articles: int, drafts: int) -> None:
    """Print the seconds of stored 60-article documents as drafts, with what the rival would take."""
    given = Path(os.environ["DATA_DIR"])
    if not (FOLDER / "ready").exists():
        shutil.rmtree(FOLDER, ignore_errors=True)
        shutil.copytree(given, FOLDER, ignore=shutil.ignore_patterns("index"))
        _in_folder("manage.py", "migrate", "--verbosity", "0")
        _in_folder("-m", "benchmarks.overlap_scale", str(articles))
        (FOLDER / "ready").touch()
    texts = _draft_texts(drafts)
    starts = [_timed("manage.py", "check", "--database", "default")[1:] for _ in range(3)]
    start, start_processor = (median(column) for column in zip(*starts, strict=True))
    runs = []
    for position, text in enumerate(texts):
        path = FOLDER / f"draft-{position}.txt"
        path.write_text(text, encoding="utf-8")
        printed, wall_seconds, processor_seconds = _timed("manage.py", "find_overlaps", str(path), "--json")
        answer = json.loads(printed)
        runs.append((wall_seconds, processor_seconds, answer["elapsed_ms"] / 1000, answer["provisions_checked"]))
    wall, processor, inside, checked = (list(column) for column in zip(*runs, strict=True))
    rival = _rival_seconds(texts[0])
    print(
        f"scale: {len(runs)} drafts of about 60 articles, {median(checked):.0f} provisions each, against "
        f"{_articles_there()} articles: reading, search, comparison and checks median {median(inside):.2f} s, "
        f"slowest {max(inside):.2f} s "
        f"(goal 1 s); whole process {median(wall):.2f} s, "
        f"of it Python and Django {start:.2f} s; load {os.getloadavg()[0]:.1f}\n"
        f"    processor: {median(processor) - start_processor:.2f} s beyond Python and Django's {start_processor:.2f} s"
    )
    print(
        f"    rapidfuzz ratio of 60 articles with all, extrapolated: {rival:.0f} s, {rival / median(inside):.0f} times as long"
    )


def _in_folder(*arguments: str) -> str:
    """What a Python process over the repeated corpus prints."""
    environment = {**os.environ, "DATA_DIR": str(FOLDER)}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=PROJECT, env=environment, check=True, text=True, stdout=subprocess.PIPE
    )
    return done.stdout


def _timed(*arguments: str) -> tuple[str, float, float]:
    """(what the process prints, its seconds on the wall, its processor's seconds)."""
    started, used = time.perf_counter(), _children_seconds()
    printed = _in_folder(*arguments)
    return printed, time.perf_counter() - started, _children_seconds() - used


def _children_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _draft_texts(count: int) -> list[str]:
    from django.db.models import Count, Q

    from legaldocs.models import Document

    articles = Count("current_version__provisions", filter=Q(current_version__provisions__kind="ARTICLE"))
    chosen = Document.objects.annotate(articles=articles).filter(pk__lt=_APART, articles__range=(58, 62)).order_by("pk")
    return [d.current_version.text for d in chosen.select_related("current_version")[:count] if d.current_version]


def _rival_seconds(text: str) -> float:
    """The processor's seconds for every article of the draft with every article there is, from a thousand of them."""
    from legaldocs.models import Provision

    articles = [part for part in text.split("\nĐiều ") if len(part) > 40][:60]
    rows = Provision.objects.filter(kind="ARTICLE").exclude(text="").order_by("pk").values_list("text", flat=True)
    sample = list(rows[:_RIVALS])
    started = time.process_time()
    for article in articles:
        for other in sample:
            fuzz.ratio(article, other)
    return (time.process_time() - started) / len(sample) * _articles_there()


def _articles_there() -> int:
    return int((FOLDER / "articles").read_text(encoding="ascii"))


# --- the repeated corpus ---


def repeat_corpus(articles: int) -> None:
    """Repeat every document of the database, words exchanged, until it has so many articles; then build the index."""
    from legaldocs.models import Provision
    from search import indexing

    there = first = Provision.objects.filter(kind="ARTICLE").count()
    chance = random.Random(7)
    words = sorted(
        {w for t in Provision.objects.values_list("text", flat=True)[:5_000] for w in t.split() if w.isalpha()}
    )
    copy = 0
    while there < articles:
        copy += 1
        _repeat(copy, words, chance)
        there += first
        print(f"copy {copy}: {there} articles", file=sys.stderr)
    (FOLDER / "articles").write_text(str(there), encoding="ascii")
    indexing.rebuild(progress=False)


def _repeat(copy: int, words: Sequence[str], chance: random.Random) -> None:
    from legaldocs.models import Document, Provision, TextVersion

    shift = copy * _APART
    of_first = {"pk__lt": _APART}
    documents = list(Document.objects.filter(**of_first).values())
    for row in documents:
        row |= {"id": row["id"] + shift, "current_version_id": None}
        if row["number"]:
            row |= {name: f"{copy}000{row[name]}" for name in ("number", "number_key")}
    Document.objects.bulk_create((Document(**row) for row in documents), batch_size=_BATCH)
    versions = TextVersion.objects.filter(**of_first, document__current_version_id__isnull=False).values()
    made = [_shifted(dict(row), shift, "id", "document_id") | {"text": "", "file_id": None} for row in versions]
    TextVersion.objects.bulk_create((TextVersion(**row) for row in made), batch_size=_BATCH)
    current = [Document(pk=row["document_id"], current_version_id=row["id"]) for row in made]
    Document.objects.bulk_update(current, ["current_version"], batch_size=_BATCH)
    batch: list[Provision] = []
    for row in Provision.objects.filter(**of_first).values().iterator(_BATCH):
        row = _shifted(dict(row), shift, "id", "version_id") | {"text": _exchanged(row["text"], words, chance)}
        batch.append(Provision(**row))
        if len(batch) == _BATCH:
            Provision.objects.bulk_create(batch)
            batch = []
    Provision.objects.bulk_create(batch)


def _shifted(row: dict[str, Any], shift: int, *names: str) -> dict[str, Any]:
    return row | {name: row[name] + shift for name in names}


def _exchanged(text: str, words: Sequence[str], chance: random.Random) -> str:
    given = text.split(" ")
    for place in range(len(given)):
        if "\n" not in given[place] and chance.random() < ALTERED:
            given[place] = chance.choice(words)
    return " ".join(given)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "legaldocs.settings")
    import django

    django.setup()
    repeat_corpus(int(sys.argv[1]))
