"""Units: a tree, whatever somebody types on the administrator's site."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from tests.factories import make_unit

pytestmark = pytest.mark.django_db


def test_a_unit_never_stands_above_itself() -> None:
    department = make_unit("Sở Thử nghiệm")
    division = make_unit("Phòng Một", parent=department)
    division.full_clean()
    for above in (department, division):
        department.parent = above
        with pytest.raises(ValidationError):
            department.full_clean()
