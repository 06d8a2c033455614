"""How many planted faults the automatic checks find, and how often they speak where nothing is wrong.

    DATA_DIR=... python -m benchmarks.checks [--drafts 30] [--seed 1] [--show N]

DATA_DIR names a folder in which the corpus has been imported and indexed (as for `benchmarks.overlap --index`). Real provincial
decisions and resolutions, without their number and day, are laid beside the law of the day on which they were issued, twice:
once with faults planted, once with the same sentences put right. Each line says how many of the planted faults were named with
the document that they are about, and how often the right sentence was objected to. The texts are altered in memory only.
"""

from __future__ import annotations

import argparse
import os
import random
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.checks_planted import Planted


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--drafts", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="print so many misses and so many false alarms")
    options = parser.parse_args()
    if "DATA_DIR" not in os.environ:
        parser.error("set DATA_DIR to a folder with the imported and indexed corpus")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "legaldocs.settings")
    import django

    django.setup()
    measure(random.Random(options.seed), options.drafts, options.show)


def measure(chance: random.Random, drafts: int, show: int) -> None:
    """Print the table."""
    from benchmarks.checks_planted import planted_drafts
    from benchmarks.checks_repeals import endings, successors

    done: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for planted in _both(chance, drafts, planted_drafts, endings, successors):
        for fault in planted.faults:
            found, alarm = fault.is_named(planted.faulty), fault.is_named(planted.sound)
            done[fault.kind].append((found, alarm))
            if show > 0 and (alarm or not found):
                show -= 1
                print(f"   {'false alarm' if alarm else 'missed'}: {fault.kind}, {planted.name}: {fault.said[:200]}")
    print(f"{'fault':44} {'planted':>8} {'found':>6} {'':>6} {'sound, but objected to':>24}")
    for kind, results in done.items():
        found, alarms = (sum(column) for column in zip(*results, strict=True))
        print(f"{kind:44} {len(results):8} {found:6} {found / len(results):6.0%} {alarms:24}")


def _both(chance: random.Random, drafts: int, *sources: object) -> Iterator[Planted]:
    for source in sources:
        yield from source(chance, drafts)  # type: ignore[operator]


if __name__ == "__main__":
    main()
