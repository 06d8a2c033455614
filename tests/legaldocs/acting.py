"""Provisions put together for tests, and what they do to other documents."""

from __future__ import annotations

from legaldocs.analysis.amendments import read_amendments, read_expiries
from legaldocs.parsing.parsed import AmendmentRead, ExpiryRead, Header, ParsedProvision
from legaldocs.parsing.vocabulary import ProvisionKind

TARGET = "12/2020/QĐ-UBND"
TITLE = f"Sửa đổi, bổ sung một số điều của Quyết định số {TARGET} ngày 05 tháng 3 năm 2020 của Ủy ban nhân dân tỉnh"


def article(text: str, path: str = "dieu-1", heading: str = "") -> ParsedProvision:
    kinds = {"khoan": ProvisionKind.CLAUSE, "diem": ProvisionKind.POINT, "dieu": ProvisionKind.ARTICLE}
    parent = path.rpartition("/")[0]
    return ParsedProvision(path, kinds[path.rpartition("/")[2].split("-")[0]], "", heading, text, parent)


def amended(*provisions: ParsedProvision, title: str = TITLE, own: str = "30/2025/QĐ-UBND") -> list[AmendmentRead]:
    return list(read_amendments(provisions, Header(number=own, title=title)))


def ended(*provisions: ParsedProvision, own: str | None = "30/2025/QĐ-UBND") -> list[ExpiryRead]:
    return list(read_expiries(provisions, Header(number=own)))


def ended_numbers(text: str) -> list[tuple[str, str]]:
    return [(expiry.number, expiry.relation) for expiry in ended(article(text))]
