"""A person's own account."""

from __future__ import annotations

from django.contrib.auth.views import PasswordChangeView
from django.contrib.messages.views import SuccessMessageMixin
from django.urls import reverse_lazy


class PasswordChange(SuccessMessageMixin, PasswordChangeView):
    success_url = reverse_lazy("dashboard")
    success_message = "Đã đổi mật khẩu."
