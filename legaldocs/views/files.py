"""The files as they were uploaded: to take home, and to read page by page beside what was read from them."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from legaldocs.importers.scans import must_wait, page_png, pages_of, progress_of, read_page
from legaldocs.importers.upload import source_of_file, stored_path
from legaldocs.models import DocumentFile
from legaldocs.parsing.ocr import UNSURE, RecognisedPage, Word
from legaldocs.parsing.parsed import UnreadableDocument

LINES_SHOWN = 3_000


@require_safe
def file_download(request: HttpRequest, pk: int) -> FileResponse:
    """The file itself, always as an attachment: what others uploaded is never run or shown inside our pages."""
    file = get_object_or_404(DocumentFile.objects.open_to(request.user), pk=pk)
    path = stored_path(file.sha256)
    if not path.is_file():
        raise Http404
    response = FileResponse(path.open("rb"), as_attachment=True, filename=file.original_name)
    response["Content-Type"] = "application/octet-stream"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def file_view(request: HttpRequest, pk: int) -> HttpResponse:
    """A file to read: the pages of a PDF as pictures, beside each what was recognised of it; other files as their lines."""
    file = get_object_or_404(
        DocumentFile.objects.open_to(request.user).select_related("document", "uploaded_by"), pk=pk
    )
    context: dict[str, Any] = {"file": file, "document": file.document}
    try:
        pages, scanned = pages_of(file)
        if pages:
            context |= _page_context(request, file, pages, scanned)
        elif not must_wait(file):
            lines = [line.text for line in source_of_file(file).lines if line.text.strip()]
            context |= {"lines": lines[:LINES_SHOWN], "left_out": len(lines) - LINES_SHOWN}
    except UnreadableDocument as error:
        context["problem"] = error.message
    return render(request, "legaldocs/file_view.html", context)


def _page_context(request: HttpRequest, file: DocumentFile, pages: int, scanned: tuple[int, ...]) -> dict[str, Any]:
    asked = request.GET.get("trang", "1")
    number = min(max(int(asked) if asked.isdecimal() and len(asked) < 6 else 1, 1), pages)
    index = number - 1
    read = read_page(file, index)
    return {
        "number": number,
        "pages": pages,
        "is_scan": index in scanned,
        "scans": len(scanned),
        "progress": progress_of(file),
        "read": read,
        "confidence": (read.confidence or 0) * 100,
        "rows": [_row(line) for line in read.lines],
        "unsure": sum(word.confidence < UNSURE for word in read.words),
        "turned": read.turned or read.skew,
    }


def _row(line: list[Word]) -> dict[str, Any]:
    confidence = RecognisedPage(tuple(line)).confidence or 0
    words = [{"text": word.text, "sure": word.confidence >= UNSURE, "percent": word.confidence * 100} for word in line]
    return {"words": words, "confidence": confidence * 100, "is_weak": confidence < UNSURE}


@require_safe
def file_page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The picture of one page of a kept PDF."""
    file = get_object_or_404(DocumentFile.objects.open_to(request.user), pk=pk)
    try:
        picture = page_png(file, number - 1)
    except (UnreadableDocument, IndexError) as error:
        raise Http404 from error
    response = HttpResponse(picture, content_type="image/png")
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Content-Type-Options"] = "nosniff"
    return response
