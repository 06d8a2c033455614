from __future__ import annotations

import pytest

from search.mistyped import meant_by


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("muwcs thu hojc phis", "mức thu học phí"),
        ("muwcs thu hocj phis", "mức thu học phí"),
        ("quyeets ddinhj", "quyết định"),
        ("quyeets dinhdj", "quyết định"),
        ("ddaats ddai", "đất đai"),
        ("ddaatj ddai 2024", "đật đai 2024"),
        ("nghij quyeets", "nghị quyết"),
        ("duwowngf pho", "dường pho"),
        ("dduwowngf phoos", "đường phố"),
        ("dduowngf phoos", "đường phố"),
        ("nguwowif noopj thuees", "người nộp thuế"),
        ("hoaf bifnh", "hòa bình"),
        ("thuyr lowij", "thủy lợi"),
        ("møc thu häc phÝ", "mức thu học phí"),
        ("quyÕt ®Þnh", "quyết định"),
    ],
)
def test_keys_and_old_letters_become_what_was_meant(typed: str, meant: str) -> None:
    assert meant in meant_by(typed)


@pytest.mark.parametrize("typed", ["mức thu học phí", "muc thu hoc phi", "15/2021/NQ-HDND", "", "quyền hạn", "UBND"])
def test_what_is_plain_is_left_alone(typed: str) -> None:
    assert list(meant_by(typed)) == []
