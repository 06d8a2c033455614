"""Legal bases: what the preamble says the document is issued on (Luật BHVBQPPL 2025 Đ7; NĐ 78/2025 Đ62)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from legaldocs.analysis.laws import number_of_law
from legaldocs.analysis.mentions import DOCUMENT_WORDS, Mention, find_mentions
from legaldocs.analysis.quotes import mask_quotes, quoted_spans
from legaldocs.analysis.targets import rank_of
from legaldocs.parsing.numbers import number_key
from legaldocs.parsing.parsed import Header, LegalBasisRead, ParsedProvision
from legaldocs.parsing.vocabulary import DocumentType, ProvisionKind

# Where one recital ends and the next begins: real preambles lose their line breaks, so a capital after ";" or "." counts too.
_RECITAL = re.compile(
    r"(?:^|(?<=[\n;.:,]))[\s\-–*“\"]{0,8}(?P<word>Căn cứ|CĂN CỨ|Căn Cứ|Theo đề nghị|Theo|Xét|Trên cơ sở|Sau khi|Thực hiện|Để|"
    r"(?:Thủ tướng|Bộ trưởng|Ủy ban|Uỷ ban|Hội đồng|Chính phủ|Quốc hội|Chủ tịch|Thống đốc|Giám đốc) "
    r"[^;\n]{0,160}?ban hành|"
    rf"\[?\d{{1,2}}\]?\s(?:{DOCUMENT_WORDS})|"  # a footnote of a consolidation that got between the recitals
    r"(?:QUYẾT ĐỊNH|QUYẾT NGHỊ|NGHỊ QUYẾT)\s*:)(?!\w)"
)
_BASIS_WORD = "căn cứ"
# "..., được sửa đổi, bổ sung bởi Luật số 87/2025/QH15": what amended a basis is a basis too.
_AMENDED_BY = re.compile(
    r"(?:sửa đổi|bổ sung|thay thế|đính chính)[^;]{0,60}(?:b[ởớờ]i|tại|theo|bằng)(?: các)?:?\s{0,2}"
    r"(?:(?:khoản|Điều|điểm)\s[^;,]{0,40})?$"
    r"|được (?:sửa đổi, bổ sung|sửa đổi|bổ sung)\s$"
)
# "Luật Xây dựng: số 50/2014/QH13", "Luật ... (HIV/AIDS) số 64/2006/QH11": the number of the law just named.
_NUMBER_OF_THE_NAMED = re.compile(r"(?:(?:\s[^\W\d_]+){0,6}\s?\([^()]{0,80}\)|\s?:)\s?")
_SHORT_FORM = re.compile(r"\((?:[Ss]au đây|[Dd]ưới đây|[Gg]ọi|[Vv]iết)[^()]{0,300}\)")
_JOINS_A_LIST = re.compile(r"(?:,|(?<!\w)và|(?<!\w)và các|(?<!\w)cùng)\s{0,2}$")
_UNITS = re.compile(r"[\s,;)]*(?:và|và các)?\s*(?:khoản|[Đđ]iều|điểm)\s[^;]{0,60}")
_LINK_AT_END = re.compile(r"(?:[ ,;(]|(?<=[ ,])(?:và|của|các|bởi|tại|theo)){1,6}$")
_ACTS_ON = re.compile(r"sửa đổi|bổ sung|thay thế|bãi bỏ|kèm theo|đính chính")
# "Căn cứ các Quyết định của Thủ tướng Chính phủ: số 118/TTg ...": the kind stands once, before the list. A recital may
# also name an official letter or a plan: no basis that the law knows, but one that the text gives and a reader must see.
_KIND_OF_RECITAL = re.compile(
    rf"Căn cứ (?:vào )?(?:Căn cứ )?(?:các )?(?:{DOCUMENT_WORDS}|Kế hoạch|Kết luận|Quy chế|Công văn|Công điện|Văn bản|Phương án|"
    r"Đề án)(?!\w)",
    re.IGNORECASE,
)


def read_legal_bases(provisions: Sequence[ParsedProvision], header: Header) -> tuple[LegalBasisRead, ...]:
    """The legal bases named in the preamble, in order, each document once; `text` is the words that name it.

    Catches: "Căn cứ Luật Đất đai năm 2024;" (no number) · "Căn cứ Luật A số 64/2025/QH15 được sửa đổi, bổ sung bởi Luật số
    87/2025/QH15;" (two) · "Căn cứ Nghị định số A; Nghị định số B sửa đổi Nghị định số A;" (two) · "Căn cứ Nghị định số A quy
    định chi tiết Luật B và Nghị định số C ..." (A and C: a decree details no decree) · "Căn cứ Luật B: số 50/2014/QH13 ...; số
    62/2020/QH14" · "Căn cứ Công văn số ..." (no basis in law, but given as one). Does not catch: "Theo đề nghị của ... tại Tờ
    trình số 12/TTr-STP" · "Xét Báo cáo số ..." · "Căn cứ Báo cáo thẩm định số ..." · what a basis is about ("Nghị định số A
    quy định chi tiết Luật B" gives A alone; "Nghị định số A sửa đổi Nghị định số B và Nghị định số C" too) · the bases of an
    amending document that a consolidation quotes · the document itself.
    """
    preamble = next((p for p in provisions if p.kind is ProvisionKind.PREAMBLE), None)
    if preamble is None:
        return ()
    own, on = number_key(header.number) if header.number else "", header.issued_on
    bases: dict[str, LegalBasisRead] = {}
    for recital in _recitals(_without_quoted_recitals(preamble.text)):
        for basis in _bases_in(recital, on):
            key = number_key(basis.number) if basis.number else (basis.title or "").casefold() + str(basis.issued_on)
            if key != own:
                bases.setdefault(key, basis)
    return tuple(bases.values())


def _without_quoted_recitals(text: str) -> str:
    """The text without the bases of other documents that it quotes, as the notes of a consolidation do."""
    spans = [span for span in quoted_spans(text) if text.startswith("Căn cứ", span[0])]
    return mask_quotes(text, spans) if spans else text


def _recitals(text: str) -> Iterator[str]:
    """The recitals that open with "Căn cứ", each up to the next recital or the enacting words."""
    starts = list(_RECITAL.finditer(text))
    for place, start in enumerate(starts):
        if start["word"].lower() == _BASIS_WORD:
            end = starts[place + 1].start() if place + 1 < len(starts) else len(text)
            yield text[start.start("word") : end].strip(" \n;.,-–")


def _bases_in(recital: str, on: date | None) -> Iterator[LegalBasisRead]:
    found = list(_heads(recital))
    starts = [0, *(mention.start for mention in found[1:]), len(recital)]
    for place, mention in enumerate(found):
        words = re.sub(r"\s+", " ", recital[starts[place] : starts[place + 1]])
        text = _LINK_AT_END.sub("", words).strip(" ;,.")
        number = mention.number or number_of_law(mention.title, mention.issued_on, on)
        yield LegalBasisRead(text, mention.number, mention.document_type, mention.title, mention.issued_on, number)


def _heads(recital: str) -> Iterator[Mention]:
    """The documents that a recital gives as bases, not those that their titles mention."""
    recital = _SHORT_FORM.sub(lambda match: " " * len(match.group()), recital)
    kind = _KIND_OF_RECITAL.match(recital)
    named = [m for m in find_mentions(recital) if m.document_type not in (None, DocumentType.OTHER) or kind]
    previous_end, was_basis = 0, True
    head: Mention | None = None
    for place, mention in enumerate(named):
        between = recital[previous_end : mention.start]
        if place == 0 or ";" in between or _AMENDED_BY.search(between) or _continues(between, was_basis):
            head, was_basis = mention, True
            if mention.number or not _is_numbered_next(recital, mention, named[place + 1 : place + 2]):
                yield mention
        elif head is not None and _stands_beside(recital, head, named[place - 1], mention):
            head, was_basis = mention, True
            yield mention
        elif mention.number:
            was_basis = False
        if mention.number or was_basis:
            previous_end = mention.end


def _is_numbered_next(recital: str, named: Mention, following: Sequence[Mention]) -> bool:
    """Whether the number of a law named without one stands right after it, apart only by a colon or a bracket."""
    return any(m.number and _NUMBER_OF_THE_NAMED.fullmatch(recital, named.end, m.start) for m in following)


def _stands_beside(recital: str, head: Mention, before: Mention, mention: Mention) -> bool:
    """Whether a document is a basis of its own although the title before it names others: "Căn cứ Nghị định A quy định chi
    tiết Luật B và Nghị định C", for a decree does not detail a decree. What amends does act on its equals."""
    rank = rank_of(mention.number)
    return (
        rank is not None
        and rank == rank_of(head.number)
        and rank != rank_of(before.number)
        and _JOINS_A_LIST.search(recital, before.end, mention.start) is not None
        and _ACTS_ON.search(recital, head.end, mention.start) is None
    )


def _continues(between: str, was_basis: bool) -> bool:
    """Whether a document goes on a list of bases: "..., Nghị định số B" after a basis that is not said to act on it."""
    if not was_basis or _ACTS_ON.search(between):
        return False
    if _NUMBER_OF_THE_NAMED.fullmatch(between):
        return True
    return _JOINS_A_LIST.search(between) is not None or _UNITS.fullmatch(between) is not None
