"""Files leave the house only as attachments, and only to those who may read the document."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from legaldocs.importers.upload import stage, stored_path
from legaldocs.models import Document, DocumentFile, Stage
from tests.cast import Cast, make_cast
from tests.factories import make_document, make_draft, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def kept(cast: Cast, document: Document | None) -> DocumentFile:
    content = b"<script>alert(1)</script>"
    file = stage(SimpleUploadedFile("Dự thảo “1”.html", content, "text/html"), cast.drafter)
    file.document = document
    file.save()
    return file


def test_a_file_is_an_attachment_whatever_it_claims_to_be(client: Client, cast: Cast) -> None:
    client.force_login(cast.reader)
    response = client.get(reverse("file-download", args=[kept(cast, make_document()).pk]))
    assert b"".join(response.streaming_content) == b"<script>alert(1)</script>"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_drafts_file_is_not_for_strangers(client: Client, cast: Cast) -> None:
    url = reverse("file-download", args=[kept(cast, make_draft(cast.department)).pk])
    for user, status in ((cast.stranger, 404), (cast.reader, 404), (cast.drafter, 200), (cast.specialist, 200)):
        client.force_login(user)
        assert client.get(url).status_code == status


def test_a_file_of_no_document_yet_is_its_senders_alone(client: Client, cast: Cast) -> None:
    url = reverse("file-download", args=[kept(cast, None).pk])
    for user, status in ((cast.drafter, 200), (cast.administrator, 404), (cast.stranger, 404)):
        client.force_login(user)
        assert client.get(url).status_code == status


def test_a_file_that_is_gone_is_not_found(client: Client, cast: Cast) -> None:
    file = kept(cast, make_document())
    stored_path(file.sha256).unlink()
    client.force_login(cast.reader)
    assert client.get(reverse("file-download", args=[file.pk])).status_code == 404


def test_earlier_drafts_stay_inside_when_the_document_is_out(client: Client, cast: Cast) -> None:
    document = make_draft(cast.department, text=None)
    first, last = kept(cast, document), kept(cast, document)
    make_version(document, "Bản nháp kín.", file=first)
    make_version(document, "Bản ban hành.", file=last)
    Document.objects.filter(pk=document.pk).update(stage=Stage.PROMULGATED)
    page = reverse("document-detail", args=[document.pk])
    for user, is_inside in (
        (cast.reader, False),
        (cast.stranger, False),
        (cast.drafter, True),
        (cast.specialist, True),
    ):
        client.force_login(user)
        assert client.get(reverse("file-download", args=[last.pk])).status_code == 200
        assert client.get(reverse("file-download", args=[first.pk])).status_code == (200 if is_inside else 404)
        assert client.get(page, {"version": 1}).status_code == (200 if is_inside else 404)
        listed = client.get(page, {"tab": "files"}).context
        assert (len(listed["versions"]), len(listed["files"])) == ((2, 2) if is_inside else (1, 1))
