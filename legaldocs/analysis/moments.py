"""The event from which a time runs: "kể từ ngày nhận đủ hồ sơ hợp lệ" is another one than "kể từ ngày có kết quả thẩm định"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from legaldocs.analysis.measures import alternatives


class Moment(NamedTuple):
    """What happens, and to what: receiving of a dossier, of a notice; signing."""

    event: str
    thing: str


#: Events by the verbs that name them, the longer wording first.
_EVENTS = {
    "nhận": "nhận được|nhận đủ|tiếp nhận|nhận",
    "gửi": "nộp|gửi|chuyển",
    "ký": "ban hành|ký",
    "có hiệu lực": "có hiệu lực",
    "có": "có",
    "thông báo": "được thông báo|thông báo|được báo|báo",
    "công bố": "công bố|công khai|niêm yết|đăng tải|đăng",
    "xong": "hoàn thành|kết thúc|nghiệm thu|hoàn tất",
    "biết": "phát hiện|biết",
    "xảy ra": "xảy ra|phát sinh",
    "hết": "hết hạn|hết thời hạn|hết",
    "giao": "bàn giao|giao",
    "phê duyệt": "được phê duyệt|phê duyệt|được cấp|cấp|được chấp thuận|chấp thuận",
    "bắt đầu": "bắt đầu|khởi công|khai trương",
}
_EVENT_OF = {verb: event for event, verbs in _EVENTS.items() for verb in verbs.split("|")}
#: Things that one receives or has; papers that ask for something are one.
_DOSSIER = "hồ sơ|đơn|đề nghị|yêu cầu|tờ khai|tài liệu|giấy tờ|văn bản"
_OTHER_THINGS = (
    "thông báo|quyết định|kết quả|kết luận|báo cáo|ý kiến|biên bản|bản án|hợp đồng|giấy chứng nhận|giấy phép|kiến nghị|"
    "khiếu nại|tố cáo|phản ánh|danh sách|tiền|hàng hóa|tài sản"
)
_THINGS = {
    "báo": "thông báo",
    **dict.fromkeys(_DOSSIER.split("|"), "hồ sơ"),
    **{thing: thing for thing in _OTHER_THINGS.split("|")},
}
#: "Văn bản thông báo" is a notice: the paper as such is named where nothing says which.
_THING = re.compile(
    rf"(?<!\w)(?!văn bản (?:{alternatives(_OTHER_THINGS.split('|'))})(?!\w))(?:{alternatives(_THINGS)})(?!\w)",
    re.IGNORECASE,
)
#: Events that are told apart by what they happen to.
_WITH_A_THING = frozenset({"nhận", "có", "gửi"})
#: To have such a paper is what making it out is called from the other side.
_MADE_OUT = {"quyết định": "ký", "giấy phép": "phê duyệt", "giấy chứng nhận": "phê duyệt"}
_PASSIVE = re.compile(r"(?<!\w)được $", re.IGNORECASE)
_SINCE = re.compile(
    r"(?<!\w)(?:kể từ|tính từ) (?:khi|ngày|thời điểm|lúc) (?P<what>[^\W\d][^,;.\n]{2,70})", re.IGNORECASE
)
_EVENT = re.compile(
    rf"(?<!\w)(?:{alternatives(_EVENT_OF)})(?!\w)(?! (?:thẩm quyền|liên quan|trách nhiệm|cáo))", re.IGNORECASE
)
_IN_FORCE = re.compile(r"có hiệu lực(?! pháp luật)")
_OTHER_EVENT = re.compile(r"(?:(?:được|bị|đã) )*(?P<verb>[^\W\d]+ [^\W\d]+)")

_OTHER_THING = re.compile(r"(?: (?:được|đủ|các|những|toàn bộ))* (?P<thing>[^\W\d]+(?: [^\W\d]+)?)", re.IGNORECASE)


def read_moments(text: str) -> Iterator[tuple[int, int, Moment, str]]:
    """The events from which times run, as (start, end of its clause, moment, wording).

    Catches "kể từ ngày nhận đủ hồ sơ hợp lệ", "kể từ khi hoàn thành công trình", "kể từ ngày Quyết định này có hiệu lực". Does
    not catch a day ("kể từ ngày 01/7/2025").
    """
    for match in _SINCE.finditer(text):
        moment, end = _moment_of(match["what"])
        if moment is not None:
            yield match.start(), match.end(), moment, text[match.start() : match.start("what") + end]


def _moment_of(what: str) -> tuple[Moment | None, int]:
    """(the event that these words name, where they end)."""
    in_force = _IN_FORCE.search(what)
    if in_force:
        return Moment("có hiệu lực", ""), in_force.end()
    verb = _EVENT.search(what)
    if verb is None:
        other = _OTHER_EVENT.match(what)
        return (Moment(other["verb"].lower(), ""), other.end()) if other else (None, 0)
    event = _EVENT_OF[verb.group().lower()]
    if event not in _WITH_A_THING:
        return Moment(event, ""), verb.end()
    before = _THING.search(what, 0, verb.start()) if _PASSIVE.search(what, 0, verb.start()) else None
    thing = before or _THING.search(what, verb.end())
    if thing:
        named, end = _THINGS[thing.group().lower()], max(verb.end(), thing.end())
        if event == "có" and named in _MADE_OUT:
            return Moment(_MADE_OUT[named], ""), end
        return Moment(event, named), end
    other = _OTHER_THING.match(what, verb.end()) if event == "nhận" else None
    return (Moment(event, other["thing"].lower()), other.end()) if other else (None, 0)
