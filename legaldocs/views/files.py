"""The files as they were uploaded."""

from __future__ import annotations

from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from legaldocs.importers.upload import stored_path
from legaldocs.models import Document, DocumentFile


@require_safe
def file_download(request: HttpRequest, pk: int) -> FileResponse:
    """The file itself, always as an attachment: what others uploaded is never run or shown inside our pages."""
    visible = Document.objects.visible_to(request.user)
    mine = Q(document=None, uploaded_by=request.user)
    file = get_object_or_404(DocumentFile.objects.filter(Q(document__in=visible) | mine), pk=pk)
    path = stored_path(file.sha256)
    if not path.is_file():
        raise Http404
    response = FileResponse(path.open("rb"), as_attachment=True, filename=file.original_name)
    response["Content-Type"] = "application/octet-stream"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
