"""When a document says that it takes effect and ends (Luật BHVBQPPL 2025 Đ53, Đ57; 2015 Đ151, Đ154)."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from legaldocs.analysis.anchors import ATTACHMENT
from legaldocs.analysis.citations import resolve_within
from legaldocs.analysis.headings import with_heading
from legaldocs.analysis.mentions import ATTACHED_WORDS, DOCUMENT_WORDS, find_mentions
from legaldocs.analysis.number_words import number_in_words
from legaldocs.analysis.pointers import find_pointers
from legaldocs.analysis.quotes import mask_quotes, quoted_spans
from legaldocs.parsing.numbers import find_dates
from legaldocs.parsing.parsed import EffectRead, Header, ParsedProvision
from legaldocs.parsing.vocabulary import ProvisionKind

_STATES = re.compile(
    r"(?<!\w)có hiệu lực(?: pháp luật)?(?: thi hành)?(?!\w)|(?<!\w)(?:được )?(?:áp dụng|thực hiện)(?= (?:từ|đến))"
)
_OWN = re.compile(
    rf"(?:^|[\n.;:]|\d\.|(?<=và))\s*(?:[^\n;.]{{0,160}}?,\s)?(?:{DOCUMENT_WORDS}|{ATTACHED_WORDS}|Văn bản)"
    r"(?: này)?(?: và [^\n;.]{0,160}kèm theo| áp dụng [^\n;.]{0,80} và)?\s*$",
    re.IGNORECASE,
)
# "có hiệu lực từ ...", not "quyết định có hiệu lực pháp luật của Tòa án".
_TELLS_WHEN = re.compile(r"[\s,]*(?:thi hành )?[\s,]*(?:kể )?(?:từ|sau|vào|trong|ngày|đến|trước)(?!\w)", re.IGNORECASE)
# "... kể từ ngày Quyết định này có hiệu lực": the moment is used, not stated.
_USED = re.compile(
    rf"(?:ngày|khi|thời điểm|đến|trước|sau|mà|cùng)\s(?:{DOCUMENT_WORDS}|{ATTACHED_WORDS}|Văn bản)(?: này)?\s*$",
    re.IGNORECASE,
)
_ON_SIGNING = re.compile(
    r",?\s*(?:thi hành )?(?:kể )?từ (?:ngày )?(?:được )?"
    r"(?:(?:Quốc hội|Ủy ban Thường vụ Quốc hội|Hội đồng nhân dân[^,;.]{0,40}) )?"
    r"(?:ký|ban hành|thông qua)(?!\w)(?: và)?(?: ban hành| ký| thông qua)?"
    r"|,?\s*kể từ ngày$",
    re.IGNORECASE,
)
_AFTER_DAYS = re.compile(
    r"\s*(?:thi hành )?sau\s(?P<days>\d{1,3}|[^\W\d_]+(?: [^\W\d_]+)?)\s(?:\([^)]{1,30}\)\s)?ngày(?P<working> làm việc)?,?\s"
    r"(?:kể )?từ ngày\s(?P<event>ký|ban hành|thông qua|được thông qua|đăng)",
    re.IGNORECASE,
)
_FROM_YEAR = re.compile(r",?\s*(?:thi hành )?(?:kể )?từ năm (?:ngân sách )?(?P<year>\d{4})(?!\d)", re.IGNORECASE)
_UNTIL = re.compile(r"đến (?P<whole>hết )?(?:ngày )?", re.IGNORECASE)
_END_OF_YEAR = re.compile(r"đến hết (?:tháng (?P<month>\d{1,2})(?: năm |/)|năm )(?P<year>\d{4})", re.IGNORECASE)
_LIST_FOLLOWS = re.compile(r"[\s,]*(?:thi hành )?(?:cụ thể )?(?:như sau|sau đây)? ?:?\s*", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[;\n]|\.(?=\s|$)")
_KINDS = (ProvisionKind.ARTICLE, ProvisionKind.CLAUSE, ProvisionKind.POINT)
_REACH = 220
_CLOSE = 24


def read_effect(provisions: Sequence[ParsedProvision], header: Header) -> EffectRead:
    """What the articles say of the document's own effect; dates None where the text does not resolve them.

    Catches: "Quyết định này có hiệu lực (thi hành) (kể) từ ngày 01 tháng 12 năm 2025" · "kể từ ngày ký (ban hành)" · "sau 10
    ngày kể từ ngày ký" · "từ ngày được Quốc hội thông qua" · "từ năm ngân sách 2017" · "đến hết năm 2025" (its end) · "có
    hiệu lực: 1. Từ ngày ..." (the first of a list) · "Riêng khoản 3 Điều 5 có hiệu lực từ ngày ..." (an exception). Does not
    catch: "kể từ ngày Quyết định này có hiệu lực" · "bản án, quyết định có hiệu lực pháp luật" · the effect of another
    document that is cited · quoted wording. Leaves the day open for "sau 15 ngày kể từ ngày đăng Công báo" and for a day
    left blank.
    """
    begins_on, ends_on, begins_text = None, None, ""
    exceptions: list[tuple[str, date]] = []
    for provision, text in _texts(provisions):
        for match in _STATES.finditer(text):
            before = text[max(0, match.start() - _REACH) : match.start()]
            after = _sentence_after(text, match.end())
            if _OWN.search(before) and not _USED.search(before):
                if match.group().startswith("có") and not begins_text and _TELLS_WHEN.match(after):
                    begins_on = _beginning(after, header.issued_on)
                    begins_text = re.sub(r"\s+", " ", match.group() + after).strip(" ,.")[:200]
                elif match.group().startswith("có") and not begins_text and _LIST_FOLLOWS.fullmatch(after):
                    listed = list(_listed_beginnings(provision, provisions, header.issued_on))
                    begins_on = min((day for _, day in listed), default=None)
                    begins_text = match.group() if listed else ""
                    exceptions += [(path, day) for path, day in listed if path and day != begins_on]
                ends_on = ends_on or _end(after)
            elif match.group().startswith("có"):
                exceptions += _exceptions(provision, before, after)
    return EffectRead(begins_on, ends_on, begins_text, tuple(dict.fromkeys(exceptions)))


def _listed_beginnings(
    provision: ParsedProvision, provisions: Sequence[ParsedProvision], issued_on: date | None
) -> Iterator[tuple[str, date]]:
    """(unit or "", day) of each item of a list: "... có hiệu lực: 1. Từ ngày A ...; 2. Từ ngày B đối với khoản 3 Điều 5"."""
    for item in provisions:
        day = (
            _beginning(item.text, issued_on) if item.parent == provision.path and _TELLS_WHEN.match(item.text) else None
        )
        if day is None:
            continue
        chains = [] if find_mentions(item.text) else find_pointers(item.text)
        paths = [resolve_within(provision.path, pointer, None) for chain in chains for pointer in chain.pointers]
        yield from ((path, day) for path in [path for path in paths if path] or [""])


def _texts(provisions: Sequence[ParsedProvision]) -> Iterator[tuple[ParsedProvision, str]]:
    """The texts of the main body that speak of effect at all, their quotations masked."""
    for provision in provisions:
        if provision.kind not in _KINDS or provision.path.startswith((ATTACHMENT, "phu-luc", "mau")):
            continue
        text = with_heading(provision)
        if "hiệu lực" in text or "đến hết" in text:
            yield provision, mask_quotes(text, quoted_spans(text))


def _sentence_after(text: str, start: int) -> str:
    """The words after a statement, up to the end of its sentence."""
    stop = _SENTENCE_END.search(text, start, start + _REACH)
    return text[start : stop.start() if stop else min(len(text), start + _REACH)]


def _beginning(after: str, issued_on: date | None) -> date | None:
    days = _AFTER_DAYS.match(after)
    if days:
        count = int(days["days"]) if days["days"].isdigit() else number_in_words(days["days"].lower().split())
        # Days "kể từ ngày đăng Công báo" and working days cannot be counted from the text alone.
        resolvable = issued_on and count is not None and not days["working"] and days["event"].lower() != "đăng"
        return issued_on + timedelta(days=int(count or 0)) if resolvable and issued_on else None
    if _ON_SIGNING.match(after):
        return issued_on
    dates = find_dates(after)
    if dates and dates[0].start <= _CLOSE:
        return dates[0].value
    year = _FROM_YEAR.match(after)
    return date(int(year["year"]), 1, 1) if year and int(year["year"]) else None


def _end(after: str) -> date | None:
    """The last day that the sentence names: "đến hết ngày 31 tháng 12 năm 2025", "đến hết năm 2025"."""
    whole_year = _END_OF_YEAR.search(after)
    if whole_year:
        year, month = int(whole_year["year"]), int(whole_year["month"] or 12)
        return date(year, month, calendar.monthrange(year, month)[1]) if 1 <= month <= 12 and year else None
    for day in find_dates(after):
        until = list(_UNTIL.finditer(after, 0, day.start + len("ngày ")))
        if until and until[-1].end() >= day.start:
            return day.value
    return None


def _exceptions(provision: ParsedProvision, before: str, after: str) -> Iterator[tuple[str, date]]:
    """The units said to have their own day: "Quy định tại khoản 3 Điều 5 Nghị định này có hiệu lực từ ngày ..."."""
    dates = find_dates(after)
    sentence = re.split(r"\n|\.(?=\s)", before)[-1]
    if not dates or dates[0].start > _CLOSE or find_mentions(sentence):
        return
    chains = find_pointers(sentence)
    if not chains or "trừ" in sentence:
        return
    for chain in chains:
        for pointer in chain.pointers:
            path = resolve_within(provision.path, pointer, None)
            if path:
                yield path, dates[0].value
