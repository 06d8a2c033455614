"""Load the small invented province, with people in every role."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from workflow.demo import province


class Command(BaseCommand):
    help = "Nạp tỉnh mẫu Hồng Lam (dữ liệu tự đặt) để trang nào cũng có nội dung xem thử."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--logins", action="store_true", help="Chỉ in cách đăng nhập.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.LOCAL_ONLY:
            raise CommandError("Dữ liệu mẫu có mật khẩu ai cũng biết: chỉ nạp trên máy không phục vụ người khác.")
        if not options["logins"]:
            province.load()
            return
        self.stdout.write(f"Đăng nhập bằng một trong các tài khoản mẫu, mật khẩu chung: {province.PASSWORD}")
        for person in province.PEOPLE:
            name = f"{person.last_name} {person.first_name}"
            self.stdout.write(f"  {person.username:<12} {person.role.label:<26} {name}, {person.unit}")
