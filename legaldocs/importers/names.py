"""From the name that a source writes to the body, territory or department that it means."""

from __future__ import annotations

import re

from legaldocs.models import IssuingBody, Level, Territory, Unit
from legaldocs.parsing.bodies import CENTRAL_CITIES, proper_name
from legaldocs.parsing.mergers import successor_of
from legaldocs.parsing.normalize import fold

_LEVELS = {level.value.lower(): level for level in Level}
#: A council or committee and its unit of government; a town inside a province is also called "thành phố".
_LOCAL = re.compile(
    r"(?:ủy ban|hội đồng) nhân dân (?P<unit>(?P<rank>tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu) "
    r"(?P<place>[^,]+).*)",
    re.IGNORECASE,
)
_RANKS = {
    **dict.fromkeys(("thành phố", "huyện", "quận", "thị xã"), Level.DISTRICT),
    **dict.fromkeys(("xã", "phường", "thị trấn", "đặc khu"), Level.COMMUNE),
    "tỉnh": Level.PROVINCE,
}
_DEPARTMENTS = ("sở ", "ban ", "công an tỉnh", "thanh tra tỉnh", "văn phòng ", "bộ chỉ huy ")


def body_named(name: str, level: str = "") -> IssuingBody | None:
    """The issuing body of that name, made known on first sight; None for no name.

    Capitals and "UBND", "HĐND", "TP." are read as the full name. `level` is what a source says; a word that is no level
    counts as not said, and the name decides.
    """
    name = _full_name(name)
    if not name:
        return None
    # Compared here, not in the database: SQLite does not know that Ủ and ủ are one letter.
    body = next(
        (each for each in IssuingBody.objects.select_related("territory") if fold(each.name) == fold(name)), None
    )
    if body is None:
        named_level, territory_name = _place_in(name)
        known_level = _LEVELS.get(level.lower(), named_level)
        territory = None
        if known_level != Level.CENTRAL and territory_name:
            territory = _territory_named(territory_name, known_level)
        body = IssuingBody.objects.create(name=name[:200], level=known_level, territory=territory)
    return body


def _territory_named(name: str, level: Level) -> Territory:
    """The territory of that name; a merged province is made known with the one that it became part of."""
    after = successor_of(name)
    successor = _territory_named(after, level) if after else None
    territory, _ = Territory.objects.get_or_create(name=name, defaults={"level": level, "successor": successor})
    return territory


def is_named(body: IssuingBody, name: str) -> bool:
    """Whether this is the body that a source means by that name."""
    return fold(body.name) == fold(_full_name(name))


def _full_name(name: str) -> str:
    """The name written out; as it stands where only capitals or blanks would change."""
    name = " ".join(name.split()).replace("Uỷ ban", "Ủy ban")
    proper = proper_name(name) if name else ""
    return name if fold(proper) == fold(name) and not name.isupper() else proper


def _place_in(name: str) -> tuple[Level, str]:
    """ "Ủy ban nhân dân tỉnh Hà Tĩnh" -> PROVINCE, "tỉnh Hà Tĩnh"; "Bộ Xây dựng" -> CENTRAL, ""."""
    local = _LOCAL.search(name)
    if local:
        rank, place = local["rank"].lower(), local["place"].strip()
        is_central_city = rank == "thành phố" and fold(place) in {fold(city) for city in CENTRAL_CITIES}
        return Level.PROVINCE if is_central_city else _RANKS[rank], f"{rank}{local['unit'][len(rank) :]}".strip()
    for word in (" tỉnh ", " thành phố "):
        before, found, after = name.rpartition(word)
        if found and before and after:
            return Level.PROVINCE, f"{word.strip()} {after.strip()}"
    return Level.CENTRAL, ""


def department_named(name: str) -> Unit | None:
    """The department (sở, ngành) of that name, made known on first sight; None where the name is none."""
    name = " ".join(name.split())
    for cut in (" tỉnh ", " thành phố ", " và Giám đốc ", " ("):
        name = name.split(cut)[0]
    if not name.lower().startswith(_DEPARTMENTS):
        return None
    found = next((unit for unit in Unit.objects.filter(parent=None) if fold(unit.name) == fold(name)), None)
    return found or Unit.objects.create(name=name[:200], is_justice=fold(name) == "so tu phap")
