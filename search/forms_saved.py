"""The form of a saved search: its name, and who else sees it."""

from __future__ import annotations

from typing import Any

from django import forms

from legaldocs.models import Unit, User
from search.models import SavedSearch
from search.vietnamese import nfc


class SavedSearchForm(forms.Form):
    """`owner` may share with the own unit and with the department above it; a circle chosen earlier stays on offer."""

    name = forms.CharField(label="Tên", max_length=120, help_text="Ví dụ: Văn bản mới về lệ phí đất đai")
    shared_with = forms.ChoiceField(
        label="Ai được xem",
        required=False,
        widget=forms.RadioSelect,
        help_text="Người cùng xem chỉ thấy những văn bản mà chính họ được xem.",
    )

    def __init__(self, *args: Any, owner: User, search: SavedSearch | None = None, **kwargs: Any) -> None:
        present = search.shared_with if search else None
        initial = {"name": search.name, "shared_with": str(present.pk) if present else ""} if search else None
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.units = {str(unit.pk): unit for unit in _circles(owner, present)}
        choices = [("", "Chỉ mình tôi"), *((pk, _named(unit)) for pk, unit in self.units.items())]
        self.fields["shared_with"].choices = choices  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        return " ".join(nfc(self.cleaned_data["name"]).split())

    @property
    def circle(self) -> Unit | None:
        """The unit that was chosen."""
        return self.units.get(self.cleaned_data["shared_with"])


def _circles(owner: User, present: Unit | None) -> list[Unit]:
    own = [owner.unit, owner.unit.department] if owner.unit else []
    return list(dict.fromkeys(unit for unit in [*own, present] if unit))


def _named(unit: Unit) -> str:
    return f"{unit} ({unit.parent})" if unit.parent else f"{unit}, mọi phòng"
