"""Reviews: what waits to be reviewed, and one review."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from legaldocs.models.documents import today
from workflow.exports.review_form import write_review_form
from workflow.models import Review, ReviewOutcome, ReviewState
from workflow.views.download import word_file

FILTERS = {
    "": ("Đang mở", ~Q(state=ReviewState.CONCLUDED)),
    "overdue": ("Quá hạn", ~Q(state=ReviewState.CONCLUDED)),
    "handle": ("Có kiến nghị xử lý", Q(state=ReviewState.CONCLUDED) & ~Q(outcome=ReviewOutcome.KEEP)),
    "done": ("Đã rà soát", Q(state=ReviewState.CONCLUDED)),
}
_REVIEWS = Review.objects.select_related(
    "document__issued_by", "document__drafted_by", "document__subject_area", "assigned_to__unit", "trigger"
)


@require_safe
def review_list(request: HttpRequest) -> HttpResponse:
    chosen = request.GET.get("view", "")
    rows = _REVIEWS.filter(FILTERS.get(chosen, FILTERS[""])[1])
    if chosen == "overdue":
        rows = rows.filter(due_on__lt=today())
    context = {
        "page": Paginator(rows, 50).get_page(request.GET.get("page")),
        "filters": {key: label for key, (label, _) in FILTERS.items()},
        "chosen": chosen,
    }
    return render(request, "workflow/review_list.html", context)


@require_safe
def review_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "workflow/review_detail.html", {"review": get_object_or_404(_REVIEWS, pk=pk)})


@require_safe
def review_form(request: HttpRequest, pk: int) -> HttpResponse:
    review = get_object_or_404(_REVIEWS, pk=pk)
    return word_file(write_review_form(review), f"phieu-ra-soat-{review.pk}.docx")
