"""(e): pairs of quantities worded by hand: are they the same, different, or not comparable, and is that said in a provision?

    python -m benchmarks.numbers [--show]

`truth/numbers.csv` holds the pairs: `frame` names the sentence or table that both stand in, `expected` is same, different or
incomparable (another unit, another base). Two things are asked of each pair: what comes out when the two are compared by
themselves, and whether two provisions that hold them are said to differ in a number when they do, and only then.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from legaldocs.analysis.limits import Likeness, Limit, likeness
from legaldocs.analysis.overlap import compare
from legaldocs.analysis.tables import compare_tables
from legaldocs.analysis.terms import Side
from legaldocs.parsing.vocabulary import DifferenceType

LIST = Path(__file__).parent / "truth" / "numbers.csv"
GOAL = 0.98

FRAMES = {
    "money": "Mức hỗ trợ mua con giống cho cơ sở chăn nuôi ong nằm trong vùng dịch là {}, do ngân sách tỉnh chi trả một lần.",
    "period": (
        "Ủy ban nhân dân cấp xã thẩm tra hồ sơ đề nghị hỗ trợ cải tạo chuồng trại {} và trả lời bằng văn bản cho người "
        "chăn nuôi."
    ),
    "validity": "Giấy xác nhận làng nghề truyền thống có giá trị {} kể từ ngày ký và được cấp đổi khi có thay đổi.",
    "share": "Ngân sách tỉnh hỗ trợ chi phí tập huấn kỹ thuật nuôi ong lấy mật cho tổ hợp tác bằng {} theo dự toán được duyệt.",
    "rate": "Quỹ hỗ trợ nông dân cho hợp tác xã vay vốn phát triển làng nghề với lãi suất {} tính trên dư nợ thực tế.",
    "times": "Phụ cấp hằng tháng của người trông coi di tích cấp tỉnh bằng {} và được chi trả vào đầu tháng.",
    "area": "Vườn cây ăn quả được hỗ trợ lắp đặt hệ thống tưới nhỏ giọt khi có diện tích {} và nằm trong vùng quy hoạch.",
    "distance": "Nhà nuôi chim yến xây mới phải đặt {} tính từ ranh giới khu dân cư gần nhất theo hướng gió chính.",
    "count": "Tổ giám sát cộng đồng do thôn bầu ra gồm {} và làm việc theo nguyên tắc công khai, dân chủ.",
    "age": "Học viên nghề thủ công truyền thống {} được hỗ trợ tiền ăn trong thời gian theo học tại làng nghề.",
    "weight": "Vùng trồng chè hữu cơ được cấp phân bón vi sinh với định mức {} cho vụ đầu sau chuyển đổi.",
    "hours": "Loa truyền thanh thôn phát thông báo mùa vụ {} trong ngày, trừ khi có tình huống khẩn cấp về thiên tai.",
    "volume": "Bể chứa nước tưới của vườn ươm công cộng phải có dung tích {} và được che đậy để tránh muỗi sinh sôi.",
    "fee-table": (
        "Biểu mức thu phí, lệ phí trong lĩnh vực làng nghề\nSTT | Loại phí, lệ phí | Đơn vị tính | Mức thu (đồng)\n"
        "1 | Thẩm định hồ sơ công nhận làng nghề | hồ sơ | 900.000\n2 | {}"
    ),
    "coefficient-table": (
        "Bảng hệ số điều chỉnh giá đất làng nghề\nSTT | Khu vực | Đơn vị tính | Hệ số\n1 | Vùng đồi | hệ số | 0,8\n2 | {}"
    ),
    "price-table": (
        "Bảng giá bồi thường cây trồng khi thu hồi đất\nSTT | Loại cây | Đơn vị tính | Đơn giá (đồng)\n"
        "1 | Cây cau trồng hàng rào cho quả | cây | 120.000\n2 | {}"
    ),
}


@dataclass(frozen=True, slots=True)
class Pair:
    frame: str
    one: str
    other: str
    expected: str

    def in_frame(self, wording: str) -> str:
        return FRAMES[self.frame].format(wording.replace("|", " | "))


def read_pairs() -> list[Pair]:
    with LIST.open(encoding="utf-8") as lines:
        return [Pair(**row) for row in csv.DictReader(lines)]


def verdict(one: str, other: str) -> str:
    """What comes out when the numbers of two texts are compared one by one: same, different or incomparable."""
    rows = [Side(text).rows for text in (one, other)]
    if all(rows):
        return Likeness.DIFFERENT if compare_tables(*rows).differences else Likeness.SAME
    mine, theirs = ([term.value for term in Side(text).terms if isinstance(term.value, Limit)] for text in (one, other))
    if len(mine) != len(theirs) or not mine:
        return Likeness.DIFFERENT
    found = {likeness(a, b) for a, b in zip(mine, theirs, strict=True)}
    worst = (Likeness.DIFFERENT, Likeness.INCOMPARABLE, Likeness.SAME)
    return next(each for each in worst if each in found)


def named_in_a_provision(pair: Pair) -> bool:
    """Whether the provisions that hold both are said to differ in a number."""
    found = compare(pair.in_frame(pair.one), pair.in_frame(pair.other))
    return found is not None and any(d.type is DifferenceType.NUMBER for d in found.differences)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="print the pairs that come out wrong")
    options = parser.parse_args()
    pairs = read_pairs()
    wrong: Counter[str] = Counter()
    alone = framed = 0
    for pair in pairs:
        said, named = verdict(pair.in_frame(pair.one), pair.in_frame(pair.other)), named_in_a_provision(pair)
        right = (said == pair.expected, named == (pair.expected != "same"))
        alone, framed = alone + right[0], framed + right[1]
        if not all(right):
            wrong[pair.frame] += 1
            if options.show:
                print(f"   {pair.frame}: {pair.one} | {pair.other} | {pair.expected}: {said}, {right[1]}")
    print(f"(e) by themselves: {alone} of {len(pairs)} right, {alone / len(pairs):.1%} (goal {GOAL:.0%})")
    print(
        f"(e) in a provision: {framed} of {len(pairs)} right, {framed / len(pairs):.1%} (goal {GOAL:.0%}); {dict(wrong)}"
    )


if __name__ == "__main__":
    main()
