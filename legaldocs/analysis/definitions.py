"""What a text says its words mean: "Hộ mới thoát nghèo là hộ ...", in the article that explains words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from legaldocs.analysis.number_words import DIGITS
from legaldocs.analysis.units import Provision
from legaldocs.parsing.normalize import fold
from legaldocs.parsing.vocabulary import ProvisionKind


@dataclass(frozen=True, slots=True)
class Definition:
    path: str
    term: str
    meaning: str

    @property
    def key(self) -> str:
        """What the same term is found by, however it is written."""
        return " ".join(fold(self.term).split())


_EXPLAINS = re.compile(r"giai thich tu ngu|tu ngu .{0,40}duoc hieu")
_DEFINES = re.compile(
    r"^\W*(?P<term>[^\n:;.]{2,90}?)(?: \([^)\n]{1,80}\))?,?\s(?:là|được hiểu là|bao gồm|gồm)\s(?P<meaning>\S.{15,})",
    re.DOTALL,
)
_MOST_WORDS = 10
#: From this likeness on (0..100) two meanings are one in other words.
_SAME_MEANING = 88
#: A meaning left to another text is no meaning of its own.
_LEFT_TO_OTHERS = re.compile(
    r"(?:theo|thực hiện theo|tại|của) (?:quy định (?:tại|của)|khoản|Điều|Luật|Nghị định)", re.IGNORECASE
)


def read_definitions(provisions: Iterable[Provision]) -> list[Definition]:
    """The definitions of a text, in order: the clauses and points of the articles that explain words.

    Catches "1. Tổ nuôi ong là nhóm hộ ..." under "Giải thích từ ngữ". Does not catch a sentence with "là" elsewhere, nor a
    meaning that is left to another document ("... là tổ chức theo quy định tại khoản 2 Điều 3 Luật Hợp tác xã").
    """
    return list(_defined(provisions))


def _defined(provisions: Iterable[Provision]) -> Iterator[Definition]:
    article = ""
    for provision in provisions:
        if provision.kind == ProvisionKind.ARTICLE:
            explains = _EXPLAINS.search(fold(f"{provision.heading} {provision.text[:200]}"))
            article = provision.path if explains else ""
        elif article and provision.path.startswith(f"{article}/"):
            match = _DEFINES.match(provision.text)
            if (
                match
                and len(match["term"].split()) <= _MOST_WORDS
                and not _LEFT_TO_OTHERS.search(match["meaning"][:160])
            ):
                yield Definition(provision.path, match["term"].strip(' "“”'), " ".join(match["meaning"].split()))


_MEANS = re.compile(
    r"^\W*(?P<term>[^\n:;.,\d]{2,90}?)(?: \([^)\n]{1,80}\))?,? là (?P<what>[^\W\d]+)",
)
#: What a rule says of its subject and no definition of its term: "là không quá 10 ngày", "là tối đa", "là một trong".
_BOUNDS = frozenset(["không", "tối", "từ", "trên", "dưới", "ít", "bằng", "theo", "mức"])
_NO_MEANING = _BOUNDS | (DIGITS.keys() - {"tư"}) | {"mười"}  # "tư" alone is no four: "tư liệu"


def defined_term(text: str) -> str:
    """The term that a provision says the meaning of, folded; "" where it says none.

    Catches "Hộ nuôi ong là hộ gia đình có ..."; does not catch "Mức hỗ trợ là 5.000.000 đồng", "Thời hạn là không quá ...".
    """
    match = _MEANS.match(text)
    if match is None or match["what"].lower() in _NO_MEANING or len(match["term"].split()) > _MOST_WORDS:
        return ""
    return " ".join(fold(match["term"]).split())


def same_meaning(one: str, other: str) -> bool:
    """Whether two meanings are one, in nearly the same words, or the shorter one with something added to it."""
    return fuzz.token_sort_ratio(_plain(one), _plain(other)) >= _SAME_MEANING


#: A short name that is given to the word adds nothing to its meaning.
_ALSO_CALLED = re.compile(r"\((?:trong|sau đây|dưới đây|gọi)[^()]{0,120}\)", re.IGNORECASE)


def _plain(meaning: str) -> str:
    return fold(_ALSO_CALLED.sub(" ", meaning))
