"""Who asks: behind the sign-in wall every request has a person."""

from __future__ import annotations

from django.http import HttpRequest

from legaldocs.models import User


def signed_in(request: HttpRequest) -> User:
    """The person of the request; LoginRequiredMiddleware has seen to it that there is one."""
    assert isinstance(request.user, User)
    return request.user
