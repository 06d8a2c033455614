"""Pages of saved searches, and the result of a search as an Excel file."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe
from vn_collate import collate_key

from legaldocs.models import User
from search import saved_searches, spreadsheet
from search.forms import SearchForm
from search.forms_saved import SavedSearchForm
from search.models import SavedSearch, SavedSearchQuerySet
from search.query import BadQuery, Hit, IndexUnavailable, Query
from search.saved_searches import NotSaved
from search.saved_tasks import request_check
from search.views import link_query

#: New documents shown on the page of a search.
MOST_SHOWN = 100


@require_safe
def saved_search_list(request: HttpRequest) -> HttpResponse:
    user = _person(request)
    readable = SavedSearch.objects.readable_by(user)
    context = {
        "own": _in_order(readable.kept().filter(owner=user), user),
        "shared": _in_order(readable.kept().exclude(owner=user), user),
        "archived": readable.filter(owner=user).exclude(archived_at=None).order_by("-archived_at"),
    }
    return render(request, "search/saved_list.html", context)


def saved_search_new(request: HttpRequest) -> HttpResponse:
    """The conditions come in the address, as on the search page; the name is asked for here."""
    user = _person(request)
    conditions = saved_searches.normal_form(request.GET)
    summary = saved_searches.summary_of(conditions)
    if not summary:
        messages.info(request, "Hãy tìm trước, rồi bấm “Lưu tìm kiếm” ở trang kết quả.")
        return redirect("search")
    form = SavedSearchForm(request.POST or None, owner=user, initial={"name": summary[:120]})
    if form.is_valid():
        try:
            search = saved_searches.save(user, request.GET, form.cleaned_data["name"], form.circle)
        except NotSaved as refusal:
            form.add_error(None, str(refusal))
        else:
            request_check()
            messages.success(request, f"Đã lưu “{search.name}”. Khi có văn bản mới, trang chủ và danh mục sẽ báo.")
            return redirect("saved-search-detail", search.pk)
    back = f"{reverse('search')}?{conditions}"
    return render(request, "search/saved_form.html", {"form": form, "summary": summary, "back": back})


@require_safe
def saved_search_detail(request: HttpRequest, pk: int) -> HttpResponse:
    user = _person(request)
    search = _readable(pk, user)
    own = SavedSearch.objects.filter(pk=pk)
    [watched] = saved_searches.watched(own, user, most=saved_searches.MOST_NEWS)
    fresh = saved_searches.new_to(search, user).with_effect().select_related("issued_by")
    documents = list(fresh.order_by("-issued_on", "-pk")[:MOST_SHOWN])
    context = {
        "search": search,
        "watched": watched,
        "documents": documents,
        "further": (watched.new or 0) - len(documents),
        "shown": ",".join(str(document.pk) for document in documents),
        "is_owner": search.owner_id == user.pk,
        "history": search.history.select_related("history_user").order_by("-history_id"),
    }
    return render(request, "search/saved_detail.html", context)


def saved_search_edit(request: HttpRequest, pk: int) -> HttpResponse:
    user = _person(request)
    search = _own(pk, user)
    form = SavedSearchForm(request.POST or None, owner=user, search=search)
    if form.is_valid():
        try:
            saved_searches.change(search, form.cleaned_data["name"], form.circle)
        except NotSaved as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, "Đã lưu thay đổi.")
            return redirect("saved-search-detail", pk)
    context = {"form": form, "summary": search.summary, "search": search, "back": _page_of(search)}
    return render(request, "search/saved_form.html", context)


@require_POST
def saved_search_seen(request: HttpRequest, pk: int) -> HttpResponse:
    """What the person was shown is no longer new; what has come meanwhile stays new."""
    user = _person(request)
    search = _readable(pk, user)
    shown = request.POST.get("shown", "").split(",")
    saved_searches.mark_seen(search, user, [int(number) for number in shown if number.isdecimal()])
    return HttpResponseRedirect(_back(request, _page_of(search)))


@require_POST
def saved_search_follow(request: HttpRequest, pk: int) -> HttpResponse:
    user = _person(request)
    search = _readable(pk, user)
    wants_news = request.POST.get("wants_news") == "1"
    saved_searches.follow(search, user, wants_news=wants_news)
    if wants_news:
        request_check()
    said = "Từ nay văn bản mới sẽ được báo ở trang chủ." if wants_news else "Từ nay không báo văn bản mới nữa."
    messages.success(request, f"“{search.name}”: {said}")
    return HttpResponseRedirect(_back(request, _page_of(search)))


@require_POST
def saved_search_archive(request: HttpRequest, pk: int) -> HttpResponse:
    search = _own(pk, _person(request))
    saved_searches.archive(search)
    messages.success(request, f"Đã bỏ “{search.name}” khỏi danh sách. Có thể lấy lại ở cuối trang này.")
    return redirect("saved-search-list")


@require_POST
def saved_search_restore(request: HttpRequest, pk: int) -> HttpResponse:
    user = _person(request)
    search = get_object_or_404(SavedSearch, pk=pk, owner=user)
    try:
        saved_searches.restore(search)
    except NotSaved as refusal:
        messages.error(request, str(refusal))
        return redirect("saved-search-list")
    request_check()
    messages.success(request, f"Đã lấy lại “{search.name}”.")
    return redirect("saved-search-detail", pk)


@require_safe
def search_spreadsheet(request: HttpRequest) -> HttpResponse:
    """The whole result, up to a limit that the file states; what cannot be asked leads back to the search page."""
    user = _person(request)
    form = SearchForm(request.GET)
    level = "document" if request.GET.get("result") == "document" else "provision"
    partly = request.GET.get("partly") == "1"
    try:
        results = spreadsheet.find_all(
            Query(form.text, form.day, form.filters(user), level=level, order=form.ordered), partly=partly
        )
    except (BadQuery, IndexUnavailable) as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{reverse('search')}?{request.GET.urlencode()}")
    conditions = (f"{chip.label}: {chip.value}" for chip in form.conditions)
    heading = spreadsheet.heading_of(results, conditions, user, partly=partly)
    rows = spreadsheet.rows_of(
        results.hits, user, results.query.on, _addresses(request, link_query(results, request.GET))
    )
    response = HttpResponse(spreadsheet.write_workbook(heading, rows), content_type=spreadsheet.MEDIA_TYPE)
    name = f"ket-qua-tim-kiem-{timezone.localtime():%Y-%m-%d-%H%M}.xlsx"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _addresses(request: HttpRequest, carried: str) -> Callable[[Hit], str]:
    """The full address of a hit's place; it carries the day and the words, unless it grows longer than Excel takes."""

    def address(hit: Hit) -> str:
        page, place = reverse("document-detail", args=[hit.document_id]), f"#{hit.path}" if hit.path else ""
        whole = request.build_absolute_uri(f"{page}{carried}{place}")
        return whole if len(whole) <= spreadsheet.LONGEST_LINK else request.build_absolute_uri(f"{page}{place}")

    return address


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # LoginRequiredMiddleware lets nobody else in
    return request.user


def _readable(pk: int, user: User) -> SavedSearch:
    readable = SavedSearch.objects.readable_by(user).select_related("owner", "shared_with")
    return get_object_or_404(readable, pk=pk)


def _own(pk: int, user: User) -> SavedSearch:
    return get_object_or_404(SavedSearch.objects.kept().select_related("shared_with"), pk=pk, owner=user)


def _page_of(search: SavedSearch) -> str:
    return reverse("saved-search-detail", args=[search.pk])


def _back(request: HttpRequest, otherwise: str) -> str:
    """Where the form says to go next, within this site."""
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return target if is_ours else otherwise


def _in_order(searches: SavedSearchQuerySet, user: User) -> list[saved_searches.Watched]:
    """In Vietnamese order of names."""
    return sorted(saved_searches.watched(searches, user), key=lambda each: collate_key(each.search.name))
