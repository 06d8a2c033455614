"""From the corpus to the index: the outbox drained, the index rebuilt.

Web requests never write the index. A change leaves an outbox row in its own transaction; one process at a time drains the
outbox. Rows go only after the index has committed: whoever is killed in between repeats work and loses none.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from tqdm import tqdm

from legaldocs.models import Document
from search import generations
from search.backends import backend_class
from search.generations import Generation, Stamp
from search.models import OutboxEntry
from search.query import IndexUnavailable
from search.records import SCHEMA_VERSION, read_documents
from search.shingles import ShingleIndex

_BATCH = 500
#: A missing or surplus share of documents beyond which the index and the corpus have drifted apart.
_DRIFT = 0.01
#: With more documents than this share waiting, building anew is the shorter way.
_MOSTLY_NEW = 0.5


@dataclass(frozen=True, slots=True)
class Drained:
    """How many documents were brought up to date; `busy` when another process is at it and will see the rows as well."""

    documents: int
    busy: bool = False


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild made; `fresh` False when the index stood as it should and nothing was done."""

    stamp: Stamp
    seconds: float
    fresh: bool = True


def pending() -> int:
    """How many documents wait for the index."""
    return OutboxEntry.objects.values("document_id").distinct().count()


def drain() -> Drained:
    """Bring the index up to date with the outbox; make it first where there is none or it is of another kind."""
    done = 0
    while OutboxEntry.objects.exists():
        with generations.writing() as mine:
            if not mine:
                return Drained(done, busy=True)
            done += _drain_or_rebuild()
    return Drained(done)


def _drain_or_rebuild() -> int:
    waiting = pending()
    try:
        generation = generations.current()
    except IndexUnavailable:
        generation = None
    if generation is None or _unlike(generation.stamp) or waiting > _MOSTLY_NEW * generation.stamp.documents + _BATCH:
        _rebuild(progress=False)
        return waiting
    generations.remove_others()
    return _drain(generation)


def _drain(generation: Generation) -> int:
    done = 0
    while batch := list(OutboxEntry.objects.order_by("pk")[:_BATCH].values_list("pk", "document_id")):
        document_ids = sorted({document_id for _, document_id in batch})
        _replace(generation, document_ids)
        OutboxEntry.objects.filter(pk__in=[pk for pk, _ in batch]).delete()
        done += len(document_ids)
    return done


def _replace(generation: Generation, document_ids: Sequence[int]) -> None:
    documents = list(read_documents(document_ids))
    with backend_class().write(generation.engine) as writer:
        writer.remove(document_ids)
        for document in documents:
            for record in document.records:
                writer.add(record)
    units = (unit for document in documents for unit in document.units)
    ShingleIndex.open(generation.shingles).replace(document_ids, units)


def rebuild(*, progress: bool = True) -> Rebuilt:
    """Build the index anew beside the old one, and switch to it. Waits for a process that is writing now."""
    with generations.writing(wait=True):
        return _rebuild(progress)


def rebuild_if_needed(*, progress: bool = True) -> Rebuilt:
    """Rebuild when there is no index, when it is of another engine or schema, or has drifted from the corpus."""
    with generations.writing(wait=True):
        try:
            generation = generations.current()
        except IndexUnavailable:
            return _rebuild(progress)
        started = time.monotonic()
        if not _unlike(generation.stamp):
            _drain(generation)
            documents, provisions = backend_class()(generation.engine).counts()
            if abs(documents - Document.objects.count()) <= _DRIFT * documents:
                stamp = Stamp(generation.stamp.engine, SCHEMA_VERSION, documents, provisions)
                return Rebuilt(stamp, time.monotonic() - started, fresh=False)
        return _rebuild(progress)


def _rebuild(progress: bool) -> Rebuilt:
    started = time.monotonic()
    generations.remove_others()
    seen = OutboxEntry.objects.order_by("-pk").values_list("pk", flat=True).first()
    generation = generations.new(settings.SEARCH_BACKEND, SCHEMA_VERSION)
    stamp = _fill(generation, progress)
    backend_class().publish(generation.engine)
    generation.make_current(stamp)
    if seen is not None:  # what was written up to then is in the new generation; what came later is drained into it
        OutboxEntry.objects.filter(pk__lte=seen).delete()
    _drain(generation)
    return Rebuilt(stamp, time.monotonic() - started)


def _fill(generation: Generation, progress: bool) -> Stamp:
    units = ShingleIndex.base_builder(generation.shingles)
    documents = provisions = 0
    everything = tqdm(
        read_documents(), total=Document.objects.count(), unit=" văn bản", desc="Lập chỉ mục", disable=not progress
    )
    with backend_class().write(generation.engine) as writer:
        for document in everything:
            for record in document.records:
                writer.add(record)
            for unit in document.units:
                units.add(unit)
            documents += 1
            provisions += len(document.records) - 1
    ShingleIndex.finish(units)
    return Stamp(settings.SEARCH_BACKEND, SCHEMA_VERSION, documents, provisions)


def _unlike(stamp: Stamp) -> bool:
    return (stamp.engine, stamp.schema_version) != (settings.SEARCH_BACKEND, SCHEMA_VERSION)
