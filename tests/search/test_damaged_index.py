"""An index that is lost, damaged, of another kind or ahead of its database: noticed, and made anew."""

from __future__ import annotations

import json
import random
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from legaldocs.models import Document, Role
from search import generations, indexing, reader
from search.models import OutboxEntry
from search.query import IndexUnavailable
from search.state import index_state
from tests.factories import make_user
from tests.search.corpus import fee_resolution, index_everything, put
from tests.search.mishaps import changed, everything_stored, index_files, neighbours, total, work_off

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("engine_name")]


# --- lost and damaged ---


def test_a_lost_folder_is_said_and_made_anew() -> None:
    fee_resolution()
    index_everything()
    assert total() == 3
    shutil.rmtree(django_settings.INDEX_DIR)
    with pytest.raises(IndexUnavailable, match="rebuild_index"):
        total()
    indexing.drain()
    assert (total(), neighbours()) == (3, 1)


@pytest.mark.parametrize("pointer", [None, b"", b"\xff\xfe\x00", b"../../../etc", b"tantivy-4-999", b"khong-co"])
def test_without_its_pointer_the_newest_whole_generation_answers(pointer: bytes | None) -> None:
    fee_resolution()
    index_everything()
    generations.new("tantivy", 1)  # of a rebuild that was killed: not signed, never read
    path = Path(django_settings.INDEX_DIR) / generations.POINTER
    path.unlink() if pointer is None else path.write_bytes(pointer)
    assert total() == 3


def damage(path: Path, chance: random.Random) -> None:
    """Cut the file off at some place, or turn some of its bits over."""
    content = bytearray(path.read_bytes())
    if chance.random() < 0.5:
        content = content[: chance.randrange(len(content))]
    else:
        for _ in range(3):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.unlink()
    path.write_bytes(content)


@pytest.mark.parametrize("seed", range(12))
def test_damaged_files_never_break_a_page_and_one_command_mends_them(seed: int, client: Client) -> None:
    fee_resolution()
    index_everything()
    stored, chance = everything_stored(), random.Random(seed)
    for path in chance.sample(index_files(), 3):
        damage(path, chance)
    client.force_login(make_user("docgia", Role.READER))
    for address in ("/tim-kiem/?q=tham+quan", "/tim-kiem/?q=%22tham+quan%22", "/tim-kiem/goi-y/?q=15"):
        assert client.get(address).status_code == 200
    try:
        neighbours()
    except IndexUnavailable as refusal:
        assert "rebuild_index" in str(refusal)
    call_command("rebuild_index", "--if-needed", "--json")
    assert (total(), neighbours()) == (3, 1)
    assert index_state(check_files=True).problem == ""
    assert everything_stored() == stored


def test_every_single_file_cut_in_half_is_noticed_by_the_check(capsys) -> None:
    fee_resolution()
    index_everything()
    for path in index_files():
        if path.parent == generations.current().folder:
            continue  # stamp, seal and mark of the generation have tests of their own
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
        assert not reader.is_readable(generations.current()) or generations.current().damaged(), path.name
        path.write_bytes(whole)
    assert reader.is_readable(generations.current())


@pytest.mark.parametrize("name", [generations.STAMP, generations.SEAL, generations.MARK])
@pytest.mark.parametrize("content", [None, b"", b"\xff{", b"[1]", b'{"engine": "x"}'])
def test_a_damaged_note_of_a_generation_is_no_disaster(name: str, content: bytes | None) -> None:
    document = fee_resolution()
    index_everything()
    path = generations.current().folder / name
    path.unlink() if content is None else path.write_bytes(content)
    changed(document)
    indexing.drain()
    assert (total(), neighbours()) == (3, 1)
    assert indexing.pending() == 0


def test_while_the_newest_cannot_be_opened_the_one_before_answers() -> None:
    fee_resolution()
    index_everything()
    index_everything()
    for path in generations.current().engine.iterdir():
        path.unlink()
    assert (total(), neighbours()) == (3, 1)


def test_the_page_of_a_damaged_index_says_who_mends_it_and_has_it_mended(
    client: Client, settings, django_capture_on_commit_callbacks
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    fee_resolution()
    index_everything()
    shutil.rmtree(generations.current().engine)
    client.force_login(make_user("docgia", Role.READER))
    with django_capture_on_commit_callbacks(execute=True):
        page = client.get("/tim-kiem/", {"q": "tham quan"}).content.decode()
    assert "Người quản trị hãy chạy: python manage.py rebuild_index" in page
    assert 'href="/van-ban/?q=tham%20quan"' in page
    assert "15/2021/NQ-HĐND" in client.get("/van-ban/?q=tham%20quan").content.decode()
    assert DBTaskResult.objects.count() == 1
    work_off()
    assert total() == 3


# --- of another kind ---


@pytest.mark.parametrize("other", [-1, +1])
def test_an_index_of_an_older_or_newer_schema_is_refused_and_made_anew(other: int) -> None:
    fee_resolution()
    index_everything()
    path = generations.current().folder / generations.STAMP
    stamp = json.loads(path.read_text())
    path.write_text(json.dumps({**stamp, "schema_version": stamp["schema_version"] + other}))
    with pytest.raises(IndexUnavailable, match="phiên bản khác"):
        total()
    indexing.drain()
    assert total() == 3


def test_an_index_of_another_engine_is_refused_and_made_anew(settings, engine_name: str) -> None:
    fee_resolution()
    index_everything()
    settings.SEARCH_BACKEND = "whoosh" if engine_name == "tantivy" else "tantivy"
    with pytest.raises(IndexUnavailable, match="phiên bản khác"):
        total()
    indexing.drain()
    assert total() == 3


# --- a database restored from its backup ---


def test_an_index_ahead_of_a_restored_database_is_noticed_and_made_anew() -> None:
    fee_resolution()
    index_everything()
    later = put("9/2024/NQ-HĐND", "Lần sau", {"dieu-1": ("", "tham quan lần sau")})
    changed(later)
    indexing.drain()
    assert total() == 4
    Document.objects.filter(pk=later.pk).update(current_version=None)
    Document.objects.filter(pk=later.pk).delete()
    Document.history.filter(id=later.pk).delete()  # as if none of it had ever been
    assert "khôi phục" in index_state().problem
    assert indexing.rebuild_if_needed(progress=False).fresh
    assert total() == 3
    assert index_state().problem == ""


def test_a_restored_database_that_has_caught_up_is_known_by_its_outbox() -> None:
    document = fee_resolution()
    index_everything()
    changed(document)
    indexing.drain()
    generation = generations.current()
    generation.keep_mark({**generation.mark, "entry": 1_000_000})
    changed(document)
    assert not indexing.is_ahead(generation), "rows that come to light a little late are no sign"
    OutboxEntry.objects.update(written_at=timezone.now() + timedelta(hours=1))
    assert indexing.is_ahead(generation)
    indexing.drain()
    assert generations.current() != generation
    assert total() == 3
