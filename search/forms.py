"""The search form: a question, and the conditions of the list of documents that the index knows."""

from __future__ import annotations

from typing import Any

from django import forms

from legaldocs.forms import Chip, DocumentFilterForm
from legaldocs.models import Stage, User
from legaldocs.models.documents import DRAFT_READERS
from search.query import Filters
from search.question import LONGEST


class SearchForm(DocumentFilterForm):
    """Every condition is optional; what is typed wrong counts as not given and is pointed at."""

    q = forms.CharField(label="Từ cần tìm", required=False, max_length=LONGEST)
    result = forms.ChoiceField(
        label="Kết quả theo", choices=[("", "Từng điều khoản"), ("document", "Từng văn bản")], required=False
    )
    drafts = forms.BooleanField(label="Cả dự thảo mà tôi được xem", required=False)
    main_fields = ("q", "status", "on", "result")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("department", "level", "stage"):  # conditions that the index does not know
            del self.fields[name]

    def filters(self, user: User) -> Filters:
        """The conditions for the engine. Drafts are found only on request, and only those that `user` may read."""
        body, area, year = self._given("body"), self._given("area"), self._given("year")
        stages: tuple[str, ...] = (Stage.PROMULGATED.value,)
        drafts_of = 0
        if self._given("drafts"):
            if user.is_superuser or user.has_role(*DRAFT_READERS):
                stages = tuple(Stage.values)
            elif user.unit is not None:
                drafts_of = user.unit.department.pk
        return Filters(
            document_types=tuple(filter(None, [self._given("type")])),
            bodies=(body.pk,) if body else (),
            subject_areas=(area.pk,) if area else (),
            years=(year,) if year else (),
            status=self._given("status") or "",
            stages=stages,
            drafts_of=drafts_of,
        )

    @property
    def text(self) -> str:
        """What was typed, however wrong: the engine has its own words for that."""
        return str(self.data.get("q", "")).strip()

    @property
    def conditions(self) -> list[Chip]:
        """The conditions in force without the question itself, as chips."""
        question = str(self.fields["q"].label)
        return [chip for chip in self.chips(self.data) if chip.label != question]  # type: ignore[arg-type]
