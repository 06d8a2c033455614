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

from legaldocs.background import enqueue_after_commit
from legaldocs.forms import DraftForm, LettersForm, TrackedChangesForm, UploadForm
from legaldocs.importers.scans import must_wait, progress_of
from legaldocs.importers.sending import BadFiles, Sent, choose_letters, confirm_roles, send, sent_with
from legaldocs.importers.upload import (
    FileTaken,
    ReadUpload,
    add_version,
    attach,
    create_draft,
    read_together,
    source_of_file,
)
from legaldocs.models import Document, DocumentFile, Role, Stage, User
from legaldocs.parsing.legacy_letters import NAMES
from legaldocs.parsing.parsed import TrackedChanges, UnreadableDocument
from legaldocs.parsing.vocabulary import FILE_ROLE_LABELS, FileRole, Letters
from legaldocs.tasks import recognise_file
from legaldocs.views.text_tree import preview_units

PER_PAGE = 50
_PASSAGES_SHOWN = 40
#: Tracked changes and old encodings have a place of their own on the page, and a draft may well leave its day of effect open.
SAID_ELSEWHERE = frozenset({"TRACKED_CHANGES", "EFFECT_DATE_UNKNOWN", "LEGACY_ENCODING"})


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
    """The first step of a new draft: its files."""
    user = _refuse_unless_drafter(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid() and (sent := _send(form, user)):
        return redirect("draft-details", sent.files[0].pk)
    return render(request, "legaldocs/draft_new.html", {"form": form})


def draft_details(request: HttpRequest, pk: int) -> HttpResponse:
    """The second step: what was read is filled in, the rest is asked for; then the draft is saved."""
    user = _refuse_unless_drafter(request)
    return _second_step(request, _staged(pk, user), user, None)


def draft_new_version(request: HttpRequest, pk: int) -> HttpResponse:
    """The first step of a further version of a draft, or of further papers of its dossier: the files."""
    draft = _own_draft(request, pk)
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid() and (sent := _send(form, _refuse_unless_drafter(request), is_further=True)):
        return redirect("draft-version-check", draft.pk, sent.files[0].pk)
    return render(request, "legaldocs/draft_new.html", {"form": form, "draft": draft})


def draft_version_check(request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
    """The second step of a further version: what was read, for the drafter to look at before it is saved."""
    draft = _own_draft(request, pk)
    user = _refuse_unless_drafter(request)
    return _second_step(request, _staged(file_pk, user), user, draft)


def _staged(pk: int, user: User) -> DocumentFile:
    return get_object_or_404(DocumentFile, pk=pk, uploaded_by=user)


def _second_step(request: HttpRequest, file: DocumentFile, user: User, draft: Document | None) -> HttpResponse:
    """Roles, scans, old letters, tracked changes and the form, each once what stands before it is settled."""
    if file.document_id:
        return redirect("document-detail", file.document_id)
    sent = sent_with(file)
    if request.method == "POST" and "do" in request.POST:
        return _settle(request, sent, user)
    context: dict[str, Any] = {"draft": draft, "sent": sent, "roles": FILE_ROLE_LABELS.items(), "file": file}
    if draft is not None and not sent.texts:
        return _papers_only(request, draft, context)
    if sent.problem:
        return render(request, "legaldocs/draft_details.html", context | {"problem": sent.problem})
    try:
        if any(must_wait(each) for each in sent.texts):
            return _waiting(request, context)
        if (
            request.headers.get("HX-Target") == "tien-do"
        ):  # the waiting page asks whether it may give way to the full one
            return HttpResponse(headers={"HX-Refresh": "true"})
        return _read_and_save(request, context, user)
    except UnreadableDocument as error:
        return render(request, "legaldocs/draft_details.html", context | {"problem": error.message})


def _settle(request: HttpRequest, sent: Sent, user: User) -> HttpResponse:
    """What the person says of the files, kept; then the page again."""
    if request.POST["do"] == "roles":
        given = [request.POST.get(f"role-{each.pk}", each.role) for each in sent.files]
        if all(role in set(FileRole) for role in given):
            confirm_roles(sent.files, given)
    elif request.POST["do"] == "letters":
        form = LettersForm(request.POST)
        chosen = next((each for each in sent.files if str(each.pk) == request.POST.get("file")), None)
        if chosen is not None and form.is_valid():
            choose_letters(chosen, Letters(form.cleaned_data["letters"]), user)
    return redirect(request.get_full_path())


def _waiting(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """How far the recognition of the scans has come; the page asks again by itself."""
    progress = [(each, progress_of(each)) for each in context["sent"].texts if must_wait(each)]
    return render(request, "legaldocs/draft_waiting.html", context | {"progress": progress})


def _papers_only(request: HttpRequest, draft: Document, context: dict[str, Any]) -> HttpResponse:
    """Papers for the dossier of a draft whose text stays as it is."""
    if request.method != "POST":
        return render(request, "legaldocs/draft_details.html", context | {"papers_only": True})
    try:
        with transaction.atomic():
            attach(_own_draft(request, draft.pk, is_locked=True), context["sent"].files)
    except FileTaken as taken:
        return redirect("document-detail", taken.document.pk)
    messages.success(request, f"Đã lưu {len(context['sent'].files)} tài liệu vào hồ sơ của dự thảo.")
    return redirect("document-detail", draft.pk)


def _read_and_save(request: HttpRequest, context: dict[str, Any], user: User) -> HttpResponse:
    """The page of what was read, or, once it is complete, the draft saved. Raises UnreadableDocument."""
    sent, draft = context["sent"], context["draft"]
    choice = TrackedChangesForm(request.POST if "tracked" in request.POST else request.GET)
    tracked = choice.cleaned_data["tracked"] if choice.is_valid() else ""
    earlier = draft.current_version if draft else None
    upload = read_together(sent.texts, TrackedChanges(tracked or TrackedChanges.ASK), earlier)
    context |= _read_context(sent, upload, tracked)
    form = None if draft else DraftForm(request.POST or None, user=user, reading=upload.reading)
    is_decided = not (context["must_choose"] or context["letters_open"])
    if request.method == "POST" and is_decided and (form is None or form.is_valid()):
        return _saved(request, sent, upload, draft, form, tracked)
    return render(request, "legaldocs/draft_details.html", context | {"form": form})


def _saved(
    request: HttpRequest, sent: Sent, upload: ReadUpload, draft: Document | None, form: DraftForm | None, tracked: str
) -> HttpResponse:
    """The draft or its further version stored, under the document's lock: no text slips in after somebody has sent the
    dossier off."""
    user = _refuse_unless_drafter(request)
    assert sent.text is not None
    try:
        if draft is None and form is not None:
            draft = _create(sent, upload, user, form.cleaned_data, tracked)
            messages.success(request, "Đã lưu dự thảo. Khi hồ sơ đã đủ, hãy bấm “Gửi thẩm định”.")
        elif draft is not None:
            with transaction.atomic():
                held = _own_draft(request, draft.pk, is_locked=True)
                version = add_version(held, sent.text, upload, user, tracked=tracked, others=sent.others)
            messages.success(request, f"Đã lưu bản {version.ordinal} của dự thảo; các bản trước vẫn được giữ.")
    except FileTaken as taken:
        return redirect("document-detail", taken.document.pk)
    assert draft is not None
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


def _send(form: UploadForm, user: User, *, is_further: bool = False) -> Sent | None:
    """The kept files, or None with the reasons on the form: which file, and what is wrong with it."""
    try:
        sent = send(form.cleaned_data["file"], user, is_further=is_further)
    except BadFiles as bad:
        form.add_error("file", bad.messages)
        return None
    for file in sent.files:
        if _is_unread(file):
            enqueue_after_commit(recognise_file, file.pk)
    return sent


def _is_unread(file: DocumentFile) -> bool:
    try:
        return not progress_of(file).is_finished
    except UnreadableDocument:
        return False


def _read_context(sent: Sent, upload: ReadUpload, tracked: str) -> dict[str, Any]:
    changes = upload.source.tracked_changes
    letters = _letters_rows(sent, tracked)
    return {
        "file": sent.text,
        "tracked": tracked,
        "must_choose": bool(changes) and not tracked,
        "letters": letters,
        "letters_open": any(not row["file"].letters for row in letters),
        "choice": TrackedChangesForm(initial={"tracked": tracked}),
        "changes": changes,
        "authors": sorted({change.author for change in changes if change.author}),
        "comments": upload.source.comments,
        "warnings": [warning for warning in upload.reading.warnings if warning.code not in SAID_ELSEWHERE],
        "upload": upload,
        "reading": upload.reading,
        "units": preview_units(upload.reading.provisions),
    }


def _letters_rows(sent: Sent, tracked: str) -> list[dict[str, Any]]:
    """The files with passages of an old encoding: some of these before and after, and what may be chosen."""
    rows = []
    for file in sent.texts:
        passages = source_of_file(file, TrackedChanges(tracked or TrackedChanges.ASK)).legacy
        if passages:
            form = LettersForm(initial={"letters": file.letters or Letters.RECOGNISED}, auto_id=f"id_{file.pk}_%s")
            confidence = min(passage.confidence for passage in passages)
            shown = [
                {
                    "before": each.before,
                    "after": each.after,
                    "font": each.font,
                    "encoding": NAMES[Letters(each.encoding)],
                }
                for each in passages[:_PASSAGES_SHOWN]
            ]
            rows.append(
                {"file": file, "passages": shown, "count": len(passages), "form": form, "confidence": confidence * 100}
            )
    return rows


def _create(sent: Sent, upload: ReadUpload, user: User, data: dict[str, Any], tracked: str) -> Document:
    assert sent.text is not None
    body = data["issued_by"]
    fields = {name: value for name, value in data.items() if name != "issued_by"}
    return create_draft(sent.text, upload, user, issuing_body=body.name, tracked=tracked, others=sent.others, **fields)
