"""The facade: search, the neighbours of a text, completions. Everything else of the app asks here."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from search.access import out_of_reach
from search.backends.base import Backend, Demand, Match, Page, is_long, wants_all
from search.catalogue import StoredCatalogue
from search.hydration import Texts, names_of, paths_of
from search.numbers_asked import numbers_asked
from search.ordering import by_date, can_be_dated
from search.passages import READ, second_look
from search.places import with_places
from search.query import BadQuery, Condition, Facets, Field, Filters, Nearby, NearDocument, Neighbour, Query, Results
from search.question import Question, read_question
from search.reader import reader
from search.shingles import Candidate
from search.suggesting import FEW, suggestion
from search.vietnamese import syllables

#: Matches looked at first to make a page of documents, and for each document up to its end: most pages need no more, and
#: every match read beyond them costs.
_DEEP, _EACH = 300, 5
#: Writings of one number that are looked up while somebody types.
_MOST_KEYS = 4


def search(query: Query, *, facets: bool = True) -> Results:
    """The page of hits asked for. Raises BadQuery for what cannot be understood, IndexUnavailable without an index."""
    started = time.perf_counter()
    question, within = _read(query)
    asked, query = replace(query, on=within.on), within
    backend = reader().backend
    texts = Texts(query.filters)
    page = _page(backend, question, query, texts)
    return Results(
        asked,
        page.total,
        texts.hits(page.matches, question),
        (time.perf_counter() - started) * 1000,
        complete=page.complete,
        suggestion=_suggestion(backend, question, query, page),
        facets=_facets(backend, question, query, page) if facets else {},
        problems=question.problems,
        parts=question.parts,
        words=_looked_for(question),
        is_long=is_long(question),
    )


def _read(query: Query) -> tuple[Question, Query]:
    """The question with what it cites looked up, and the query within the reader's reach, on the day that is meant."""
    question = read_question(query.text, StoredCatalogue(), may_list=query.filters.is_narrow)
    within = replace(query, on=question.on or query.on, filters=_within_reach(query.filters))
    return with_places(question, within.filters, within.on), within


def _looked_for(question: Question) -> tuple[str, ...]:
    phrases = (" ".join(word.exact for word in phrase) for phrase in question.marked_phrases)
    quoted = (f'"{phrase}"' if " " in phrase else phrase for phrase in phrases)
    return tuple(dict.fromkeys([*quoted, *(word.exact for word in question.marked_words)]))


def _page(backend: Backend, question: Question, query: Query, texts: Texts) -> Page:
    if query.order and can_be_dated(backend, question, query):
        return by_date(backend, question, query)
    if query.level == "document":
        return _by_document(backend, question, query, texts)
    return _by_provision(backend, question, query, texts, query.limit, query.offset)


def _within_reach(filters: Filters) -> Filters:
    """The conditions without the documents that have gone out of the reader's reach since they were indexed."""
    hidden = out_of_reach(filters)
    return replace(filters, refused=(*filters.refused, Condition(Field.DOCUMENT, hidden))) if hidden else filters


def _by_provision(
    backend: Backend, question: Question, query: Query, texts: Texts, limit: int, offset: int = 0
) -> Page:
    """So many records, best first: the first of all in the order of a second look at their texts."""
    by_document = query.level == "document"
    ask = partial(
        backend.search,
        question,
        query.filters,
        query.on,
        complete_only=query.complete_only,
        best_only=by_document,
    )
    if offset >= READ or question.is_listing:
        return ask(limit, offset)
    page = ask(max(READ, offset + limit), 0)
    head, rest = page.matches[:READ], page.matches[READ:]
    looked = second_look(head, texts.to_look_at(head), question, None if query.filters.status else query.on)
    return page._replace(matches=[*looked, *rest][offset : offset + limit])


def _by_document(backend: Backend, question: Question, query: Query, texts: Texts) -> Page:
    wanted = query.offset + query.limit
    deep = max(_DEEP, _EACH * wanted)
    page, best = _best_of_documents(backend, question, query, texts, deep)
    total = len(best)
    if deep < page.total:
        total = backend.count_documents(question, query.filters, query.on, complete=query.complete_only)
    while len(best) < min(wanted, total) and deep < page.total:
        deep = min(5 * deep, max(2 * deep, deep * 3 * wanted // (2 * max(1, len(best)))))
        page, best = _best_of_documents(backend, question, query, texts, deep)
    complete = total if page.complete else 0
    if page.complete not in {0, page.total}:
        complete = backend.count_documents(question, query.filters, query.on, complete=True)
    return Page(max(total, complete), list(best.values())[query.offset : wanted], complete)


def _suggestion(backend: Backend, question: Question, query: Query, page: Page) -> str:
    """Another spelling, where nothing or little was found as it was typed."""
    exact = any(match.score >= Demand.ALL_EXACT.bonus for match in page.matches)
    satisfied = is_long(question) or (
        page.complete >= FEW and (exact or not (wants_all(question) and question.accented))
    )
    if query.offset or satisfied:
        return ""
    return suggestion(backend, query.text, question, query.filters, query.on)


def _best_of_documents(
    backend: Backend, question: Question, query: Query, texts: Texts, deep: int
) -> tuple[Page, dict[int, Match]]:
    """So many matches, and the best of each document among them."""
    page = _by_provision(backend, question, query, texts, deep)
    best: dict[int, Match] = {}
    for match in page.matches:
        best.setdefault(match.document_id, match)
    return page, best


def count(query: Query) -> int:
    """How many hits have all the words: what `Results.complete` says of the question, without the hits. Raises BadQuery."""
    question, within = _read(query)
    backend = reader().backend
    if query.level == "document":
        return backend.count_documents(question, within.filters, within.on, complete=True)
    return backend.count(question, within.filters, within.on)


def numbers_lacked(query: Query) -> frozenset[str]:
    """The keys of the documents asked for by number, in words or as `số:`, where the reader may see none of them.

    Whatever else the question asks does not matter; a number that it excludes, or offers beside others, is not asked for.
    """
    asked = read_question(query.text, StoredCatalogue(), may_list=query.filters.is_narrow)
    wanted = [condition for condition in asked.conditions if condition.field == Field.NUMBER]
    within, backend = _within_reach(query.filters.reach), reader().backend
    held = [backend.count(Question(conditions=(each,)), within, query.on, Demand.ANY) for each in wanted]
    if asked.numbers:
        in_words = Question(words=asked.words, units=asked.units, numbers=asked.numbers)
        held.append(backend.count(in_words, within, query.on, Demand.NUMBER))
    keys = (*asked.numbers, *(str(value) for each in wanted for value in each.values))
    return frozenset() if any(held) else frozenset(keys)


def documents(query: Query) -> frozenset[int]:
    """Ids of all documents with a hit that has all the words: those that `Results.complete` counts.

    Raises BadQuery also for a part that cannot be understood, since without it the answer would be another.
    """
    question, within = _read(query)
    if wrong := [problem.message for problem in question.problems if not problem.is_understood]:
        raise BadQuery(" ".join(wrong))
    demand = Demand.COMPLETE if wants_all(question) else Demand.ANY
    return frozenset(reader().backend.tally(demand, question, within.filters, within.on).documents)


def _facets(backend: Backend, question: Question, query: Query, page: Page) -> Facets:
    """The facets of the hits with all the words; where there are none, of all hits."""
    if not page.total:
        return {}
    by_document = query.level == "document"
    return backend.facets(question, query.filters, query.on, by_document=by_document, complete=page.complete > 0)


def neighbours(
    texts: Sequence[str], *, on: date, exclude_documents: Collection[int] = frozenset(), limit: int = 10
) -> list[list[Neighbour]]:
    """For each text the nearest provisions of promulgated documents that had not expired on that day.

    Clauses with their points, or articles without clauses; those with shared wording first, then those about the same
    matter. Raises IndexUnavailable without an index.
    """
    return nearby(texts, on=on, exclude_documents=exclude_documents, limit=limit).provisions


def nearby(
    texts: Sequence[str],
    *,
    on: date,
    exclude_documents: Collection[int] = frozenset(),
    limit: int = 10,
    documents: int = 0,
) -> Nearby:
    """`neighbours`, and the documents (at most `documents`) that share most wording with all the texts together."""
    survey = reader().shingles.survey(
        texts, on=on.toordinal(), exclude=exclude_documents, limit=limit, documents=documents
    )
    candidates = [*(candidate for near in survey.near for candidate in near), *(d.unit for d in survey.documents)]
    paths = paths_of({candidate.provision_id for candidate in candidates})

    def placed(near: Iterable[Candidate]) -> list[Neighbour]:
        return [
            Neighbour(c.provision_id, c.document_id, paths[c.provision_id], c.containment, c.rank_score)
            for c in near
            if c.provision_id in paths
        ]

    return Nearby(
        [placed(near) for near in survey.near],
        [
            NearDocument(shared.document_id, shared.evidence, shared.place, provision)
            for shared in survey.documents
            for provision in placed([shared.unit])
        ],
    )


def suggest(text: str, limit: int = 8) -> list[str]:
    """Numbers and titles of promulgated documents that begin as the text does; nothing for less than two letters."""
    return [name for _, name in suggest_documents(text, limit)]


def suggest_documents(text: str, limit: int = 8) -> list[tuple[int, str]]:
    """(id, number and title) of promulgated documents: those meant by a number, however it is written, then those whose
    number or title begins as the text does."""
    typed = text.strip()
    words = syllables(typed)
    if len(typed) < 2 or not words:
        return []
    backend = reader().backend
    meant = [pk for key in numbers_asked(typed)[:_MOST_KEYS] for pk in backend.complete_number(key, limit)]
    found = backend.complete_number(words[-1], limit) if words[-1][0].isdigit() else []
    found += backend.complete(words[:-1], words[-1], limit)
    return names_of(list(dict.fromkeys([*meant, *found]))[:limit])
