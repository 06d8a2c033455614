"""Terms that a text defines: "Chất hướng thần là chất ...", "(sau đây gọi tắt là Quỹ)". Who asks for a term wants that text.

A defined term is one token, "=chat_huong_than", looked for among what a text is about; plain syllables and pairs never begin
with "=".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from search.vietnamese import syllables

LONGEST_TERM = 6
_LONGEST_DEFINED = 8
_DEFINED = re.compile(
    r"^\s*(?:\d{1,3}\.|[a-zđ]\))?\s*(?P<term>[^\n.:;]{3,80}?) (?:\([^)\n]*\) )?(?:là|được hiểu là|gồm|bao gồm) ",
    re.MULTILINE,
)
_CALLED = re.compile(r"sau đây (?:được )?gọi (?:tắt |chung )*là:? *[“\"]?(?P<term>[^)”\"\n.;]{2,60})")


def defined_terms(text: str) -> str:
    """The tokens of the terms that the text defines, with blanks between them."""
    found = [match["term"] for match in _DEFINED.finditer(text)]
    if "sau đây" in text:
        found += [match["term"] for match in _CALLED.finditer(text)]
    terms = (syllables(term) for term in found)
    return " ".join(dict.fromkeys(term_of(term) for term in terms if 0 < len(term) <= _LONGEST_DEFINED))


def asked_terms(words: Sequence[str]) -> Iterator[str]:
    """The token of every run of the folded words that may be a term."""
    for length in range(1, LONGEST_TERM + 1):
        for place in range(len(words) - length + 1):
            yield term_of(words[place : place + length])


def term_of(words: Sequence[str]) -> str:
    """The token of a term of these folded words."""
    return "=" + "_".join(words)
