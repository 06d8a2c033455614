"""What every document says and no document collides over: its effect, who carries it out, what its words mean.

Formulas never make a finding: two decisions that both "có hiệu lực kể từ ngày" have nothing to do with each other.
"""

from __future__ import annotations

import re

from legaldocs.parsing.normalize import same_tone_marks

_FORMULAS = re.compile(
    r"(?:^|\n)\W*(?:"
    r"(?:quyết định|nghị quyết|quy định|quy chế|thông tư|nghị định|luật|văn bản|chỉ thị)(?: này| số [^\n]{1,60}?)?"
    r" (?:có hiệu lực|hết hiệu lực|thay thế|bãi bỏ|quy định (?:về|chi tiết|việc|một số)|áp dụng (?:đối với|cho)|gồm có|gồm \d+)"
    r"|(?:giải thích từ ngữ\W+)?(?:trong )?(?:quyết định|nghị quyết|quy định|quy chế|thông tư|nghị định|luật) này,?"
    r" (?:các |những |một số )?"
    r"(?:từ ngữ|thuật ngữ)"
    r"|(?:các |những )(?:từ ngữ|thuật ngữ) (?:dưới đây|sau đây)"
    r"|phạm vi điều chỉnh\b[^\n]{0,12}$|đối tượng áp dụng\b[^\n]{0,12}$"
    r"|(?:thay thế|bổ sung|bỏ) (?:các )?(?:cụm từ|từ|phụ lục|mẫu)"
    r"|(?:nay )?công bố kèm theo"
    r"|(?:bãi bỏ|thay thế)(?: toàn bộ)? (?:các )?(?:quyết định|nghị quyết|chỉ thị|thông tư|nghị định)"
    r"|trong quá trình (?:triển khai |tổ chức )*(?:thực hiện|thi hành)[^\n]{0,80}(?:khó khăn|vướng mắc|phát sinh)"
    r"|(?:trường hợp|khi) (?:các )?văn bản[^\n]{0,60}(?:dẫn chiếu|viện dẫn|trích dẫn)"
    r"|căn cứ |nơi nhận|theo đề nghị của|ban hành kèm theo (?:quyết định|nghị quyết|thông tư) này"
    r")"
)
_IN_A_FORMULA = re.compile(
    r"chịu trách nhiệm (?:thi hành|tổ chức thực hiện|thực hiện|triển khai|hướng dẫn|đôn đốc)[^\n]{0,80}"
    r"(?:quyết định|nghị quyết|quy định|thông tư|nghị định|chỉ thị|luật|quy chế)(?: này)?"
    r"|(?:có trách nhiệm|giúp|chỉ đạo)[^\n;]{0,60} (?:triển khai|tổ chức) (?:thực hiện|thi hành) "
    r"(?:quyết định|nghị quyết|thông tư|nghị định) này|căn cứ (?:quyết định|nghị quyết) (?:này )?thi hành"
    r"|có hiệu lực(?: thi hành)?(?:,? kể)? từ ngày|hết hiệu lực(?: thi hành)? kể từ ngày"
    r"|giám sát (?:chặt chẽ )?(?:việc |quá trình )?(?:tổ chức,? |triển khai,? |thực hiện,? )*(?:thực hiện|thi hành) nghị quyết"
)
_PRINCIPLES = re.compile(
    r"phối hợp với [^\n;.]{2,60} (?:trong việc |để )?thực hiện (?:việc |công tác )?quản lý nhà nước về"
    r"|tùy theo tính chất|giải quyết khiếu nại,? tố cáo|điều ước quốc tế mà|thống nhất quản lý nhà nước"
    r"|quy định chi tiết (?:và hướng dẫn thi hành )?(?:các )?(?:điều|khoản|điểm)"
    r"|(?:nhiệm vụ|quyền|trách nhiệm|nghĩa vụ)(?:, quyền hạn)? khác theo"
)
_LONGEST_FORMULA, _LONGEST_PRINCIPLE = 130, 60


def is_formula(text: str) -> bool:
    """Whether a provision only says what every document says: its effect, who carries it out, what its words mean.

    Catches "Quyết định này có hiệu lực từ ngày ...", "Chánh Văn phòng ... chịu trách nhiệm thi hành Quyết định này", "Trong Quy
    định này, các từ ngữ dưới đây được hiểu như sau", "Căn cứ ...", "Bãi bỏ Quyết định số ...". Does not catch a long
    provision that has such a sentence among others.
    """
    plain = same_tone_marks(text.lower())
    length = len(plain.split())
    return (
        _FORMULAS.match(plain) is not None
        or (length <= _LONGEST_FORMULA and _IN_A_FORMULA.search(plain) is not None)
        or (length <= _LONGEST_PRINCIPLE and _PRINCIPLES.search(plain) is not None)
    )
