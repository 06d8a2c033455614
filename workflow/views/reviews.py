"""Reviews: what waits to be reviewed, and one review."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from workflow.exports.review_form import write_review_form
from workflow.models import Review, ReviewOutcome, ReviewState
from workflow.views.download import word_file
from workflow.views.work_filter import narrowed

TABS = {
    "": ("Đang mở", ~Q(state=ReviewState.CONCLUDED)),
    "handle": ("Có kiến nghị xử lý", Q(state=ReviewState.CONCLUDED) & ~Q(outcome=ReviewOutcome.KEEP)),
    "done": ("Đã rà soát", Q(state=ReviewState.CONCLUDED)),
}
_REVIEWS = Review.objects.select_related(
    "document__issued_by", "document__drafted_by", "document__subject_area", "assigned_to__unit", "trigger"
)


@require_safe
def review_list(request: HttpRequest) -> HttpResponse:
    return render(request, "workflow/review_list.html", narrowed(request, _REVIEWS.all(), TABS))


@require_safe
def review_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "workflow/review_detail.html", {"review": get_object_or_404(_REVIEWS, pk=pk)})


@require_safe
def review_form(request: HttpRequest, pk: int) -> HttpResponse:
    review = get_object_or_404(_REVIEWS, pk=pk)
    return word_file(write_review_form(review), f"phieu-ra-soat-{review.pk}.docx")
