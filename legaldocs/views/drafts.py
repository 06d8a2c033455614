"""Sending a draft: the file first, then what could not be read from it, then the draft."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from legaldocs.forms import DraftForm, TrackedChangesForm, UploadForm
from legaldocs.importers.upload import FileTaken, ReadUpload, add_version, create_draft, discard, read_staged, stage
from legaldocs.models import Document, DocumentFile, Role, Stage, User
from legaldocs.parsing.parsed import TrackedChanges, UnreadableDocument
from legaldocs.views.text_tree import preview_units

PER_PAGE = 50
#: Tracked changes have a place of their own on the page, and a draft may well leave its day of effect open.
SAID_ELSEWHERE = frozenset({"TRACKED_CHANGES", "EFFECT_DATE_UNKNOWN"})


@require_safe
def draft_list(request: HttpRequest) -> HttpResponse:
    drafts = Document.objects.visible_to(request.user).drafts().select_related("drafted_by", "issued_by")
    chosen = request.GET.get("stage", "")
    if chosen in Stage.values:
        drafts = drafts.filter(stage=chosen)
    page = Paginator(drafts.order_by("-created_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    stages = [Stage.DRAFT, Stage.UNDER_APPRAISAL, Stage.APPRAISED]
    context = {"page": page, "stages": stages, "chosen": chosen, "may_draft": may_draft(request)}
    return render(request, "legaldocs/draft_list.html", context)


def draft_new(request: HttpRequest) -> HttpResponse:
    """The first step of a new draft: the file."""
    _refuse_unless_drafter(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid() and (file := _stage(form, request)):
        return redirect("draft-details", file.pk)
    return render(request, "legaldocs/draft_new.html", {"form": form})


def draft_details(request: HttpRequest, pk: int) -> HttpResponse:
    """The second step: what was read is filled in, the rest is asked for; then the draft is saved."""
    user = _refuse_unless_drafter(request)
    file = get_object_or_404(DocumentFile, pk=pk, uploaded_by=user)
    if file.document_id:
        return redirect("document-detail", file.document_id)
    upload, tracked = _read(request, file)
    if upload is None:
        return redirect("draft-new")
    form = DraftForm(request.POST or None, user=user, reading=upload.reading)
    if request.method == "POST" and form.is_valid() and _is_decided(upload, tracked):
        try:
            draft = _create(file, upload, user, form.cleaned_data, tracked)
        except FileTaken as taken:
            return redirect("document-detail", taken.document.pk)
        messages.success(request, "Đã lưu dự thảo. Khi hồ sơ đã đủ, hãy bấm “Gửi thẩm định”.")
        return redirect("document-detail", draft.pk)
    return render(request, "legaldocs/draft_details.html", _read_context(file, upload, tracked) | {"form": form})


def draft_new_version(request: HttpRequest, pk: int) -> HttpResponse:
    """The first step of a further version of a draft: its file."""
    draft = _own_draft(request, pk)
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid() and (file := _stage(form, request)):
        return redirect("draft-version-check", draft.pk, file.pk)
    return render(request, "legaldocs/draft_new.html", {"form": form, "draft": draft})


def draft_version_check(request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
    """The second step of a further version: what was read, for the drafter to look at before it is saved."""
    draft = _own_draft(request, pk)
    file = get_object_or_404(DocumentFile, pk=file_pk, uploaded_by=request.user)
    if file.document_id:
        return redirect("document-detail", file.document_id)
    upload, tracked = _read(request, file)
    if upload is None:
        return redirect("draft-new-version", draft.pk)
    if request.method == "POST" and _is_decided(upload, tracked):
        return _save_version(request, draft, file, upload, tracked)
    return render(request, "legaldocs/draft_details.html", _read_context(file, upload, tracked) | {"draft": draft})


def _save_version(
    request: HttpRequest, draft: Document, file: DocumentFile, upload: ReadUpload, tracked: str
) -> HttpResponse:
    """The version stored under the document's lock: no text slips in after somebody has sent the dossier off."""
    try:
        with transaction.atomic():
            held = _own_draft(request, draft.pk, is_locked=True)
            version = add_version(held, file, upload, _refuse_unless_drafter(request), tracked=tracked)
    except FileTaken as taken:
        return redirect("document-detail", taken.document.pk)
    messages.success(request, f"Đã lưu bản {version.ordinal} của dự thảo; các bản trước vẫn được giữ.")
    return redirect("document-detail", draft.pk)


def may_draft(request: HttpRequest) -> bool:
    """Whether this person sends drafts: drafters of a department do (the table of rights: `workflow.permissions`)."""
    user = request.user
    return isinstance(user, User) and user.has_role(Role.DRAFTER) and user.unit is not None


def _refuse_unless_drafter(request: HttpRequest) -> User:
    if not may_draft(request) or not isinstance(request.user, User):
        raise PermissionDenied(
            "Chỉ cán bộ soạn thảo đã được gắn với một cơ quan mới gửi được dự thảo. Hãy báo người quản trị nếu đây là việc "
            "của bạn."
        )
    return request.user


def _own_draft(request: HttpRequest, pk: int, *, is_locked: bool = False) -> Document:
    """A draft of the person's own department that may still be changed; locked where it is about to be."""
    user = _refuse_unless_drafter(request)
    own = Document.objects.of_department(user.unit.department)  # type: ignore[union-attr]
    draft = get_object_or_404(own.select_for_update(of=("self",)) if is_locked else own, pk=pk)
    if draft.stage not in {Stage.DRAFT, Stage.APPRAISED}:
        raise PermissionDenied(
            f"Dự thảo đang ở giai đoạn “{draft.get_stage_display()}” nên chưa nhận bản mới. "
            "Khi cơ quan thẩm định trả lại hoặc duyệt báo cáo, bạn gửi được bản mới."
        )
    return draft


def _stage(form: UploadForm, request: HttpRequest) -> DocumentFile | None:
    """The kept file, or None with the reason on the form: too large, empty, unreadable."""
    file = None
    try:
        file = stage(form.cleaned_data["file"], _refuse_unless_drafter(request))
        read_staged(file)
    except UnreadableDocument as error:
        form.add_error("file", error.message)
        if file is not None:
            discard(file)
        return None
    return file


def _read(request: HttpRequest, file: DocumentFile) -> tuple[ReadUpload | None, str]:
    """The file as read and which view of tracked changes was chosen ("" where nothing was)."""
    choice = TrackedChangesForm(request.POST if "tracked" in request.POST else request.GET)
    tracked = choice.cleaned_data["tracked"] if choice.is_valid() else ""
    try:
        return read_staged(file, TrackedChanges(tracked or TrackedChanges.ASK)), tracked
    except UnreadableDocument as error:
        messages.error(request, error.message)
        return None, tracked


def _is_decided(upload: ReadUpload, tracked: str) -> bool:
    return bool(tracked) or not upload.source.tracked_changes


def _read_context(file: DocumentFile, upload: ReadUpload, tracked: str) -> dict[str, Any]:
    changes = upload.source.tracked_changes
    return {
        "file": file,
        "tracked": tracked,
        "must_choose": bool(changes) and not tracked,
        "choice": TrackedChangesForm(initial={"tracked": tracked}),
        "changes": changes,
        "authors": sorted({change.author for change in changes if change.author}),
        "comments": upload.source.comments,
        "warnings": [warning for warning in upload.reading.warnings if warning.code not in SAID_ELSEWHERE],
        "reading": upload.reading,
        "units": preview_units(upload.reading.provisions),
    }


def _create(file: DocumentFile, upload: ReadUpload, user: User, data: dict[str, Any], tracked: str) -> Document:
    body = data["issued_by"]
    fields = {name: value for name, value in data.items() if name != "issued_by"}
    return create_draft(file, upload, user, issuing_body=body.name, tracked=tracked, **fields)
