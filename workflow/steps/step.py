"""What an action is, what it is given, and how it says no."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django_fsm import can_proceed

from legaldocs import effects
from legaldocs.models import Document, User
from workflow.models import Finding


class NotAllowed(Exception):
    """This user may not take this action on this row. The message is Vietnamese and says why."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotPossible(Exception):
    """Nobody can take this action now, or not with this data. The message says what is wrong and how to mend it.

    `field` names the piece of data that is wrong, "" when it is the state.
    """

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


@dataclass
class Step:
    """One action under way: who takes it, on which day, why, and which documents it has touched so far."""

    user: User
    on: date
    reason: str
    label: str
    touched: set[int] = field(default_factory=set)

    @property
    def history_reason(self) -> str:
        return f"{self.label}: {self.reason}" if self.reason else self.label

    def save(self, *rows: Model) -> None:
        """Save each row with this person and this reason in its history."""
        for row in rows:
            row._history_user = self.user  # type: ignore[attr-defined]
            row._change_reason = self.history_reason  # type: ignore[attr-defined]
            row.save()
            if isinstance(row, Document):
                self.touched.add(row.pk)

    def refresh_effect(self, document_ids: Iterable[int | None]) -> None:
        """Derive the effect of these documents again, each read under lock, in one order for everybody."""
        ids = {pk for pk in document_ids if pk}
        documents = list(Document.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
        for document in documents:
            document._history_user = self.user
        self.touched.update(document.pk for document in effects.refresh(documents, self.history_reason))


@dataclass(frozen=True, slots=True)
class Action:
    """One entry of the visible registry. `take(row, step, **data)` does it and returns what the caller gets back.

    It is possible when the row's `transition` is and its `guard` agrees; without a transition, in `states` (None: in any).
    `prepare(row, on)` is slow work done before the lock is taken; `take` gets what it returns as `prepared`.
    `style` is for buttons: primary, secondary or danger.
    """

    model: type[Model]
    code: str
    label: str
    take: Callable[..., Model]
    transition: str = ""
    states: frozenset[str] | None = None
    guard: Callable[[Any], bool] | None = None
    needs_reason: bool = False
    style: str = "secondary"
    prepare: Callable[..., Any] | None = None

    def is_possible(self, row: Model) -> bool:
        if self.guard and not self.guard(row):
            return False
        if self.transition:
            return bool(can_proceed(getattr(row, self.transition)))
        return self.states is None or state_of(row) in self.states


def state_of(row: Any) -> str:
    """The code of the state that a row is in: a document's stage, a dossier's state."""
    return row.stage if isinstance(row, Document) else row.state


def state_label(row: Any) -> str:
    """For people: the stage of a document, the state of a dossier; a finding goes with its dossier."""
    if isinstance(row, Document):
        return str(row.get_stage_display())
    return str((row.appraisal if isinstance(row, Finding) else row).get_state_display())


def required(value: Any, field_name: str, message: str) -> Any:
    """The value, without blanks around a text; raises NotPossible with `message` when there is none."""
    value = value.strip() if isinstance(value, str) else value
    if value in (None, ""):
        raise NotPossible(message, field_name)
    return value


def checked(row: Model, *names: str) -> None:
    """Nothing, when these fields hold what the model allows; raises NotPossible naming the first that does not."""
    others = [each.name for each in row._meta.fields if each.name not in names]
    try:
        row.clean_fields(exclude=others)
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        label = getattr(row._meta.get_field(name), "verbose_name", name)
        raise NotPossible(f"{str(label).capitalize()}: {messages[0]}", name) from None


def not_in_future(day: date, on: date, field_name: str, label: str) -> None:
    """Nothing; raises NotPossible for a day after `on`."""
    if day > on:
        raise NotPossible(f"{label} {day:%d/%m/%Y} ở sau ngày hôm nay; hãy kiểm tra lại.", field_name)
