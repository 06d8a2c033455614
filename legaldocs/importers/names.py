"""From the name that a source writes to the body, territory or department that it means."""

from __future__ import annotations

from legaldocs.models import IssuingBody, Level, Territory, Unit
from legaldocs.parsing.normalize import fold

_LEVELS = {"central": Level.CENTRAL, "province": Level.PROVINCE, "district": Level.DISTRICT, "commune": Level.COMMUNE}
_DEPARTMENTS = ("sở ", "ban ", "công an tỉnh", "thanh tra tỉnh", "văn phòng ", "bộ chỉ huy ")


def body_named(name: str, level: str = "") -> IssuingBody | None:
    """The issuing body of that name, made known on first sight; None for no name."""
    name = " ".join(name.split()).replace("Uỷ ban", "Ủy ban")
    if not name:
        return None
    # Compared here, not in the database: SQLite does not know that Ủ and ủ are one letter.
    body = next(
        (each for each in IssuingBody.objects.select_related("territory") if fold(each.name) == fold(name)), None
    )
    if body is None:
        territory_name = _territory_in(name)
        known_level = _LEVELS.get(level, level) or (Level.PROVINCE if territory_name else Level.CENTRAL)
        territory = None
        if known_level != Level.CENTRAL and territory_name:
            territory, _ = Territory.objects.get_or_create(name=territory_name, defaults={"level": known_level})
        body = IssuingBody.objects.create(name=name[:200], level=known_level, territory=territory)
    return body


def _territory_in(name: str) -> str:
    """ "Ủy ban nhân dân tỉnh Hà Tĩnh" -> "tỉnh Hà Tĩnh"; "" for a central body."""
    for word in (" tỉnh ", " thành phố ", " Thành phố ", " Tỉnh "):
        before, found, after = name.rpartition(word)
        if found and before and after:
            return f"{word.strip().lower()} {after.strip()}"
    return ""


def department_named(name: str) -> Unit | None:
    """The department (sở, ngành) of that name, made known on first sight; None where the name is none."""
    name = " ".join(name.split())
    for cut in (" tỉnh ", " thành phố ", " và Giám đốc ", " ("):
        name = name.split(cut)[0]
    if not name.lower().startswith(_DEPARTMENTS):
        return None
    found = next((unit for unit in Unit.objects.filter(parent=None) if fold(unit.name) == fold(name)), None)
    return found or Unit.objects.create(name=name[:200], is_justice=fold(name) == "so tu phap")
