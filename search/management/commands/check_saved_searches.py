"""Compare the saved searches with what their followers have seen, now; the background worker does the same by itself."""

from __future__ import annotations

import time
from typing import Any

from legaldocs.management.json_command import JsonCommand
from search.saved_searches import Checked, check


class Command(JsonCommand):
    help = "So các tìm kiếm đã lưu với kho và đếm văn bản mới của từng người theo dõi."

    def answer(self, **options: Any) -> dict[str, Any]:
        started = time.perf_counter()
        checked = list(check())
        return {
            "searches": len({each.search.pk for each in checked}),
            "followers": len(checked),
            "elapsed_ms": round((time.perf_counter() - started) * 1000, 1),
            "news": [_as_json(each) | {"new": each.new} for each in checked if each.new],
            "problems": [_as_json(each) | {"message": each.problem} for each in checked if each.problem],
        }

    def show(self, answer: dict[str, Any]) -> None:
        self.stdout.write(f"Đã so {answer['searches']} tìm kiếm của {answer['followers']} lượt người theo dõi.")
        for each in answer["news"]:
            self.stdout.write(f"  {each['person']}: “{each['name']}” có {each['new']} văn bản mới")
        for each in answer["problems"]:
            self.stdout.write(f"  {each['person']}: “{each['name']}” chưa so được. {each['message']}")


def _as_json(checked: Checked) -> dict[str, Any]:
    return {"id": checked.search.pk, "name": checked.search.name, "person": checked.person.username}
