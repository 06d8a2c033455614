"""What every search engine must do. A backend's test file names its class and inherits this suite."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from search.query import MAX_DAY, Filters
from search.question import read_question
from tests.search.contract_language import TODAY, LanguageContract, document, record


class BackendContract(LanguageContract):
    # --- words ---

    def test_it_finds_accented_text_by_words_typed_without_accents(self) -> None:
        self.put(record(1, "Điều kiện đăng ký kinh doanh"), record(2, "Trợ giúp pháp lý"))
        assert self.found("dieu kien dang ky") == [1]

    def test_it_puts_the_spelling_that_was_typed_first(self) -> None:
        self.put(record(1, "quân hàm của cán bộ"), record(2, "quan hàm của cán bộ"), record(3, "quản hạm của cán bộ"))
        assert self.found("quản hạm")[0] == 3
        assert set(self.found("quan ham")) == {1, 2, 3}

    def test_it_reads_both_places_of_the_tone_mark_as_one(self) -> None:
        self.put(record(1, "ủy ban xã Hòa Bình"))
        assert self.found('"uỷ ban xã Hoà Bình"') == [1]

    def test_hits_with_all_words_come_first_however_often_the_others_hold_one(self) -> None:
        self.put(
            record(1, "phí phí phí phí phí"), record(2, "Một đoạn rất dài về lệ phí đường bộ và nhiều việc khác nữa")
        )
        assert self.found("lệ phí đường bộ") == [2, 1]

    def test_words_side_by_side_stand_above_words_apart(self) -> None:
        self.put(record(1, "hạn của quyền này dài"), record(2, "quyền hạn của người này"))
        assert self.found("quyền hạn") == [2, 1]

    def test_a_heading_counts_more_than_the_body(self) -> None:
        self.put(
            record(1, "nuôi trồng thủy sản ở đây", heading="Điều 1 Phạm vi"),
            record(2, "ở đây", heading="Điều 2 Nuôi trồng thủy sản"),
        )
        assert self.found("nuôi trồng thủy sản") == [2, 1]

    def test_the_text_that_defines_a_term_stands_above_those_that_use_it(self) -> None:
        self.put(
            *(record(pk, "Việc bảo quản thuốc do người bán bảo đảm") for pk in range(3, 9)),
            record(1, "Chất hướng thần cùng chất kích thích được bảo quản và không được bán"),
            record(2, "Chất hướng thần là chất kích thích được bảo quản và không được bán"),
        )
        assert self.found("chất hướng thần") == [2, 1]

    def test_no_word_is_a_stop_word(self) -> None:
        self.put(record(1, "được phép xây dựng"), record(2, "không được phép xây dựng"))
        assert self.found('"không được phép"') == [2]
        assert self.found("không") == [2]

    def test_words_of_the_title_count_as_words_of_the_provision(self) -> None:
        self.put(
            record(1, "tham quan tham quan tham quan, phí bảo trì, phí bảo trì"),
            record(2, "Trẻ em được giảm một nửa khi đi cùng người lớn", title="Phí tham quan"),
        )
        assert self.found("phí tham quan trẻ em")[0] == 2

    # --- phrases and exclusions ---

    def test_a_phrase_wants_its_syllables_in_order_and_without_a_hole(self) -> None:
        self.put(record(1, "mức thu phí tham quan"), record(2, "mức phí thu được"), record(3, "mức thu của phí"))
        assert self.found('"mức thu phí"') == [1]
        assert self.found('"muc thu phi"') == [1]

    def test_a_phrase_with_accents_is_taken_at_its_word(self) -> None:
        self.put(record(1, "cấm đỗ xe"), record(2, "cấm đổ xe"))
        assert self.found('"đỗ xe"') == [1]

    def test_words_beside_a_phrase_only_rank(self) -> None:
        self.put(record(1, "mức thu ở chợ"), record(2, "mức thu ở cảng cá"), record(3, "cảng cá"))
        assert self.found('"mức thu" cảng cá') == [2, 1]

    def test_a_word_or_phrase_after_a_minus_is_kept_out(self) -> None:
        self.put(record(1, "thu phí đò"), record(2, "thu phí chợ"), record(3, "thu lệ phí chợ"))
        assert self.found("thu -chợ") == [1]
        assert set(self.found('thu -"lệ phí"')) == {1, 2}

    # --- numbers ---

    @pytest.mark.parametrize(
        "typed", ["15/2021/NQ-HĐND", "15/2021/nq-hdnd", "015/2021/NQ-HĐND", "15/2021", "nghị quyết 15 /2021/ NQ - HĐND"]
    )
    def test_the_document_asked_for_by_number_comes_first(self, typed: str) -> None:
        citing = [record(pk, "theo Nghị quyết số 15/2021/NQ-HĐND " * 3) for pk in (2, 3)]
        other = document(4, "15/2022/NQ-HĐND", "Về nghị quyết")
        own = record(9, "Điều cuối cùng", document_id=1, number="15/2021/NQ-HĐND")
        self.put(*citing, other, own, document(1, "15/2021/NQ-HĐND", "Về mức thu"))
        assert self.found(typed)[:2] == [1, 1]
        assert self.matches(typed)[0].provision_id == 0
        assert {2, 3} <= set(self.found(typed))

    def test_an_amount_is_one_token(self) -> None:
        self.put(record(1, "phạt 1.000.000 đồng"), record(2, "phạt 1.500.000 đồng"), record(3, "thu 9,90 và 10 %"))
        assert self.found("1.000.000") == [1]
        assert self.found("9,90") == [3]
        assert self.found("10%") == [3]

    def test_leading_zeros_make_no_difference(self) -> None:
        self.put(record(1, "trong thời hạn 05 ngày làm việc"))
        assert self.found('"5 ngày làm việc"') == [1]

    # --- effect ---

    def test_what_is_in_force_stands_above_an_equal_text_that_expired(self) -> None:
        self.put(record(1, "mức thu phí", expired_on=date(2023, 1, 1).toordinal()), record(2, "mức thu phí"))
        assert self.found("mức thu phí") == [2, 1]
        assert set(self.found("mức thu phí", on=date(2022, 1, 1))) == {1, 2}

    def test_an_expired_text_does_not_stand_above_its_nearly_equal_successor(self) -> None:
        rule = "Người nộp phí tham quan di tích phải nộp {} đồng cho mỗi lượt vào cửa{}"
        old, new = (
            rule.format("40.000", ", phí tham quan nộp một lần"),
            rule.format("50.000", " trong ngày lễ, ngày tết"),
        )
        self.put(
            *(record(pk, "Trình tự cấp giấy phép xây dựng nhà ở riêng lẻ") for pk in range(10, 20)),
            record(1, old, title="Phí tham quan", expired_on=date(2023, 1, 1).toordinal()),
            record(2, new, title="Phí tham quan di tích, thay thế nghị quyết cũ về phí"),
        )
        for text in ("phí tham quan", "phi tham quan", "phí tham quan bảo tàng", rule.format("bao nhiêu", "")):
            assert self.found(text)[:2] == [2, 1], text
            assert self.found(text, on=date(2022, 1, 1))[:2] == [1, 2], text

    def test_an_expired_text_that_says_it_stands_above_one_in_force_that_does_not(self) -> None:
        self.put(
            record(1, "mức thu phí tham quan", expired_on=date(2023, 1, 1).toordinal()),
            record(2, "mức hỗ trợ và nguồn thu của quỹ, phí bảo trì"),
        )
        assert self.found("mức thu phí tham quan") == [1, 2]

    @pytest.mark.parametrize(
        ("status", "expected"),
        [("IN_FORCE", 1), ("EXPIRED", 2), ("NOT_YET", 3), ("UNKNOWN", 4), ("SUSPENDED", 5), ("PARTLY_EXPIRED", 6),
         ("PARTLY_SUSPENDED", 7)],
    )  # fmt: skip
    def test_every_document_has_one_status_on_a_day(self, status: str, expected: int) -> None:
        past, future = date(2023, 1, 1).toordinal(), date(2025, 1, 1).toordinal()
        self.put(
            record(1, "mức thu", suspended_on=past - 9, suspended_until=past),
            record(2, "mức thu", expired_on=past, partly_expired_on=past),
            record(3, "mức thu", effective_on=future),
            record(4, "mức thu", effective_on=0),
            record(5, "mức thu", suspended_on=past, suspended_until=future, partly_expired_on=past),
            record(6, "mức thu", partly_expired_on=past, expired_on=future),
            record(7, "mức thu", partly_suspended_on=past, partly_suspended_until=future),
        )
        assert self.found("mức thu", status=status) == [expected]

    def test_a_document_expires_on_the_very_day(self) -> None:
        last = date(2024, 6, 1)
        self.put(record(1, "mức thu", expired_on=last.toordinal()))
        assert self.found("mức thu", status="EXPIRED", on=last) == [1]
        assert self.found("mức thu", status="IN_FORCE", on=date(2024, 5, 31)) == [1]

    # --- filters ---

    @pytest.mark.parametrize(
        "filters",
        [{"document_types": ("DECISION",)}, {"bodies": (7,)}, {"subject_areas": (7,)}, {"years": (2019,)},
         {"stages": ("DRAFT",)}, {"bodies": (7, 8), "years": (2018, 2019)}],
    )  # fmt: skip
    def test_filters_combine(self, filters: dict[str, Any]) -> None:
        other = {"document_type": "DECISION", "body_id": 7, "subject_area_id": 7, "year": 2019}
        stages = filters.get("stages", ("PROMULGATED",))
        self.put(record(1, "mức thu"), record(2, "mức thu", **other, stage=stages[0]))
        assert self.found("mức thu", **filters) == [2]

    def test_drafts_are_found_by_the_department_that_writes_them_only(self) -> None:
        self.put(record(1, "mức thu"), record(2, "mức thu", stage="DRAFT", drafted_by=5))
        assert self.found("mức thu") == [1]
        assert set(self.found("mức thu", drafts_of=5)) == {1, 2}
        assert self.found("mức thu", drafts_of=6) == [1]

    # --- pages and counts ---

    def test_pages_follow_each_other_without_gap_or_repeat(self) -> None:
        self.put(*(record(pk, "mức thu " * pk) for pk in range(1, 8)))
        pages = [self.found("mức thu", limit=3, offset=offset) for offset in (0, 3, 6)]
        assert sorted(pk for page in pages for pk in page) == list(range(1, 8))
        assert [len(page) for page in pages] == [3, 3, 1]

    def test_pages_follow_each_other_across_tiers_and_beyond_the_first_two_hundred(self) -> None:
        gone = date(2023, 1, 1).toordinal()
        self.put(
            *(
                record(pk, "mức thu " + "khác " * (pk % 7), expired_on=gone if pk % 3 else MAX_DAY)
                for pk in range(1, 241)
            ),
            *(record(pk, "muc thu " * (pk % 5 + 1)) for pk in range(241, 251)),
            *(record(pk, "mức " * (pk % 5 + 1)) for pk in range(251, 271)),
        )
        pages = [self.found("mức thu", limit=30, offset=offset) for offset in range(0, 270, 30)]
        assert [pk for page in pages for pk in page] == self.found("mức thu", limit=270)
        assert sorted(pk for page in pages for pk in page) == list(range(1, 271))
        assert set(self.found("mức thu", limit=240)) == set(range(1, 241))

    def test_it_counts_all_matches_and_their_documents(self) -> None:
        self.put(*(record(pk, "mức thu", document_id=1 + pk % 2) for pk in range(1, 8)), record(9, "khác"))
        engine, question = self.backend(self.folder), read_question("mức thu")
        assert engine.search(question, Filters(), TODAY, 2, 0).total == 7
        assert engine.count_documents(question, Filters(), TODAY) == 2

    def test_it_remembers_the_span_of_a_record(self) -> None:
        self.put(record(1, "mức thu", span=4))
        assert self.matches("mức thu")[0].span == 4

    # --- writing ---

    def test_a_document_is_replaced_whole(self) -> None:
        self.put(record(1, "lời cũ"), record(2, "lời cũ khác", document_id=1), record(3, "lời cũ"))
        self.put(record(4, "điều mới", document_id=1), without=[1])
        assert self.found("lời cũ") == [3]
        assert self.found("điều mới") == [1]

    def test_a_failed_write_leaves_the_last_commit(self) -> None:
        self.put(record(1, "lời cũ"))
        with pytest.raises(RuntimeError), self.backend.write(self.folder) as writer:
            writer.remove([1])
            writer.add(record(1, "điều mới"))
            raise RuntimeError
        assert self.found("lời cũ") == [1]
        assert self.found("điều mới") == []
        self.put(record(2, "lời cũ"))
        assert set(self.found("lời cũ")) == {1, 2}

    def test_an_open_reader_sees_the_next_commit(self) -> None:
        self.put(record(1, "lời cũ"))
        engine, question = self.backend(self.folder), read_question("lời")
        assert engine.search(question, Filters(), TODAY, 5, 0).total == 1
        self.put(record(2, "lời mới"))
        assert engine.search(question, Filters(), TODAY, 5, 0).total == 2

    def test_counts_tell_documents_from_provisions(self) -> None:
        self.put(document(1, "1/2021/QĐ-UBND", "Về phí"), record(1, "a"), record(2, "b", document_id=1))
        self.put(document(1, "1/2021/QĐ-UBND", "Về phí"), record(3, "c", document_id=1), without=[1])
        assert self.backend(self.folder).counts() == (1, 1)

    # --- completion and robustness ---

    def test_it_completes_titles_and_numbers_of_promulgated_documents(self) -> None:
        self.put(
            document(1, "15/2021/NQ-HĐND", "Về mức thu phí chợ"),
            document(2, "16/2021/NQ-HĐND", "Về mức thưởng", stage="DRAFT"),
            record(3, "mức thu", heading="mức thu"),
        )
        engine = self.backend(self.folder)
        assert engine.complete(["muc"], "th", 5) == [1]
        assert engine.complete_number("15/20", 5) == [1]
        assert engine.complete_number("16/20", 5) == []
        assert engine.complete([], "a.*(", 5) == []

    @pytest.mark.parametrize(
        "typed",
        ["a AND OR (", '"không đóng', "((((", "thu~2 phí^3", "title:thu", "[1 TO", "* ? a*", "\\", "thu\x00phí", "'; --x a",
         "từ " * 300, "😀 thu", "NOT thu", "a/b/c 1/2/3", "-", '"" thu'],
    )  # fmt: skip
    def test_no_string_breaks_it(self, typed: str) -> None:
        self.put(record(1, "thu phí a"))
        try:
            self.matches(typed)
        except Exception as error:
            assert type(error).__name__ == "BadQuery", error
