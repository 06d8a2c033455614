"""All measurements in order, each in a process of its own: `python -m benchmarks [NAME ...] [--full] [--list]`, `make bench`.

Without names: those of the texts first, then those of search. `--full` adds the long one, over a database of 100,000
articles. Each module says in its opening words what it measures and takes options of its own: `python -m benchmarks.NAME -h`.
"""

from __future__ import annotations

import argparse
import importlib.util
import subprocess
import sys
from pathlib import Path

USUAL = ("reading", "meaning", "sample", "overlap", "numbers", "retrieval", "search")
LONG = ("page",)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join((*USUAL, *LONG)))
    parser.add_argument("--full", action="store_true", help="cả phép đo lâu trên cơ sở dữ liệu 100.000 điều")
    parser.add_argument("--list", action="store_true", help="chỉ liệt kê")
    options = parser.parse_args()
    names = options.names or (*USUAL, *(LONG if options.full else ()))
    unknown = [name for name in names if not importlib.util.find_spec(f"benchmarks.{name}")]
    if unknown:
        sys.exit(f"Không có phép đo: {', '.join(unknown)}. Có: {', '.join((*USUAL, *LONG))}.")
    if options.list:
        print("\n".join(names))
        return
    failed = [name for name in names if not ran(name)]
    if failed:
        sys.exit(f"Không đo được: {', '.join(failed)}")


def ran(name: str) -> bool:
    print(f"\n== {name}", flush=True)
    root = Path(__file__).resolve().parents[1]
    return subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], cwd=root).returncode == 0


if __name__ == "__main__":
    main()
