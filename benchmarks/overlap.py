"""How well overlaps and conflicts are found and told apart, and how fast.

    python -m benchmarks.overlap                 (c) altered copies, compared one by one; no database
    python -m benchmarks.overlap --index         (a) to (d) through the whole examination
    python -m benchmarks.overlap --scale         a 60-article draft against 100,000 articles

`--index` and `--scale` need DATA_DIR to name a folder in which the corpus has been imported and indexed:
`DATA_DIR=... python manage.py import_documents ../shared/corpus/documents.jsonl.gz && python manage.py rebuild_index`.
(a) amending documents find their target, (b) quoted wording finds the article that it replaces, (c) conflicts are named,
(d) unrelated drafts stay quiet.
"""

from __future__ import annotations

import argparse
import os
import platform
import random

from benchmarks.amending_pairs import read_rows
from benchmarks.overlap_altered import (
    FIRST,
    SECOND,
    THIRD,
    measure_alterations,
    measure_planted,
    measure_way,
    read_corpus,
)
from benchmarks.overlap_amended import measure_articles, measure_documents
from benchmarks.overlap_scale import measure_scale
from benchmarks.overlap_unrelated import measure_unrelated


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", type=int, default=300, help="altered copies of each kind")
    parser.add_argument("--drafts", type=int, default=40, help="unrelated drafts")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--show", type=int, default=0, help="print so many misses of (c) and (d), and all of (a) and (b)"
    )
    parser.add_argument(
        "--half", choices=("even", "odd"), default="", help="(c) of the documents of one half of the corpus"
    )
    parser.add_argument("--index", action="store_true")
    parser.add_argument("--scale", action="store_true")
    parser.add_argument("--articles", type=int, default=100_000, help="with --scale: articles to search")
    options = parser.parse_args()
    print(f"machine: {os.cpu_count()} cores, Python {platform.python_version()}, seed {options.seed}")
    if options.index or options.scale:
        _open_database(parser)
    if options.scale:
        measure_scale(options.articles, drafts=6)
    elif options.index:
        _measure_examination(options)
    else:
        units = [unit for unit in read_corpus() if options.half in ("", ("even", "odd")[unit.document % 2])]
        print(f"corpus: {len(units)} provisions")
        for heavy in (False, True):
            print("the rest " + ("heavily" if heavy else "lightly") + " reworded:")
            measure_alterations(units, options.each, random.Random(options.seed), options.show, heavy)
        for name, way in (("other rules", SECOND), ("what lawyers look for", THIRD)):
            print(f"altered and reworded by {name}:")
            measure_way(way, units, options.each, random.Random(options.seed), options.show)


def _open_database(parser: argparse.ArgumentParser) -> None:
    if "DATA_DIR" not in os.environ:
        parser.error("set DATA_DIR to a folder with the imported and indexed corpus")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "legaldocs.settings")
    import django

    django.setup()


def _measure_examination(options: argparse.Namespace) -> None:
    rows = read_rows()
    for lines in (True, False):
        measure_documents(rows, lines=lines, show=options.show > 0)
    measure_articles(rows, show=options.show > 0)
    for way in (FIRST, SECOND, THIRD):
        measure_planted(random.Random(options.seed), drafts=10, show=options.show, way=way)
    for level in ("", "PROVINCE"):
        measure_unrelated(random.Random(options.seed), options.drafts, options.show, level)


if __name__ == "__main__":
    main()
