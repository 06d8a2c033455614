"""Which provinces were merged into which on 01-07-2025, as data.

Source: Nghị quyết số 202/2025/QH15 ngày 12-06-2025, Điều 1; the 29 names that ended. The list was written down without the
resolution's text at hand, so that it links territories and decides nothing: an administrator may change each link.
What the merged provinces issued stays in force in their old territory until the new one acts (Luật số 64/2025/QH15 as
amended by Luật số 87/2025/QH15, Đ54).
"""

from __future__ import annotations

from datetime import date

from legaldocs.parsing.normalize import fold

MERGED_ON = date(2025, 7, 1)

_INTO = {
    "tỉnh Tuyên Quang": ("Hà Giang",),
    "tỉnh Lào Cai": ("Yên Bái",),
    "tỉnh Thái Nguyên": ("Bắc Kạn",),
    "tỉnh Phú Thọ": ("Vĩnh Phúc", "Hòa Bình"),
    "tỉnh Bắc Ninh": ("Bắc Giang",),
    "tỉnh Hưng Yên": ("Thái Bình",),
    "thành phố Hải Phòng": ("Hải Dương",),
    "tỉnh Ninh Bình": ("Hà Nam", "Nam Định"),
    "tỉnh Quảng Trị": ("Quảng Bình",),
    "thành phố Đà Nẵng": ("Quảng Nam",),
    "tỉnh Quảng Ngãi": ("Kon Tum",),
    "tỉnh Gia Lai": ("Bình Định",),
    "tỉnh Khánh Hòa": ("Ninh Thuận",),
    "tỉnh Lâm Đồng": ("Đắk Nông", "Bình Thuận"),
    "tỉnh Đắk Lắk": ("Phú Yên",),
    "thành phố Hồ Chí Minh": ("Bình Dương", "Bà Rịa - Vũng Tàu"),
    "tỉnh Đồng Nai": ("Bình Phước",),
    "tỉnh Tây Ninh": ("Long An",),
    "thành phố Cần Thơ": ("Sóc Trăng", "Hậu Giang"),
    "tỉnh Vĩnh Long": ("Bến Tre", "Trà Vinh"),
    "tỉnh Đồng Tháp": ("Tiền Giang",),
    "tỉnh Cà Mau": ("Bạc Liêu",),
    "tỉnh An Giang": ("Kiên Giang",),
}
_SUCCESSORS = {fold(f"tỉnh {old}"): new for new, merged in _INTO.items() for old in merged}


def successor_of(territory: str) -> str:
    """The territory that a province became part of ("tỉnh Bình Dương" -> "thành phố Hồ Chí Minh"); "" where it lives on."""
    return _SUCCESSORS.get(fold(territory), "")


def merged_provinces() -> list[str]:
    """The names of the provinces that ended, without "tỉnh"."""
    return [old for merged in _INTO.values() for old in merged]
