"""Fuzz the targets one after another: python -m fuzz [TARGET ...] [--seconds N]. Each runs in a process of its own.

What fails is written to var/fuzz/TARGET/crash-*; run it again with `python -m fuzz TARGET --again FILE`.
"""

from __future__ import annotations

import argparse
import importlib
import os
import subprocess
import sys
from pathlib import Path

from fuzz.targets import TARGETS

ROOT = Path(__file__).resolve().parents[1]
FOUND = ROOT / "var" / "fuzz"
SLOWEST = 20  # seconds that one input may take


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--seconds", type=int, default=120, help="thời gian cho mỗi đích")
    parser.add_argument("--again", type=Path, help="chạy lại một tệp đã làm hỏng")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    names = options.targets or list(TARGETS)
    if unknown := [name for name in names if name not in TARGETS]:
        sys.exit(f"Không có đích: {', '.join(unknown)}. Có: {', '.join(TARGETS)}.")
    if options.again:
        TARGETS[names[0]](options.again.read_bytes())
    elif options.here:
        fuzz(names[0], options.seconds)
    elif failed := [name for name in names if not ran(name, options.seconds)]:
        sys.exit(f"Đã tìm thấy lỗi ở: {', '.join(failed)}. Tệp gây lỗi nằm trong {FOUND}.")


def ran(name: str, seconds: int) -> bool:
    print(f"\n== {name}, {seconds} s", flush=True)
    command = [sys.executable, "-m", "fuzz", name, "--here", "--seconds", str(seconds)]
    return subprocess.run(command, cwd=ROOT).returncode == 0


def fuzz(name: str, seconds: int) -> None:
    try:
        atheris = importlib.import_module("atheris")
    except ModuleNotFoundError:
        sys.exit("Cần atheris: chạy `make fuzz`, hoặc `pip install -r requirements-fuzz.txt`.")
    folder = FOUND / name
    folder.mkdir(parents=True, exist_ok=True)
    with atheris.instrument_imports(include=["legaldocs"]):
        for module in [module for module in sys.modules if module.startswith(("legaldocs", "fuzz.targets"))]:
            del sys.modules[module]
        target = importlib.import_module("fuzz.targets").TARGETS[name]
    corpus = folder / "corpus"
    corpus.mkdir(exist_ok=True)
    limits = [
        f"-max_total_time={seconds}",
        f"-timeout={SLOWEST}",
        "-max_len=4000",
        "-rss_limit_mb=2048",
        "-print_final_stats=1",
    ]
    os.chdir(folder)
    atheris.Setup([sys.argv[0], *limits, f"-artifact_prefix={folder}/", str(corpus)], target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
