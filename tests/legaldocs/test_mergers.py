"""The provinces merged in 2025: the data, and the links that imports make of it."""

from __future__ import annotations

import pytest

from legaldocs.importers.names import body_named
from legaldocs.models import Territory
from legaldocs.parsing.bodies import CENTRAL_CITIES, PROVINCES
from legaldocs.parsing.mergers import merged_provinces, successor_of


def test_sixty_three_provinces_became_thirty_four():
    merged = merged_provinces()
    assert len(set(merged)) == len(merged) == 29
    assert set(merged) <= set(PROVINCES)
    assert all(not successor_of(successor_of(f"tỉnh {name}")) for name in merged)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("tỉnh Bình Dương", "thành phố Hồ Chí Minh"),
        ("Tỉnh KIÊN GIANG", "tỉnh An Giang"),
        ("tỉnh Hà Tĩnh", ""),
        ("thành phố Hà Nội", ""),
        ("huyện Bình Thuận", ""),
    ],
)
def test_a_province_is_followed_by_the_one_it_became_part_of(old: str, new: str):
    assert successor_of(old) == new


def test_every_successor_is_a_province_of_today():
    for name in merged_provinces():
        rank, _, place = successor_of(f"tỉnh {name}").partition(" ")
        place = place.removeprefix("phố ")
        assert place in (CENTRAL_CITIES if rank == "thành" else PROVINCES)


@pytest.mark.django_db
def test_a_body_of_a_merged_province_comes_with_the_link_to_its_successor():
    old = body_named("Ủy ban nhân dân tỉnh Kiên Giang")
    new = body_named("Hội đồng nhân dân tỉnh An Giang")
    assert old is not None and new is not None and old.territory is not None
    assert old.territory.successor == new.territory
    assert Territory.objects.count() == 2
