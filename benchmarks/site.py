"""Django over an empty folder of its own, gone afterwards: importing this module first keeps a measurement off real data.

Processes started by a measurement find the folder in the environment and share it.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

import django

_MARK = "LEGALDOCS_BENCHMARK_FOLDER"

if _MARK not in os.environ:
    folder = tempfile.mkdtemp(prefix="legaldocs-benchmark-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ |= {_MARK: folder, "DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "legaldocs.settings"}
    os.environ.pop("DATABASE_URL", None)
    os.environ.pop("SEARCH_BACKEND", None)
FOLDER = os.environ[_MARK]
django.setup()
