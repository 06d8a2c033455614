"""From the corpus to the index: the outbox drained, the index rebuilt.

Web requests never write the index. A change leaves an outbox row in its own transaction; one process at a time drains the
outbox. Rows go only after the index has committed: whoever is killed in between repeats work and loses none.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from tqdm import tqdm

from legaldocs.models import Document
from search import generations
from search.backends import backend_class
from search.faults import said_in_words
from search.feed import all_documents
from search.generations import Generation, Stamp
from search.models import OutboxEntry
from search.query import EngineDown, IndexUnavailable
from search.reader import is_readable
from search.records import SCHEMA_VERSION, read_documents
from search.shingles import ShingleIndex

logger = logging.getLogger(__name__)

_BATCH = 500
#: A missing or surplus share of documents beyond which the index and the corpus have drifted apart.
_DRIFT = 0.01
#: With more documents than this share waiting, building anew is the shorter way.
_MOSTLY_NEW = 0.5
#: A row may come to light a little after later ones; what comes so much later belongs to another life of the database.
_LATE = timedelta(minutes=1)
#: Seconds after which a rebuild looks again for what has changed meanwhile.
_LOOK_AGAIN = 1.0


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
    """Bring the index up to date with the outbox; make it anew where there is none, or none that can be trusted.

    Raises IndexNotWritten when the disk refuses: then the rows wait on, and the index answers as before.
    """
    done = 0
    while True:
        with said_in_words(), generations.writing() as mine:
            if not mine:
                return Drained(done, busy=True)
            done += _drain_or_rebuild()
        if not OutboxEntry.objects.exists():
            return Drained(done)


def _drain_or_rebuild() -> int:
    waiting = pending()
    generation = _sound()
    if generation is None or _is_mostly_new(generation):
        _rebuild(generation, progress=False)
        return waiting
    generations.remove_others(generation)
    return len(_drain(generation))


def _is_mostly_new(generation: Generation) -> bool:
    return pending() > _MOSTLY_NEW * generation.stamp.documents + _BATCH


def _sound() -> Generation | None:
    """The generation that counts, if changes may be added to it: of our kind, readable, whole as far as anybody doubted
    it, and not ahead of the database. Raises EngineDown when nobody can tell just now."""
    try:
        generation = generations.current()
    except EngineDown:
        raise
    except IndexUnavailable:
        return None
    if not is_readable(generation) or is_ahead(generation):
        return None
    if generation.is_doubted:
        if generation.damaged():
            return None
        generation.trust()
    return generation


def _drain(generation: Generation, *, after: int = 0) -> set[int]:
    """Bring this generation up to date with the rows that came after that one; which documents they were about."""
    done: set[int] = set()
    rows = OutboxEntry.objects.filter(pk__gt=after).order_by("pk")
    while batch := list(rows[:_BATCH].values_list("pk", "document_id")):
        document_ids = {document_id for _, document_id in batch}
        _replace(generation, sorted(document_ids))
        OutboxEntry.objects.filter(pk__in=[pk for pk, _ in batch]).delete()
        _mark(generation, batch[-1][0])
        done |= document_ids
    return done


def _mark(generation: Generation, last_entry: int) -> None:
    """Keep how far the database had come: one restored from a backup is behind it."""
    generation.keep_mark({"entry": last_entry, "history": _last_change(), "at": timezone.now().isoformat()})


def is_ahead(generation: Generation) -> bool:
    """Whether the index has seen changes that the database does not know: it was restored from a backup.

    Histories only grow. Where the database has caught up meanwhile, its new outbox rows have numbers that were drained
    before, and much later than those.
    """
    mark = generation.mark
    at = parse_datetime(str(mark.get("at", "")))
    if at is None:
        return False
    again = OutboxEntry.objects.filter(pk__lte=mark["entry"], written_at__gt=at + _LATE)
    return _last_change() < int(mark["history"]) or again.exists()


def _last_change() -> int:
    history = Document.history.order_by("-history_id")
    return history.values_list("history_id", flat=True).first() or 0


def _replace(generation: Generation, document_ids: Sequence[int]) -> None:
    documents = list(read_documents(document_ids))
    with backend_class().write(generation.engine) as writer:
        writer.remove(document_ids)
        for document in documents:
            for record in document.records:
                writer.add(record)
    units = (unit for document in documents for unit in document.units)
    ShingleIndex.open(generation.shingles).replace(document_ids, units)
    generation.seal()


class _Meanwhile:
    """What changes while a rebuild runs: at once into the index that still answers, in the end into the new one as well.

    That index may be the reason for the rebuild: where it takes no change, the rows wait for the new one.
    """

    def __init__(self, answering: Generation | None) -> None:
        self._answering = answering
        self._looked_at = 0.0
        self._changed: set[int] = set()
        self.first_row = 0
        if answering is not None and not _is_mostly_new(answering):
            self.keep_up()  # what waits already is soon done, and not to wait for the end
            self._changed.clear()
        self.first_row = OutboxEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def keep_up(self) -> None:
        """Call it often; it looks for changes once a second."""
        if self._answering is None or time.monotonic() < self._looked_at + _LOOK_AGAIN:
            return
        try:
            self._changed |= _drain(self._answering, after=self.first_row)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # a panic of the engine in Rust is no Exception
            logger.warning("the index that answers takes no change, which waits for the new one: %s", error)
            self._answering = None
        self._looked_at = time.monotonic()

    def hand_over(self, generation: Generation) -> None:
        """Bring what the index that answers has got into the new one; it may have been read before."""
        changed = sorted(self._changed)
        for start in range(0, len(changed), _BATCH):
            _replace(generation, changed[start : start + _BATCH])


def rebuild(*, progress: bool = True) -> Rebuilt:
    """Build the index anew beside the old one, and switch to it. Waits for a process that is writing now.

    Raises IndexNotWritten when the disk refuses: the old index then answers as before.
    """
    with said_in_words(), generations.writing(wait=True):
        try:
            answering = _sound()
        except EngineDown:  # a part of it may be lost for good; an engine that is down takes no new index either
            answering = None
        return _rebuild(answering, progress)


def rebuild_if_needed(*, progress: bool = True) -> Rebuilt:
    """Rebuild when there is no index, when it is of another engine or schema, damaged, or has drifted from the corpus."""
    with said_in_words(), generations.writing(wait=True):
        started = time.monotonic()
        generation = _sound()
        if generation is None or generation.damaged():
            return _rebuild(None, progress)
        _drain(generation)
        documents, provisions = backend_class()(generation.engine).counts()
        if abs(documents - Document.objects.count()) > _DRIFT * documents:
            return _rebuild(generation, progress)
        stamp = Stamp(generation.stamp.engine, SCHEMA_VERSION, documents, provisions)
        return Rebuilt(stamp, time.monotonic() - started, fresh=False)


def _rebuild(answering: Generation | None, progress: bool) -> Rebuilt:
    """`answering` is the index that may take changes meanwhile, if there is one."""
    started = time.monotonic()
    generations.remove_unfinished()
    meanwhile = _Meanwhile(answering)
    generation = generations.new(settings.SEARCH_BACKEND, SCHEMA_VERSION)
    try:
        stamp = _fill(generation, progress, meanwhile)
        meanwhile.hand_over(generation)
        backend_class().publish(generation.engine)
        generation.make_current(stamp)
    except BaseException:
        generations.remove(generation)  # on a full disk, what is half written takes the room that others need
        raise
    # What was written up to then is in the new generation; what came later is drained into it.
    OutboxEntry.objects.filter(pk__lte=meanwhile.first_row).delete()
    _mark(generation, meanwhile.first_row)
    _drain(generation)
    return Rebuilt(stamp, time.monotonic() - started)


def _fill(generation: Generation, progress: bool, meanwhile: _Meanwhile) -> Stamp:
    units = ShingleIndex.base_builder(generation.shingles)
    documents = provisions = 0
    everything = tqdm(
        all_documents(), total=Document.objects.count(), unit=" văn bản", desc="Lập chỉ mục", disable=not progress
    )
    with backend_class().write(generation.engine) as writer:
        for document in everything:
            for record in document.records:
                writer.add(record)
            for unit in document.units:
                units.add(unit)
            documents += 1
            provisions += len(document.records) - 1
            meanwhile.keep_up()
    meanwhile.keep_up()
    ShingleIndex.finish(units)
    meanwhile.keep_up()
    return Stamp(settings.SEARCH_BACKEND, SCHEMA_VERSION, documents, provisions)
