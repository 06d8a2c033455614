"""The cast: one named person for each role, so that a test reads like a story of an office."""

from __future__ import annotations

from dataclasses import dataclass, fields

from legaldocs.models import Role, Unit, User
from tests.factories import make_unit, make_user


@dataclass(frozen=True)
class Cast:
    """Everybody holds one role. `stranger` drafts for another department, `colleague` is a second specialist."""

    drafter: User
    stranger: User
    specialist: User
    colleague: User
    head: User
    approver: User
    reviewer: User
    administrator: User
    reader: User

    @property
    def department(self) -> Unit:
        """The department for which `drafter` drafts."""
        assert self.drafter.unit is not None
        return self.drafter.unit.department

    def everybody(self) -> dict[str, User]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


def make_cast() -> Cast:
    """A small office: two drafting departments, the Department of Justice, the provincial office."""
    justice = make_unit("Sở Tư pháp", is_justice=True)
    drafting = make_unit("Phòng Xây dựng pháp luật", parent=justice)
    checking = make_unit("Phòng Kiểm tra văn bản", parent=justice)
    construction = make_unit("Sở Xây dựng")
    return Cast(
        drafter=make_user("soan_thao", Role.DRAFTER, unit=make_unit("Phòng Quy hoạch", parent=construction)),
        stranger=make_user("so_khac", Role.DRAFTER, unit=make_unit("Sở Y tế")),
        specialist=make_user("chuyen_vien", Role.SPECIALIST, unit=drafting),
        colleague=make_user("chuyen_vien_2", Role.SPECIALIST, unit=drafting),
        head=make_user("lanh_dao", Role.HEAD, unit=justice),
        approver=make_user("trinh_ky", Role.APPROVER, unit=make_unit("Văn phòng UBND tỉnh")),
        reviewer=make_user("ra_soat", Role.REVIEWER, unit=checking),
        administrator=make_user("quan_tri", Role.ADMINISTRATOR, unit=justice),
        reader=make_user("nguoi_doc", Role.READER, unit=make_unit("Sở Nội vụ")),
    )
