"""Searches kept, compared and looked at, for tests."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from legaldocs.models import User
from search import saved_searches
from search.models import SavedSearch
from tests.search.corpus import index_everything

FEES = {"dieu-1": ("Mức thu", "Mức thu phí tham quan là 20.000 đồng.")}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def kept(owner: User, asked: str = "q=phí tham quan", name: str = "Phí tham quan", **fields: Any) -> SavedSearch:
    """A search saved over an index that is up to date."""
    index_everything()
    return saved_searches.save(owner, QueryDict(asked), name, **fields)


def compare() -> dict[str, int]:
    """Username -> how many are new, after the index has caught up."""
    index_everything()
    return {each.person.username: each.new for each in saved_searches.check()}


def new_numbers(search: SavedSearch, person: User) -> set[str]:
    return {document.number for document in saved_searches.new_to(search, person)}


def page(client: Client, name: str, *args: int) -> str:
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()
