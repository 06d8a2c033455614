"""The bodies, officers and groups of people that a rule speaks to, each under one name however it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from legaldocs.analysis.measures import alternatives
from legaldocs.parsing.normalize import same_tone_marks

#: Wordings of one name that is not the wording itself.
_OTHER_WORDINGS = {
    "người có công với cách mạng": "người có công",
    "đồng bào dân tộc thiểu số": "người dân tộc thiểu số",
    "toà án": "tòa án",
    "tòa án nhân dân": "tòa án",
    "viện kiểm sát nhân dân": "viện kiểm sát",
    "ngân hàng nhà nước việt nam": "ngân hàng nhà nước",
    "quân đội nhân dân": "quân đội",
    "bảo hiểm xã hội việt nam": "bảo hiểm xã hội",
    "sở, ngành": "sở, ban, ngành",
    "sở ngành": "sở, ban, ngành",
    "ban, ngành": "sở, ban, ngành",
}
_PEOPLE = (
    "cá nhân|tổ chức|hộ gia đình|hộ nghèo|hộ cận nghèo|hộ mới thoát nghèo|hộ kinh doanh|chủ hộ|cộng đồng dân cư|"
    "học sinh|sinh viên|học viên|giáo viên|giảng viên|nhà khoa học|chuyên gia|nghệ nhân|vận động viên|huấn luyện viên|"
    "trẻ em|thanh niên|phụ nữ|người cao tuổi|người khuyết tật|người chưa thành niên|người nghèo|người có công|"
    "người dân tộc thiểu số|người nước ngoài|người lao động|người sử dụng lao động|người học|người bệnh|người tiêu dùng|"
    "người nộp thuế|người nộp phí|người nộp lệ phí|người mua|người bán|người thuê|người cho thuê|người khiếu nại|"
    "người bị khiếu nại|người tố cáo|người bị tố cáo|người bị thiệt hại|người sử dụng đất|người đại diện|"
    "bên mua|bên bán|bên thuê|bên cho thuê|bên giao|bên nhận|bên vay|bên cho vay|bên mời thầu|nhà thầu|nhà đầu tư|"
    "chủ đầu tư|chủ sở hữu|chủ rừng|chủ nợ|chủ phương tiện|nguyên đơn|bị đơn|bị can|bị cáo|bị hại|luật sư|công chứng viên|"
    "giám định viên|hòa giải viên|cộng tác viên|thương binh|bệnh binh|cựu chiến binh|nông dân|ngư dân|công nhân|"
    "cán bộ|công chức|viên chức|sĩ quan|quân nhân|hạ sĩ quan|công dân việt nam|người không quốc tịch|cha mẹ|người giám hộ|"
    "cổ đông|thành viên hợp danh|thành viên góp vốn|bên bảo đảm|bên nhận bảo đảm|người thuê đất|người bị thu hồi đất"
)
_ENTITIES = (
    "doanh nghiệp|hợp tác xã|tổ hợp tác|liên hiệp hợp tác xã|trang trại|đơn vị sự nghiệp công lập|"
    "quốc hội|ủy ban thường vụ quốc hội|chủ tịch nước|thủ tướng chính phủ|chính phủ|tòa án|viện kiểm sát|"
    "kiểm toán nhà nước|ngân hàng nhà nước|kho bạc nhà nước|bảo hiểm xã hội|thanh tra chính phủ|mặt trận tổ quốc|"
    "cơ quan thuế|cơ quan hải quan|cơ quan công an|cơ quan quân sự|cơ quan tài chính|cơ quan đăng ký kinh doanh|"
    "cơ quan đăng ký đầu tư|bộ đội biên phòng|hội đồng thành viên|hội đồng quản trị|ban kiểm soát|đại hội đồng cổ đông|"
    "bệnh viện|trạm y tế|phòng khám|trung tâm y tế|nhà thuốc|cơ sở khám bệnh, chữa bệnh|cơ sở bán lẻ thuốc|"
    "cơ quan chủ trì|cơ quan phối hợp|cơ quan chủ quản|cơ quan soạn thảo|cơ quan thẩm định|cơ quan thẩm tra|"
    "thương nhân|tổ chức tín dụng|văn phòng đại diện|cơ quan báo chí|nhà giáo|thuyền trưởng|thuyền viên|chấp hành viên|"
    "kiểm soát viên|đấu giá viên|thẩm phán|kiểm sát viên|điều tra viên|thanh tra viên|chủ dự án|chủ hàng|thanh tra tỉnh|"
    "thanh tra huyện|thanh tra bộ|thanh tra sở|sở, ban, ngành|"
    "bộ trưởng|thứ trưởng|tổng cục trưởng|cục trưởng|chi cục trưởng|vụ trưởng|"
    "người đứng đầu|hiệu trưởng|chánh văn phòng|chánh thanh tra|trưởng thôn"
)
#: Ministries and departments that took over others on 01/03/2025 (Nghị quyết số 176/2025/QH15; for departments Nghị định số
#: 45/2025/NĐ-CP): to name the former one for the later one is no other addressee, whatever day a text is of. The list was
#: written down without these texts at hand, so that it decides nothing: it only keeps a difference from being named.
_SUCCESSORS = {
    "nông nghiệp và phát triển nông thôn": "nông nghiệp và môi trường",
    "tài nguyên và môi trường": "nông nghiệp và môi trường",
    "kế hoạch và đầu tư": "tài chính",
    "giao thông vận tải": "xây dựng",
    "thông tin và truyền thông": "khoa học và công nghệ",
    "lao động - thương binh và xã hội": "nội vụ",
}
_NAMES = {name: name for name in (*_PEOPLE.split("|"), *_ENTITIES.split("|"))} | _OTHER_WORDINGS
#: Groups that tell one circle of addressees from another; "cá nhân, tổ chức" are everybody.
_GROUPS = frozenset({*_PEOPLE.split("|"), "doanh nghiệp", "hợp tác xã", "trang trại"}) - {"cá nhân", "tổ chức"}
_GROUP = re.compile(rf"(?<!\w)(?:{alternatives(_GROUPS)})(?!\w)")
_FIELDS = (
    "tài chính|xây dựng|tư pháp|nội vụ|y tế|công thương|giao thông vận tải|kế hoạch và đầu tư|tài nguyên và môi trường|"
    "nông nghiệp và môi trường|nông nghiệp và phát triển nông thôn|lao động - thương binh và xã hội|"
    "giáo dục và đào tạo|khoa học và công nghệ|văn hóa, thể thao và du lịch|văn hóa và thể thao|du lịch|"
    "thông tin và truyền thông|ngoại vụ|ngoại giao|dân tộc và tôn giáo|quốc phòng|công an|quy hoạch - kiến trúc"
)
_LEVELS = (
    "cấp tỉnh|cấp huyện|cấp xã|tỉnh|thành phố trực thuộc trung ương|thành phố|quận|huyện|thị xã|xã|phường|thị trấn|"
    "các cấp"
)
_ADDRESSEE = re.compile(
    r"(?<!\w)(?:(?P<chair>(?:phó )?chủ tịch |thường trực )?(?P<body>ủy ban nhân dân|ubnd|hội đồng nhân dân|hđnd)"
    rf"(?: (?P<level>{_LEVELS})(?!\w))?"
    rf"|(?P<office>bộ trưởng bộ|giám đốc sở|bộ|sở) (?P<field>{_FIELDS})"
    rf"|(?P<name>{alternatives(_NAMES)}))(?!\w)"
)
_BODY_OF = {"ubnd": "ủy ban nhân dân", "hđnd": "hội đồng nhân dân"}
_SAME_LEVEL = {
    "cấp tỉnh": "tỉnh",
    "thành phố trực thuộc trung ương": "tỉnh",
    "thành phố": "tỉnh",
    "cấp huyện": "huyện",
    "quận": "huyện",
    "thị xã": "huyện",
    "cấp xã": "xã",
    "phường": "xã",
    "thị trấn": "xã",
}
#: Offices that no list holds, by their capital letter: "Chi cục Kiểm lâm", "Phòng Tư pháp", "Cục Hải quan".
_OFFICE = re.compile(
    r"(?<!\w)(?P<kind>Tổng cục|Chi cục|Cục|Vụ|Sở|Bộ|Phòng|Ban|Viện|Trung tâm|Hội|Liên đoàn|Thanh tra|Văn phòng)"
    r" (?P<name>[A-ZĐ][^\W\d_]*|[ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚĂĨŨƠƯẠ-Ỹ][^\W\d_]*)(?P<more> [^\W\d_]+)?"
)
_VERBS = "có phải được chủ gửi sẽ đã quyết thực tiến tiếp xem"
_LINKS = "và thì cấp tỉnh huyện xã thành của theo để trong tại là các với hoặc cho không"
_NO_PART_OF_A_NAME = frozenset(f"{_VERBS} {_LINKS}".split())
#: "tổ chức" is also the verb "to hold, to organise": as a noun it stands in a list or ends its phrase.
_NAMES_SOMEBODY = re.compile(r",|;|\.| và (?!thực hiện)| hoặc | có | phải | được | không ")


def read_addressees(text: str) -> Iterator[tuple[int, int, str]]:
    """The bodies and groups of people that a rule speaks to, as (start, end, canonical name).

    Catches "UBND cấp xã", "Chủ tịch Ủy ban nhân dân tỉnh", "Sở Tài chính", "Chi cục Kiểm lâm", "hộ cận nghèo", "tổ chức".
    Does not catch "thủ tục tổ chức", and no proper name of a place: the same body of two provinces is the same addressee.
    """
    plain = same_tone_marks(text.lower())
    if len(plain) != len(text):
        return
    last = 0
    found = [*_listed(plain), *_offices(text, plain)]
    for start, end, name in sorted(found, key=lambda each: (each[0], -each[1])):
        if start >= last:
            last = end
            yield start, end, name


def _listed(plain: str) -> Iterator[tuple[int, int, str]]:
    for match in _ADDRESSEE.finditer(plain):
        if match["name"]:
            if match["name"] == "tổ chức" and not _NAMES_SOMEBODY.match(plain, match.end()):
                continue
            yield match.start(), match.end(), _NAMES[match["name"]]
        elif match["body"]:
            level = _SAME_LEVEL.get(match["level"], match["level"] or "")
            body = _BODY_OF.get(match["body"], match["body"])
            yield match.start(), match.end(), f"{match['chair'] or ''}{body} {level}".strip()
        else:
            yield match.start(), match.end(), match.group()


def _offices(text: str, plain: str) -> Iterator[tuple[int, int, str]]:
    for match in _OFFICE.finditer(text):
        more = match["more"]
        end = match.end() if more and more.strip().lower() not in _NO_PART_OF_A_NAME else match.end("name")
        yield match.start(), end, plain[match.start() : end].replace("ubnd", "ủy ban").replace("hđnd", "hội đồng")


def read_groups(text: str) -> Iterator[str]:
    """The groups of people and the kinds of business that a text names, bodies of the state aside."""
    for match in _GROUP.finditer(same_tone_marks(text.lower())):
        yield match.group()


def same_addressee(one: str, other: str) -> bool:
    """Whether two names mean the same: a committee named without its level, a minister without the ministry, may be any."""
    if _later_name(one) == _later_name(other):
        return True
    shorter, longer = sorted((one, other), key=len)
    if longer.startswith((f"{shorter} ", f"{shorter}, ")):
        return shorter.endswith(_NAMED_IN_PART) or shorter.startswith(_OFFICES)
    return shorter.startswith(_OFFICES) and _HEAD_OF.sub("", longer).startswith(f"{shorter} ")


def _later_name(name: str) -> str:
    """The name of a ministry or department as it is since those of 2025 were merged."""
    office = _OFFICE_OF_A_FIELD.fullmatch(name)
    return f"{office['office']} {_SUCCESSORS[office['field']]}" if office else name


_OFFICE_OF_A_FIELD = re.compile(rf"(?P<office>.+?) (?P<field>{alternatives(_SUCCESSORS)})")
_HEAD_OF = re.compile(r"^(?:bộ trưởng|giám đốc) ")
_NAMED_IN_PART = ("nhân dân", "bộ trưởng")
#: An office of which only the first words were read may be the one whose whole name stands on the other side.
_OFFICES = tuple(
    f"{kind} " for kind in ("tổng cục", "chi cục", "cục", "vụ", "sở", "bộ", "phòng", "ban", "viện", "văn phòng")
)
