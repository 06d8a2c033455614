"""Where another person, firm or body stands in the same place, though no list holds its name: "bên giao" against "bên nhận"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from legaldocs.analysis.alignment import Alignment, Op, Run

#: What names of people, firms and bodies begin with, and the words before which it is the end of another word ("thị trường").
_HEADS = frozenset(
    [
        ("người",), ("chủ",), ("nhà",), ("bên",), ("tổ",), ("quỹ",), ("trường",), ("đoàn",), ("hội", "đồng"), ("cơ", "quan"),
        ("đơn", "vị"), ("công", "ty"), ("ngân", "hàng"), ("tổ", "chức"), ("trung", "tâm"), ("hợp", "tác", "xã"),
    ]
)  # fmt: skip
_ENDS_A_WORD = {
    "trường": frozenset(["thị", "môi", "hiện", "công", "nông", "lâm", "hội", "lập", "quân"]),
    "chủ": frozenset(["dân", "gia", "địa", "làm", "tự"]),
    "đoàn": frozenset(["tập", "công", "hiệp", "quân"]),
    "nhà": frozenset(["quốc"]),
}
_DEPUTIES = frozenset([("phó",), ("cấp", "phó"), ("cấp", "phó", "của"), ("phó", "của")])
_CHIEFS = frozenset(
    (chief,) for chief in ("thủ", "trưởng", "giám", "chủ", "người", "cục", "vụ", "chánh", "viện", "tổng")
)
#: Words that are no part of a name: where one of them is changed, the sentence goes on otherwise.
_LINKS = "và hoặc hay của thì là mà có không được phải bị đã đang sẽ này đó khác theo tại trong với cho từ đến do bởi nếu khi"
_MORE_LINKS = "để các những nào ai trên dưới về cùng như nên cần chỉ cũng đều ra vào"
_NO_PART = frozenset(f"{_LINKS} {_MORE_LINKS}".split())
#: After a head these make another word, or begin what is said of the name: "trường hợp", "nhà nước", "cơ quan quy định".
_NO_FIRST_SYLLABLE = frozenset(["hợp", "nước", "chức", "trì", "yếu", "dân", "quy"])
#: Turns of phrase for one act: who "dùng" is who "sử dụng".
_ACTS = (
    "sử dụng|dùng", "đề nghị|yêu cầu|kiến nghị|trình|trực tiếp trình",
    "thực hiện|tiến hành|triển khai", "kiểm tra|rà soát", "liên quan|hữu quan",
    "giải quyết|xử lý", "lập|xây dựng", "hỗ trợ|trợ giúp", "gửi|chuyển|nộp", "xem xét|nghiên cứu", "quyết định|định đoạt",
    "thông báo|báo", "quy định|nêu", "ban hành|ra", "hướng dẫn|chỉ dẫn",
)  # fmt: skip
_SENSE = {act: turns for turns in _ACTS for act in turns.split("|")}
#: Heads that laws use for one another: "cơ quan trực tiếp quản lý" is "đơn vị trực tiếp quản lý".
_ANY_OFFICE = frozenset([("cơ", "quan"), ("đơn", "vị"), ("tổ", "chức")])
#: "tổ chức" is a noun only after these; elsewhere it is the verb "to hold, to organise".
_BEFORE_A_NOUN = frozenset(
    ["các", "những", "một", "mỗi", "cho", "của", "do", "bởi", "với", "và", "hoặc", "là", "từ", "đối", "quan", "nhân", "người"]
)  # fmt: skip
_LONGEST_NAME = 3


def other_agents(alignment: Alignment, near: range) -> Iterator[tuple[int, str, str]]:
    """(the draft's first word, its words, the target's words) where the name after one head is another, or the head is.

    Catches "người quản lý" against "người sử dụng", "tổ thẩm định" against "hội đồng thẩm định", "phó thủ trưởng" against "thủ
    trưởng". Does not catch what turns one act in other words ("người dùng", "người sử dụng").
    """
    for run in alignment.runs:
        if run.op is Op.EQUAL or run.draft_first not in near:
            continue
        draft = alignment.draft.keys[run.draft_first : run.draft_last]
        target = alignment.target.keys[run.target_first : run.target_last]
        if run.op is Op.REPLACE and max(len(draft), len(target)) <= _LONGEST_NAME and _may_name(draft, target):
            if draft in _HEADS and target in _HEADS:
                named = None if {draft, target} <= _ANY_OFFICE else _named(alignment, run, 0, 2)
            else:
                length = _head_before(alignment, run)
                named = _named(alignment, run, length, 0) if length else None
            if named and not any(_ENDS_A_NAME.search(words) for words in named[1:]):
                yield named
        elif (draft or target) in _DEPUTIES and alignment.draft.keys[run.draft_last : run.draft_last + 1] in _CHIEFS:
            yield _named(alignment, run, 0, 2)


_ENDS_A_NAME = re.compile(r"[,;.:()\n]")


def _may_name(draft: tuple[str, ...], target: tuple[str, ...]) -> bool:
    """Whether both can be parts of names, and not two turns of one phrase."""
    words = {*draft, *target}
    if words & _NO_PART or any(word[0].isdigit() or not word[0].isalpha() for word in words):
        return False
    one, other = " ".join(draft), " ".join(target)
    return _SENSE.get(one, one) != _SENSE.get(other, other)


def _head_before(alignment: Alignment, run: Run) -> int:
    """How many words before the run the name begins, 0 where no head stands there.

    The run is the name after the head, or the second syllable of it ("cơ quan thẩm tra", "cơ quan thẩm định").
    """
    lengths = {run.draft_last - run.draft_first, run.target_last - run.target_first}
    keys = alignment.draft.keys
    for apart in range(2 if lengths == {1} else 1):
        end = run.draft_first - apart
        if set(keys[end : run.draft_first]) & (_NO_PART | _NO_FIRST_SYLLABLE):
            return 0
        for length in (3, 2, 1):
            first = max(0, end - length)
            before = keys[first - 1] if first else ""
            is_head = keys[first:end] in _HEADS and before not in _ENDS_A_WORD.get(keys[first], ())
            if keys[first:end] == ("tổ", "chức") and before not in _BEFORE_A_NOUN:
                return 0
            if is_head and min(alignment.counterpart[first : run.draft_first]) >= 0:
                return length + apart
    return 0


def _named(alignment: Alignment, run: Run, before: int, after: int) -> tuple[int, str, str]:
    draft, target = alignment.draft, alignment.target
    return (
        run.draft_first,
        draft.cut(max(0, run.draft_first - before), min(len(draft), run.draft_last + after)),
        target.cut(max(0, run.target_first - before), min(len(target), run.target_last + after)),
    )
