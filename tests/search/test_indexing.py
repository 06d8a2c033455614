from __future__ import annotations

import multiprocessing
import os
import signal
from datetime import date

import pytest
from django.db import connection

from legaldocs.signals import documents_imported, text_changed
from search import engine, generations, indexing
from search.models import OutboxEntry
from search.postings import SegmentBuilder
from search.query import IndexUnavailable, Query
from search.shingles import ShingleIndex
from tests.search.corpus import fee_resolution, give_text, index_everything, put

pytestmark = pytest.mark.django_db
ON = date(2024, 6, 1)


def total(text: str) -> int:
    return engine.search(Query(text, ON)).total


def changed(*documents) -> None:
    OutboxEntry.objects.bulk_create(OutboxEntry(document_id=document.pk) for document in documents)


def test_a_change_waits_in_the_outbox_until_it_is_drained() -> None:
    index_everything()
    document = fee_resolution()
    text_changed.send(sender=None, document_ids=[document.pk])
    assert total("tham quan") == 0
    assert indexing.pending() == 1
    assert indexing.drain() == indexing.Drained(1)
    assert indexing.pending() == 0
    assert total("tham quan") == 3


def test_a_new_version_takes_the_place_of_the_old_one() -> None:
    document = fee_resolution()
    index_everything()
    give_text(document, {"dieu-1": ("", "Chỉ còn nói về chuyện đê điều và phòng chống lụt bão mà thôi.")})
    changed(document)
    indexing.drain()
    assert total('"giám hộ"') == 0
    assert total('"đê điều"') == 1
    assert engine.neighbours(["Người lớn nộp 40.000 đồng cho mỗi lượt, vào mọi ngày trong tuần"], on=ON) == [[]]


def test_a_deleted_document_leaves_the_index() -> None:
    document, other = fee_resolution(), put("1/2020/NQ-HĐND", "Khác", {"dieu-1": ("", "đê điều")})
    index_everything()
    changed(document)
    document.current_version = None
    document.save()
    document.delete()
    indexing.drain()
    assert total("tham quan") == 0
    assert total("đê điều") == 1
    assert other.pk


def test_draining_makes_the_index_where_there_is_none() -> None:
    changed(fee_resolution())
    with pytest.raises(IndexUnavailable, match="rebuild_index"):
        total("phí")
    indexing.drain()
    assert total("phí") == 3


def test_rows_stay_until_the_index_has_committed(monkeypatch) -> None:
    index_everything()
    changed(fee_resolution())

    def fail(*args, **kwargs) -> None:
        raise OSError("đĩa đầy")

    with monkeypatch.context() as broken:
        broken.setattr(ShingleIndex, "replace", fail)
        with pytest.raises(OSError, match="đĩa đầy"):
            indexing.drain()
    assert indexing.pending() == 1
    indexing.drain()
    assert total("tham quan") == 3  # once, although the first engine had committed before


def test_one_process_writes_at_a_time() -> None:
    index_everything()
    changed(fee_resolution())
    with generations.writing() as mine:
        assert mine
        assert indexing.drain() == indexing.Drained(0, busy=True)
    assert indexing.drain() == indexing.Drained(1)


def test_a_rebuild_replaces_the_generation_at_once_and_keeps_the_old_one_readable() -> None:
    document = fee_resolution()
    index_everything()
    old = generations.current()
    give_text(document, {"dieu-1": ("", "đê điều")})
    index_everything()
    assert generations.current() != old
    assert old.folder.exists()
    assert total("đê điều") == 1
    changed(document)
    indexing.drain()
    assert not old.folder.exists()


def test_what_is_written_during_a_rebuild_is_not_lost(monkeypatch) -> None:
    document = fee_resolution()
    fill = indexing._fill

    def fill_and_change(*args):
        stamp = fill(*args)
        give_text(document, {"dieu-1": ("", "đê điều")})
        changed(document)
        return stamp

    monkeypatch.setattr(indexing, "_fill", fill_and_change)
    index_everything()
    assert indexing.pending() == 0
    assert total("đê điều") == 1


@pytest.mark.parametrize("name", ["tantivy", "whoosh"])
def test_what_comes_during_a_rebuild_is_found_at_once_and_afterwards(settings, monkeypatch, name: str) -> None:
    settings.SEARCH_BACKEND = name
    waiting, document = put("9/2019/NQ-HĐND", "Cũ", {"dieu-1": ("", "hương ước")}), fee_resolution()
    index_everything()
    give_text(waiting, {"dieu-1": ("", "quy ước")})
    changed(waiting)
    read, seen = indexing.all_documents, []

    def read_and_change():
        seen.append(total('"quy ước"'))  # what waited before did not wait for the rebuild
        for number, one in enumerate(read()):
            yield one
            if not number:
                give_text(document, {"dieu-1": ("", "đê điều")})
                changed(document, put("1/2020/NQ-HĐND", "Khác", {"dieu-1": ("", "lụt bão")}))
            else:
                seen.append((total('"đê điều"'), total('"giám hộ"'), total('"lụt bão"'), indexing.pending()))

    monkeypatch.setattr(indexing, "all_documents", read_and_change)
    monkeypatch.setattr(indexing, "_LOOK_AGAIN", 0)
    before = generations.current()
    index_everything()
    assert generations.current() != before
    assert seen[:2] == [1, (1, 0, 1, 0)]
    assert (total('"đê điều"'), total('"giám hộ"'), total('"lụt bão"'), total('"quy ước"')) == (1, 0, 1, 1)


def test_an_index_that_takes_no_change_does_not_keep_a_rebuild_from_its_end(monkeypatch) -> None:
    document = fee_resolution()
    index_everything()
    replace, broken = indexing._replace, generations.current()

    def refuse(generation, document_ids) -> None:
        if generation == broken:
            raise ValueError("corrupt segment")
        replace(generation, document_ids)

    give_text(document, {"dieu-1": ("", "đê điều")})
    changed(document)
    monkeypatch.setattr(indexing, "_replace", refuse)
    index_everything()
    assert (total('"đê điều"'), indexing.pending()) == (1, 0)


def _rebuild_and_die() -> None:
    SegmentBuilder.build = lambda self: os.kill(os.getpid(), signal.SIGKILL)
    indexing.rebuild(progress=False)


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_that_is_killed_leaves_the_old_generation_and_the_lock_free() -> None:
    fee_resolution()
    index_everything()
    connection.close()  # a connection has one owner: each process opens its own
    process = multiprocessing.get_context("fork").Process(target=_rebuild_and_die)
    process.start()
    process.join(20)
    assert process.exitcode == -signal.SIGKILL
    assert total("tham quan") == 3
    assert len(list(generations._folders())) == 2
    index_everything()
    assert total("tham quan") == 3


def test_rebuild_if_needed_leaves_a_right_index_alone() -> None:
    fee_resolution()
    assert indexing.rebuild_if_needed(progress=False).fresh
    built = indexing.rebuild_if_needed(progress=False)
    assert not built.fresh
    assert (built.stamp.documents, built.stamp.provisions) == (1, 2)


def test_rebuild_if_needed_sees_drift_another_schema_and_another_engine(settings, monkeypatch) -> None:
    fee_resolution()
    index_everything()
    put("1/2020/NQ-HĐND", "Lọt lưới", {"dieu-1": ("", "chữ")})
    assert indexing.rebuild_if_needed(progress=False).fresh
    monkeypatch.setattr(indexing, "SCHEMA_VERSION", 99)
    assert indexing.rebuild_if_needed(progress=False).stamp.schema_version == 99
    settings.SEARCH_BACKEND = "whoosh"
    assert indexing.rebuild_if_needed(progress=False).stamp.engine == "whoosh"


def test_an_index_of_another_engine_is_refused_in_words(settings) -> None:
    index_everything()
    settings.SEARCH_BACKEND = "whoosh"
    with pytest.raises(IndexUnavailable, match="phiên bản khác"):
        total("phí")


def test_the_whole_way_works_with_whoosh(settings) -> None:
    settings.SEARCH_BACKEND = "whoosh"
    document = fee_resolution()
    index_everything()
    assert total("tham quan") == 3
    give_text(document, {"dieu-1": ("", "đê điều")})
    changed(document)
    indexing.drain()
    assert total("đê điều") == 1


def test_an_import_is_searchable_when_it_ends() -> None:
    text_changed.send(sender=None, document_ids=[fee_resolution().pk])
    documents_imported.send(sender=None)
    assert total("tham quan") == 3


def test_many_changes_ask_the_worker_once(settings, django_capture_on_commit_callbacks) -> None:
    from django_tasks_db.models import DBTaskResult

    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    document = fee_resolution()
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(3):
            text_changed.send(sender=None, document_ids=[document.pk])
    assert DBTaskResult.objects.count() == 1
    assert OutboxEntry.objects.count() == 3
