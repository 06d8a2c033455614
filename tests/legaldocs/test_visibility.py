"""Who reads what: promulgated documents are everybody's, drafts are their department's and their judges'."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from legaldocs.models import Document, Role, Stage
from tests.cast import make_cast
from tests.factories import make_document, make_draft, make_unit, make_user

pytestmark = pytest.mark.django_db

SEES_THE_DRAFT = {"drafter", "specialist", "colleague", "head", "approver", "administrator"}


def test_a_promulgated_document_is_everybodys() -> None:
    document = make_document()
    for name, user in make_cast().everybody().items():
        assert document in Document.objects.visible_to(user), name


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.UNDER_APPRAISAL, Stage.APPRAISED, Stage.WITHDRAWN])
def test_a_draft_is_its_departments_and_its_judges(stage: Stage) -> None:
    cast = make_cast()
    draft = make_draft(cast.department, stage=stage)
    seen_by = {name for name, user in cast.everybody().items() if draft in Document.objects.visible_to(user)}
    assert seen_by == SEES_THE_DRAFT


def test_a_draft_of_a_division_is_seen_by_the_whole_department() -> None:
    department = make_unit()
    draft = make_draft(make_unit("Phòng A", parent=department))
    colleague = make_user("", Role.DRAFTER, unit=make_unit("Phòng B", parent=department))
    assert draft in Document.objects.visible_to(colleague)


def test_a_person_without_a_unit_sees_no_draft() -> None:
    """A draft whose department is unknown must not match a person whose department is unknown."""
    draft = make_draft()
    Document.objects.filter(pk=draft.pk).update(drafted_by=None)
    assert draft not in Document.objects.visible_to(make_user("", Role.DRAFTER))


def test_nobody_who_has_not_signed_in_sees_anything() -> None:
    make_document()
    assert not Document.objects.visible_to(AnonymousUser()).exists()
