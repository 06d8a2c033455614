"""What a provision says, its heading included, where the two are told apart by a line end."""

from __future__ import annotations

import re

from legaldocs.analysis.mentions import DOCUMENT_WORDS
from legaldocs.parsing.parsed import ParsedProvision

# "Điều 3. Hiệu lực thi hành Quyết định này có hiệu lực ...": a text layer ran the heading and the first sentence together.
_GLUED = re.compile(
    r"^(?P<heading>(?:Hiệu lực|Điều khoản|Tổ chức|Trách nhiệm)[^\n.;:,]{0,60}?(?:hành|hiện|hiệu lực)) "
    rf"(?=(?:{DOCUMENT_WORDS}) này )",
    re.MULTILINE,
)


def with_heading(provision: ParsedProvision) -> str:
    """The heading and the own text of a provision, the first sentence on a line of its own."""
    text = f"{provision.heading}\n{provision.text}" if provision.heading else provision.text
    return _GLUED.sub(r"\g<heading>\n", text, count=1)
