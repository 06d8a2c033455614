"""What every test runs in: its own data folder, an outbox that is drained by hand, cheap passwords."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as examples

# The same examples in every run and no deadline, or a test could fail by chance on a busy machine. New examples are looked
# for with `pytest --hypothesis-profile=searching` and with `make fuzz`.
examples.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
examples.register_profile("searching", max_examples=2_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
examples.load_profile("steady")

REPOSITORY = Path(__file__).resolve().parent.parent
CORPUS = REPOSITORY.parent / "shared" / "corpus"


@pytest.fixture(autouse=True)
def own_data_folder(settings, tmp_path: Path) -> Path:
    """Uploads and index of one test never meet those of another, nor a person's own."""
    settings.DATA_DIR = tmp_path
    settings.UPLOAD_DIR = settings.MEDIA_ROOT = tmp_path / "uploads"
    settings.INDEX_DIR = tmp_path / "index"
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return tmp_path


@pytest.fixture
def corpus() -> Path:
    """The folder of real documents beside the project; tests that need it skip where it is missing."""
    if not CORPUS.is_dir():
        pytest.skip("không có kho văn bản mẫu shared/corpus cạnh dự án")
    return CORPUS
