"""Searches that people keep: saving, sharing, and telling each follower which documents have entered the result.

What is kept is the question. The result is asked anew for each person with the rights of that day, and a document that is
new to somebody is looked up among those that the person may read whenever it is shown: rights that are lost leak nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils import timezone

from legaldocs.models import Document, Unit, User
from legaldocs.models.documents import DocumentQuerySet
from search import engine
from search.forms import SearchForm
from search.models import SavedSearch, SavedSearchQuerySet, SearchFollower
from search.query import BadQuery, IndexUnavailable, Query
from search.vietnamese import nfc

#: A result that more documents than these belong to is no longer watched: each new document would be news.
MOST_DOCUMENTS = 10_000
#: New documents that are kept apart for one person; nobody reads on.
MOST_NEWS = 1_000
#: New documents of one search that are counted in lists and menus; beyond, "hơn 100" says enough. And searches told of at once.
MOST_TOLD, MOST_SEARCHES = 100, 20
#: Ids that go into one question to the database.
_BATCH = 500
#: Names that make no difference to what is searched.
_NOT_ASKED = frozenset({"page", "csrfmiddlewaretoken", "partly"})
_LONGEST = 4_000


class NotSaved(Exception):
    """What was wanted of a saved search cannot be done; the message says why, for people."""


@dataclass(frozen=True, slots=True)
class News:
    """A search with what is new in it for one person, latest documents first; `is_more` says that there is more."""

    search: SavedSearch
    documents: tuple[Document, ...]
    is_more: bool = False


@dataclass(frozen=True, slots=True)
class Watched:
    """A search as a list shows it: how many new documents this person may read, None where nothing was compared yet;
    `is_more` says that there may be more than were counted."""

    search: SavedSearch
    follower: SearchFollower | None
    new: int | None
    is_more: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """One follower's search compared; `problem` says, for people, why it could not be."""

    search: SavedSearch
    person: User
    new: int
    problem: str = ""


# --- what is kept ---


def normal_form(asked: QueryDict) -> str:
    """The conditions of a search address in one form: the same question always gives the same text."""
    pairs = {
        (name, nfc(value).strip())
        for name, values in asked.lists()
        if name not in _NOT_ASKED
        for value in values
        if value.strip()
    }
    return urlencode(sorted(pairs))


def query_of(conditions: str, person: User) -> Query:
    """The question as this person asks it today. Raises NotSaved when a condition no longer means anything: left out,
    it would widen the result."""
    form = SearchForm(QueryDict(conditions))
    if form.errors:
        labels = ", ".join(f"“{form.fields[name].label}”" for name in form.errors if name in form.fields)
        raise NotSaved(f"Điều kiện {labels} không còn dùng được; hãy mở tìm kiếm, chọn lại rồi lưu thành tìm kiếm mới.")
    return Query(form.text, form.day, form.filters(person), level="document")


def summary_of(conditions: str) -> str:
    """The conditions in words, as they are called today."""
    form = SearchForm(QueryDict(conditions))
    today = f" ngày {form.day:%d/%m/%Y}"  # asked again, the question is about another day
    parts = [form.text, *(f"{chip.label}: {chip.value.removesuffix(today)}" for chip in form.conditions)]
    if form.data.get("on"):
        parts.append(f"Hiệu lực tính đến ngày {form.day:%d/%m/%Y}")
    return " · ".join(filter(None, parts))


def save(owner: User, asked: QueryDict, name: str, shared_with: Unit | None = None) -> SavedSearch:
    """The search kept under this name; what it finds now counts as seen. Raises NotSaved."""
    conditions = normal_form(asked)
    if len(conditions) > _LONGEST:
        raise NotSaved("Câu tìm và điều kiện dài quá, không lưu được; hãy rút gọn.")
    if same := SavedSearch.objects.kept().filter(owner=owner, conditions=conditions).first():
        raise NotSaved(f"Tìm kiếm này đã được lưu với tên “{same.name}”.")
    try:
        seen: list[int] | None = _result(query_of(conditions, owner))
    except BadQuery as problem:
        raise NotSaved(str(problem)) from problem
    except (IndexUnavailable, TooWide):
        seen = None
    search = SavedSearch(owner=owner, name=name, conditions=conditions, shared_with=shared_with)
    search.summary = summary_of(conditions)
    with transaction.atomic():
        _write(search, "Lưu tìm kiếm.")
        checked_at = None if seen is None else timezone.now()
        SearchFollower.objects.create(search=search, person=owner, seen=seen, checked_at=checked_at)
    return search


def change(search: SavedSearch, name: str, shared_with: Unit | None) -> None:
    """Another name, another circle of readers. Raises NotSaved when the name is taken."""
    reasons = []
    if name != search.name:
        reasons.append(f"Đổi tên, trước là “{search.name}”.")
    if shared_with != search.shared_with:
        reasons.append(f"Cho {shared_with} cùng xem." if shared_with else "Thôi cho đơn vị cùng xem.")
    if reasons:
        search.name, search.shared_with = name, shared_with
        _write(search, " ".join(reasons))


def archive(search: SavedSearch) -> None:
    """Out of the lists; it stays with its history and can be taken back."""
    if search.archived_at is None:
        search.archived_at = timezone.now()
        _write(search, "Bỏ khỏi danh sách.")


def restore(search: SavedSearch) -> None:
    """Back in the lists. Raises NotSaved when another search has the name by now."""
    if search.archived_at is not None:
        search.archived_at = None
        _write(search, "Lấy lại vào danh sách.")


def _write(search: SavedSearch, reason: str) -> None:
    search._change_reason = reason  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            search.save()
    except IntegrityError as clash:
        raise NotSaved(f"Đã có tìm kiếm khác tên “{search.name}”; hãy đặt tên khác.") from clash


# --- what is new ---


class TooWide(Exception):
    """More documents belong to the result than can be watched."""

    def __str__(self) -> str:
        most = f"{MOST_DOCUMENTS:,}".replace(",", ".")
        return f"Kết quả có hơn {most} văn bản nên không theo dõi được; hãy thêm từ hoặc điều kiện rồi lưu lại."


def _result(query: Query) -> list[int]:
    """Ids of the documents that hold everything asked for; what has only some of the words would be no news."""
    found = engine.documents(query)
    if len(found) > MOST_DOCUMENTS:
        raise TooWide
    return sorted(found)


def check() -> Iterator[Checked]:
    """Compare every search in use with what each follower has seen. A question that several people may ask alike is asked
    once; the whole result is compared, since a document also enters or leaves it by the passing of a day."""
    followers = SearchFollower.objects.filter(search__archived_at=None, person__is_active=True)
    results: dict[Query, list[int]] = {}
    compared = 0
    followers = followers.select_related("search", "person__unit__parent").defer("seen", "fresh")
    for follower in followers.order_by("search_id", "pk"):
        if follower.search_id != compared:  # results are large: only those of one search are kept at a time
            results, compared = {}, follower.search_id
        try:
            query = query_of(follower.search.conditions, follower.person)
            if query not in results:
                results[query] = _result(query)
        except (NotSaved, BadQuery, IndexUnavailable, TooWide) as problem:
            yield Checked(follower.search, follower.person, 0, str(problem))
        else:
            yield Checked(follower.search, follower.person, _compare(follower.pk, results[query]))


def _compare(follower_pk: int, result: list[int]) -> int:
    """How many documents are new. What has left the result is forgotten: when it comes back, it is new once more."""
    with transaction.atomic():
        follower = SearchFollower.objects.select_for_update().get(pk=follower_pk)
        known = set(result if follower.seen is None else follower.seen)
        follower.seen = [pk for pk in result if pk in known]
        follower.fresh = [pk for pk in result if pk not in known][-MOST_NEWS:]
        follower.checked_at = timezone.now()
        follower.save(update_fields=["seen", "fresh", "checked_at"])
    return len(follower.fresh)


def follow(search: SavedSearch, person: User, *, wants_news: bool) -> None:
    """Tell this person, or no longer tell, what enters the result from now on."""
    SearchFollower.objects.update_or_create(search=search, person=person, defaults={"wants_news": wants_news})


def mark_seen(search: SavedSearch, person: User, document_ids: Iterable[int]) -> None:
    """These documents are no longer new to this person; what has come meanwhile still is."""
    with transaction.atomic():
        follower = SearchFollower.objects.select_for_update().filter(search=search, person=person).first()
        if follower is None or follower.seen is None:  # nothing was compared, so nothing was shown as new
            return
        shown = set(document_ids) & set(follower.fresh)
        follower.seen = sorted({*follower.seen, *shown})
        follower.fresh = [pk for pk in follower.fresh if pk not in shown]
        follower.looked_at = timezone.now()
        follower.save(update_fields=["seen", "fresh", "looked_at"])


# --- what is shown ---


def new_to(search: SavedSearch, person: User) -> DocumentQuerySet:
    """The documents that have entered the search for this person, as far as the person may read them today."""
    follower = SearchFollower.objects.filter(search=search, person=person).first()
    fresh = follower.fresh if follower else []
    return Document.objects.visible_to(person).filter(pk__in=fresh)


def watched(searches: SavedSearchQuerySet, person: User, *, most: int = MOST_TOLD) -> list[Watched]:
    """The searches with what each has new for this person, `most` at most: as many queries as the news take, not the
    searches."""
    rows = list(searches.select_related("owner", "shared_with"))
    following = SearchFollower.objects.filter(search__in=rows, person=person).defer("seen")
    followers = {follower.search_id: follower for follower in following}
    readable = _readable({pk for follower in followers.values() for pk in follower.fresh[-most:]}, person)
    return [_watched(row, followers.get(row.pk), readable, most) for row in rows]


def _watched(search: SavedSearch, follower: SearchFollower | None, readable: Collection[int], most: int) -> Watched:
    if follower is None or not follower.checked_at:
        return Watched(search, follower, None)
    new = sum(1 for pk in follower.fresh[-most:] if pk in readable)
    return Watched(search, follower, new, len(follower.fresh) > most)


def news(person: User) -> list[News]:
    """The searches of which this person wants to hear, and that have something new, each with its new documents."""
    following = _with_news(person)
    readable = _readable({pk for follower in following for pk in follower.fresh[-MOST_TOLD:]}, person)
    kept = {follower.pk: [pk for pk in follower.fresh[-MOST_TOLD:] if pk in readable] for follower in following}
    documents = _named({pk for pks in kept.values() for pk in pks})
    found = []
    for follower in following:
        fresh = [documents[pk] for pk in kept[follower.pk] if pk in documents]
        latest = sorted(fresh, key=lambda document: (document.issued_on or date.min, document.pk), reverse=True)
        if latest:
            found.append(News(follower.search, tuple(latest), len(follower.fresh) > MOST_TOLD))
    return sorted(found, key=lambda each: each.search.name)


def news_count(person: User) -> int:
    """How many documents are new to this person in all the searches that the person wants to hear of; little more than
    MOST_TOLD are counted."""
    found = 0
    for some in _batches({pk for follower in _with_news(person) for pk in follower.fresh[-MOST_TOLD:]}):
        found += len(_readable(some, person))
        if found > MOST_TOLD:
            break
    return found


def _with_news(person: User) -> list[SearchFollower]:
    """What this person follows in searches that may still be read, as far as anything may be new."""
    searches = SavedSearch.objects.kept().readable_by(person)
    followers = SearchFollower.objects.filter(search__in=searches, person=person, wants_news=True).exclude(fresh=[])
    return list(followers.select_related("search").defer("seen").order_by("-checked_at", "pk")[:MOST_SEARCHES])


def _readable(document_ids: Collection[int], person: User) -> set[int]:
    """Those of the documents that this person may read today."""
    visible = Document.objects.visible_to(person).order_by()
    return {pk for some in _batches(document_ids) for pk in visible.filter(pk__in=some).values_list("pk", flat=True)}


def _named(document_ids: Collection[int]) -> dict[int, Document]:
    wanted = Document.objects.only("number", "title", "document_type", "stage", "issued_on")
    return {pk: row for some in _batches(document_ids) for pk, row in wanted.in_bulk(some).items()}


def _batches(document_ids: Collection[int]) -> Iterator[list[int]]:
    ids = sorted(document_ids)
    return (ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH))
