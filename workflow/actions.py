"""The one door through which a document or a dossier changes state."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, OperationalError, transaction
from django.db.models import Model
from django_fsm import ConcurrentTransition

from legaldocs.models import Document, Relation, User
from legaldocs.models.documents import today
from legaldocs.signals import text_changed
from workflow import permissions
from workflow.models import Appraisal, Finding
from workflow.steps import appraisal, document, finding, promulgation, relation, review, self_check
from workflow.steps.step import Action, NotAllowed, NotPossible, Step, state_label

__all__ = ["ACTIONS", "Action", "NotAllowed", "NotPossible", "available_actions", "perform"]

#: Every action, in the order in which a page offers them.
ACTIONS: tuple[Action, ...] = (
    *appraisal.ACTIONS,
    *finding.ACTIONS,
    *promulgation.ACTIONS,
    *self_check.ACTIONS,
    *review.ACTIONS,
    *relation.ACTIONS,
    *document.ACTIONS,
)
_BY_CODE = {(action.model, action.code): action for action in ACTIONS}


def perform(procedure: Model, action: str, user: User, *, reason: str = "", **data: Any) -> Any:
    """The row after the action, fresh from the database; the new row for an action that makes one.

    That is an Appraisal for request_appraisal, a Review for open_review, a Relation for add_relation.
    Raises NotAllowed when the user may not, NotPossible when the state or the data do not allow it: then nothing has
    changed. Actions on one document never overlap: each holds the document's row until it is done.
    """
    chosen = _BY_CODE.get((type(procedure), action))
    if chosen is None:
        raise NotPossible("Không có việc này cho loại hồ sơ đang mở.")
    if chosen.prepare:
        _refuse(chosen, procedure, user, reason)
        data["prepared"] = chosen.prepare(procedure, today())
    step = Step(user=user, on=today(), reason=reason.strip(), label=chosen.label)
    try:
        with transaction.atomic():
            row = _locked(procedure)
            _refuse(chosen, row, user, reason)
            result = chosen.take(row, step, **data)
            if step.touched:
                text_changed.send(sender=Document, document_ids=sorted(step.touched))
    except (ConcurrentTransition, IntegrityError):
        # Two people at once: the state has moved on, or what must be one of a kind (a number) was taken a moment ago.
        raise NotPossible(_TOO_LATE) from None
    except OperationalError as error:
        if "lock" in str(error):
            raise NotPossible(_TOO_LATE) from error
        raise
    return type(result)._default_manager.get(pk=result.pk)


_TOO_LATE = "Có người khác vừa thay đổi hồ sơ này; hãy tải lại trang rồi thử lại."


def available_actions(procedure: Model, user: User) -> list[Action]:
    """The actions that this user may take on this row as it stands, for buttons; the door asks again."""
    return [
        action
        for action in ACTIONS
        if action.model is type(procedure)
        and action.is_possible(procedure)
        and permissions.may(procedure, action.code, user)
    ]


def _refuse(action: Action, row: Model, user: User, reason: str) -> None:
    """Nothing when the action may be taken now; the right is asked before the state, so that a refusal tells no more."""
    words = permissions.refusal(row, action.code, user)
    if words:
        raise NotAllowed(words)
    if not action.is_possible(row):
        raise NotPossible(
            f"Không thể “{action.label.lower()}” khi đang ở trạng thái “{state_label(row)}”. "
            "Hãy tải lại trang để xem việc có thể làm tiếp."
        )
    if action.needs_reason and not reason.strip():
        raise NotPossible("Hãy ghi lý do: việc này phải có lý do để lưu vào lịch sử.", "reason")


def _locked(procedure: Any) -> Any:
    """The row as it is in the database now, locked: its document first, so that two people never wait for each other."""
    try:
        if isinstance(procedure, Document):
            return Document.objects.select_for_update().get(pk=procedure.pk)
        if isinstance(procedure, Relation):
            source = Document.objects.select_for_update().get(pk=procedure.source_id)
            row = Relation.objects.select_for_update().get(pk=procedure.pk)
            row.source = source
            return row
        if isinstance(procedure, Finding):
            found = Finding.objects.values_list("appraisal_id", "appraisal__document_id").get(pk=procedure.pk)
            held = _hold(Appraisal, found[0], found[1])
            row = Finding.objects.select_for_update().get(pk=procedure.pk)
            row.appraisal = held
            return row
        return _hold(type(procedure), procedure.pk, procedure.document_id)
    except (Document.DoesNotExist, type(procedure).DoesNotExist):
        raise NotPossible("Hồ sơ này không còn nữa; hãy tải lại trang.") from None


def _hold(model: Any, pk: int, document_id: int) -> Any:
    holder = Document.objects.select_for_update().get(pk=document_id)
    row = model.objects.select_for_update().get(pk=pk)
    row.document = holder
    return row
