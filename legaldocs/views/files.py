"""The files as they were uploaded."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from legaldocs.importers.upload import stored_path
from legaldocs.models import Document, DocumentFile, TextVersion, User


def files_open_to(user: User | AnonymousUser) -> QuerySet[DocumentFile]:
    """Files that this person may have: of documents and versions that they may read, and their own unfinished uploads."""
    closed = TextVersion.objects.filter(file=OuterRef("pk")).exclude(
        pk__in=TextVersion.objects.open_to(user).values("pk")
    )
    visible = Q(document__in=Document.objects.visible_to(user)) & ~Exists(closed)
    return DocumentFile.objects.filter(visible | Q(document=None, uploaded_by=user))


@require_safe
def file_download(request: HttpRequest, pk: int) -> FileResponse:
    """The file itself, always as an attachment: what others uploaded is never run or shown inside our pages."""
    file = get_object_or_404(files_open_to(request.user), pk=pk)
    path = stored_path(file.sha256)
    if not path.is_file():
        raise Http404
    response = FileResponse(path.open("rb"), as_attachment=True, filename=file.original_name)
    response["Content-Type"] = "application/octet-stream"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
