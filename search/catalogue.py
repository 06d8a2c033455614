"""The names that fields of a question may hold, as the database has them: areas, bodies, levels."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from legaldocs.models import IssuingBody, Level, SubjectArea

#: What people call a level, the official label aside.
_LEVEL_NAMES = {
    Level.CENTRAL: ("trung ương",),
    Level.PROVINCE: ("tỉnh", "cấp tỉnh"),
    Level.DISTRICT: ("huyện", "cấp huyện"),
    Level.COMMUNE: ("xã", "cấp xã"),
}


class StoredCatalogue:
    """Reads each list once, and only when a question asks for it."""

    def areas(self) -> Mapping[str, tuple[int, ...]]:
        return {name: (pk,) for pk, name in SubjectArea.objects.values_list("pk", "name")}

    def bodies(self) -> Mapping[str, tuple[int, ...]]:
        return {name: (pk,) for pk, name, _ in self._bodies}

    def levels(self) -> Mapping[str, tuple[int, ...]]:
        return {
            name: tuple(pk for pk, _, level in self._bodies if level == code)
            for code, names in _LEVEL_NAMES.items()
            for name in names
        }

    @cached_property
    def _bodies(self) -> list[tuple[int, str, str]]:
        return list(IssuingBody.objects.values_list("pk", "name", "level"))
