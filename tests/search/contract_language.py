"""What every search engine must do with the question language: OR, fields, exclusions, facets, spelling."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import pytest

from search.backends.base import Backend, Demand, Match
from search.query import DOCUMENT_KIND, MAX_DAY, Condition, Facets, Field, Filters, IndexRecord, Place, Word
from search.question import read_question

TODAY = date(2024, 6, 1)
Ask = Callable[..., list[int]]

_BLANK = IndexRecord(
    provision_id=0, document_id=0, path="", kind="ARTICLE", number="", document_type="RESOLUTION", body_id=1,
    subject_area_id=1, year=2021, stage="PROMULGATED", title="", heading="", text="",
    effective_on=date(2021, 1, 1).toordinal(), expired_on=MAX_DAY, partly_expired_on=MAX_DAY, suspended_on=MAX_DAY,
    suspended_until=MAX_DAY,
)  # fmt: skip


def record(pk: int, text: str, **fields: Any) -> IndexRecord:
    """Provision `pk` of document `pk`, unless said otherwise."""
    return replace(_BLANK, **{"provision_id": pk, "document_id": pk, "text": text, **fields})


def document(pk: int, number: str, title: str, **fields: Any) -> IndexRecord:
    return record(0, number, document_id=pk, kind=DOCUMENT_KIND, number=number, title=title, heading=title, **fields)


class Names:
    """A small catalogue."""

    def areas(self) -> Mapping[str, tuple[int, ...]]:
        return {"Đất đai": (1,), "Môi trường": (2,)}

    def bodies(self) -> Mapping[str, tuple[int, ...]]:
        return {"Ủy ban nhân dân tỉnh": (7,), "Bộ Tài chính": (8,)}

    def levels(self) -> Mapping[str, tuple[int, ...]]:
        return {"tỉnh": (7,), "trung ương": (8,), "xã": ()}


class LanguageContract:
    backend: ClassVar[type[Backend]]

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.folder = tmp_path / "engine"

    def put(self, *records: IndexRecord, without: Sequence[int] = ()) -> None:
        with self.backend.write(self.folder) as writer:
            writer.remove(without)
            for one in records:
                writer.add(one)

    def matches(self, text: str, *, on: date = TODAY, limit: int = 20, offset: int = 0, **filters: Any) -> list[Match]:
        page = self.backend(self.folder).search(read_question(text, Names()), Filters(**filters), on, limit, offset)
        return page.matches

    def found(self, text: str, **options: Any) -> list[int]:
        return [match.document_id for match in self.matches(text, **options)]

    def facets(self, text: str, *, on: date = TODAY, by_document: bool = False, **filters: Any) -> Facets:
        question = read_question(text, Names())
        return self.backend(self.folder).facets(question, Filters(**filters), on, by_document=by_document)

    # --- OR ---

    def test_either_side_of_an_or_will_do(self) -> None:
        self.put(record(1, "thu phí đò"), record(2, "thu tiền chợ"), record(3, "thu tiền cảng"))
        assert set(self.found("đò OR chợ")) == {1, 2}
        assert set(self.found('"phí đò" HOẶC "tiền cảng"')) == {1, 3}

    def test_a_run_of_words_is_one_side(self) -> None:
        self.put(record(1, "đất đai"), record(2, "môi trường"), record(3, "môi giới đất"), record(4, "đai ốc"))
        assert set(self.found("đất đai OR môi trường")) == {1, 2}

    def test_words_beside_an_or_in_brackets_only_rank(self) -> None:
        self.put(
            record(1, "mức thu đối với xe"), record(2, "mức thu đối với tàu"), record(3, "mức thu"), record(4, "xe")
        )
        found = self.found("mức thu (xe OR tàu)")
        assert set(found) == {1, 2, 4}
        assert found[-1] == 4

    def test_an_or_may_join_words_and_fields(self) -> None:
        self.put(
            record(1, "mức thu", subject_area_id=2),
            record(2, "khu bảo tồn", subject_area_id=1),
            record(3, "mức thu", subject_area_id=1),
        )
        assert set(self.found('"bảo tồn" OR lĩnh vực:"môi trường"')) == {1, 2}

    # --- fields ---

    @pytest.mark.parametrize(
        "typed",
        ["lĩnh vực:môi trường", "linh vuc:moi truong", "co quan:bộ tài chính", "cấp:trung ương", "loại:quyết định",
         "năm:2019", "nam:2018..2019", "năm:..2019", "-năm:2021", '-lĩnh vực:"đất đai"', "-cấp:tỉnh",
         "hiệu lực:hết", "-hieu luc:con", "số:9/2019/QĐ-UBND", "so:9/2019", "số:9", "-loại:nq", "điều:5a",
         "năm:2018 OR năm:2019", "loại:qđ OR năm:1999"],
    )  # fmt: skip
    def test_a_field_narrows(self, typed: str) -> None:
        self.put(
            record(1, "mức thu", body_id=7, number="8/2021/NQ-HĐND", path="dieu-5"),
            record(
                2, "mức thu", body_id=8, subject_area_id=2, document_type="DECISION", year=2019,
                expired_on=date(2023, 1, 1).toordinal(), number="9/2019/QĐ-UBND", path="kem-theo/dieu-5a/khoan-2",
            ),
        )  # fmt: skip
        assert self.found(f"{typed} mức thu") == [2]
        assert self.found(f"{typed} mức -thu") == []

    def test_a_level_without_bodies_holds_nothing(self) -> None:
        self.put(record(1, "mức thu"))
        assert self.found("cấp:xã mức thu") == []
        assert self.found("-cấp:xã mức thu") == [1]

    def test_a_status_is_judged_on_the_day(self) -> None:
        self.put(record(1, "mức thu", expired_on=date(2023, 1, 1).toordinal()), record(2, "mức thu", effective_on=0))
        assert self.found("hiệu lực:còn mức thu", on=date(2022, 12, 31)) == [1]
        assert self.found("hiệu lực:còn mức thu", on=date(2023, 1, 1)) == []
        assert set(self.found("hiệu lực:hết OR hiệu lực:chưa rõ mức thu")) == {1, 2}
        assert self.found("-hiệu lực:hết mức thu") == [2]

    def test_fields_alone_list_documents_newest_first(self) -> None:
        days = {1: date(2019, 5, 1), 2: date(2021, 5, 1), 3: date(2020, 5, 1)}
        for pk, day in days.items():
            day_number = day.toordinal()
            self.put(
                document(pk, f"{pk}/{day.year}/QĐ-UBND", "Về phí", year=day.year, effective_on=day_number),
                record(10 + pk, "mức thu", document_id=pk, year=day.year, effective_on=day_number, path="dieu-5"),
            )
        assert self.found("năm:2019..2021") == [2, 3, 1]
        assert self.found("năm:2019..2020") == [3, 1]
        assert [match.provision_id for match in self.matches("năm:2019..2021")] == [0, 0, 0]
        assert [match.provision_id for match in self.matches("điều:5 năm:2020")] == [13]

    def test_conditions_of_the_filters_hold_beside_those_of_the_question(self) -> None:
        self.put(*(record(pk, "mức thu", year=2018 + pk, subject_area_id=pk % 2 + 1) for pk in range(1, 5)))
        assert set(self.found("mức thu", conditions=(Condition(Field.YEAR, (2019, 2020)),))) == {1, 2}
        assert set(self.found("mức thu", refused=(Condition(Field.YEAR, (2019, 2020)),))) == {3, 4}
        assert self.found("năm:2019..2021 mức thu", refused=(Condition(Field.AREA, (2,)),)) == [2]

    # --- short forms ---

    def test_a_short_form_and_its_meaning_find_each_other(self) -> None:
        self.put(record(1, "trách nhiệm của Ủy ban nhân dân tỉnh"), record(2, "trách nhiệm của UBND tỉnh"))
        for text in ("trách nhiệm UBND tỉnh", "trách nhiệm ủy ban nhân dân tỉnh"):
            question = read_question(text)
            page = self.backend(self.folder).search(question, Filters(), TODAY, 10, 0)
            assert (page.complete, len(page.matches)) == (2, 2), text

    # --- counts and facets ---

    def test_it_counts_apart_what_has_all_the_words(self) -> None:
        self.put(record(1, "mức thu"), record(2, "mức", title="thu"), record(3, "mức"), record(4, "khác"))
        page = self.backend(self.folder).search(read_question("mức thu"), Filters(), TODAY, 1, 0)
        assert (page.complete, page.total) == (2, 3)
        assert self.backend(self.folder).search(read_question("mức"), Filters(), TODAY, 1, 0).complete == 3

    def test_a_very_long_text_is_complete_and_still_no_better_than_its_score(self) -> None:
        scattered = "mức " + "nội dung khác " * 500 + "thu " + "nội dung khác " * 500 + "phí cầu"
        self.put(record(1, scattered), record(2, "mức thu phí đường"), record(3, "mức thu phí cầu"))
        page = self.backend(self.folder).search(read_question("mức thu phí cầu"), Filters(), TODAY, 9, 0)
        assert [match.document_id for match in page.matches] == [3, 2, 1]
        assert (page.complete, page.total) == (2, 3)

    def test_asked_for_complete_matches_only_it_gives_all_of_them_and_no_other(self) -> None:
        scattered = "mức " + "nội dung khác " * 500 + "thu " + "nội dung khác " * 500 + "phí cầu"
        self.put(record(1, scattered), record(2, "mức thu phí đường"), record(3, "mức thu phí cầu"))
        question = read_question("mức thu phí cầu")
        page = self.backend(self.folder).search(question, Filters(), TODAY, 9, 0, complete_only=True)
        assert [match.document_id for match in page.matches] == [3, 1]
        assert page.matches[0].score > page.matches[1].score
        assert (page.complete, page.total) == (2, 2)

    def test_a_document_asked_for_by_number_counts_as_complete(self) -> None:
        self.put(document(1, "15/2021/NQ-HĐND", "Về phí"), record(2, "nghị quyết"))
        page = self.backend(self.folder).search(read_question("nghị quyết 15/2021"), Filters(), TODAY, 9, 0)
        assert (page.complete, page.total) == (1, 2)

    def test_facets_count_the_complete_matches_by_provision_and_by_document(self) -> None:
        gone = date(2023, 1, 1).toordinal()
        for pk, fields in {
            1: {"document_type": "DECISION", "body_id": 7, "year": 2019, "expired_on": gone},
            2: {"subject_area_id": 2, "year": 2020},
            3: {"subject_area_id": 0, "year": 2020, "effective_on": 0},
        }.items():
            self.put(
                document(pk, "", "Về phí", **fields),
                *(record(10 * pk + n, "mức thu", document_id=pk, **fields) for n in range(pk)),
                record(10 * pk + 9, "mức", document_id=pk, **fields),
            )
        provisions, documents = self.facets("mức thu"), self.facets("mức thu", by_document=True)
        assert provisions[Field.TYPE] == {"RESOLUTION": 5, "DECISION": 1}
        assert documents[Field.TYPE] == {"RESOLUTION": 2, "DECISION": 1}
        assert provisions[Field.YEAR] == {2020: 5, 2019: 1}
        assert provisions[Field.AREA] == {2: 2, 1: 1}
        assert documents[Field.BODY] == {1: 2, 7: 1}
        assert provisions[Field.STATUS] == {"UNKNOWN": 3, "IN_FORCE": 2, "EXPIRED": 1}
        assert self.facets("mức thu", on=date(2022, 1, 1))[Field.STATUS] == {"UNKNOWN": 3, "IN_FORCE": 3}
        assert provisions[Field.KIND] == {"ARTICLE": 6}
        assert self.facets("mức thu", years=(2019,))[Field.TYPE] == {"DECISION": 1}
        assert self.facets("năm:2020", by_document=True)[Field.TYPE] == {"RESOLUTION": 2}

    def test_each_facet_count_is_what_the_facet_leaves(self) -> None:
        for pk in range(1, 20):
            fields: dict[str, Any] = {"document_id": pk, "year": 2000 + pk % 3, "body_id": 1 + pk % 2}
            provisions = [record(10 * pk + n, "mức thu", **fields) for n in range(1 + pk % 4)]
            self.put(document(pk, "", "Về phí", year=fields["year"], body_id=fields["body_id"]), *provisions)
        whole = sum(1 + pk % 4 for pk in range(1, 20))
        engine, question = self.backend(self.folder), read_question("mức thu")
        assert len(self.facets("mức thu")[Field.YEAR]) == 3
        for field in (Field.YEAR, Field.BODY):
            for value, count in self.facets("mức thu")[field].items():
                kept = Filters(conditions=(Condition(field, (value,)),))
                left = Filters(refused=(Condition(field, (value,)),))
                assert engine.search(question, kept, TODAY, 1, 0).complete == count
                assert engine.search(question, left, TODAY, 1, 0).complete == whole - count

    def test_facets_know_nothing_of_what_is_out_of_reach(self) -> None:
        draft = {"stage": "DRAFT", "drafted_by": 5, "year": 2024}
        self.put(
            document(1, "", "a"), record(1, "mức thu"), document(2, "", "b", **draft), record(2, "mức thu", **draft)
        )
        assert self.facets("mức thu")[Field.YEAR] == {2021: 1}
        assert self.facets("mức thu", drafts_of=6)[Field.YEAR] == {2021: 1}
        assert self.facets("mức thu", drafts_of=5)[Field.YEAR] == {2021: 1, 2024: 1}

    def test_facets_follow_a_commit(self) -> None:
        self.put(document(1, "", "a"), record(1, "mức thu"))
        engine, question = self.backend(self.folder), read_question("mức thu")
        assert engine.facets(question, Filters(), TODAY)[Field.YEAR] == {2021: 1}
        self.put(document(2, "", "b", year=2022), record(2, "mức thu", year=2022))
        assert engine.facets(question, Filters(), TODAY)[Field.YEAR] == {2021: 1, 2022: 1}

    # --- spelling ---

    def test_it_knows_words_spelled_nearly_alike(self) -> None:
        self.put(record(1, "quyền hạn quyền"), record(2, "quyển sổ quyền"), record(3, "phương án"))
        engine = self.backend(self.folder)
        assert engine.similar_words(Word("quyen", "quyễn"), 5)[:2] == ["quyền", "quyển"]
        assert engine.similar_words(Word("phuong", "phuong"), 5) == ["phương"]
        assert engine.similar_words(Word("phuonng", "phươnng"), 5) == ["phương"]
        assert engine.similar_words(Word("xyzxyz", "xyzxyz"), 5) == []

    # --- cited places ---

    def test_the_record_of_a_cited_place_comes_first_in_the_order_given(self) -> None:
        self.put(
            record(1, "điều 5 luật xây dựng", heading="Điều 5"),
            record(2, "nhà máy"),
            record(3, "kho tàng"),
            record(4, "kho lương", stage="DRAFT"),
        )
        engine = self.backend(self.folder)
        places = (Place((33, 3)), Place((2,)), Place((4,)))
        question = replace(read_question("điều 5 luật xây dựng"), places=places)
        page = engine.search(question, Filters(), TODAY, 10, 0)
        assert [match.provision_id for match in page.matches] == [3, 2, 1]
        assert (page.total, page.complete) == (3, 3)
        assert engine.count(question, Filters(), TODAY) == 3
        assert sum(engine.facets(question, Filters(), TODAY)[Field.KIND].values()) == 3
        only = Filters(conditions=(Condition(Field.DOCUMENT, (2,)),))
        assert [match.provision_id for match in engine.search(question, only, TODAY, 10, 0).matches] == [2]

    # --- words at hand ---

    def test_words_scattered_through_a_text_stand_below_words_that_stand_together(self) -> None:
        scattered = "Nguyên tắc chung. Đăng tin. Ký tên. Biện pháp khác. Pháp nhân. Bảo vệ. Đảm nhiệm. " * 3
        self.put(
            record(1, f"nguyên {scattered} tắc đăng ký biện pháp bảo đảm".replace("đăng ký biện pháp bảo đảm", "")),
            record(2, "Đăng ký biện pháp bảo đảm theo nguyên tắc công khai " + "và những việc khác nữa " * 40),
            record(3, "đăng ký biện pháp bảo đảm"),
        )
        assert self.found("nguyên tắc đăng ký biện pháp bảo đảm")[0] == 2
        page = self.backend(self.folder).search(
            read_question("nguyên tắc đăng ký biện pháp bảo đảm"), Filters(), TODAY, 10, 0
        )
        assert page.complete == 2  # scattered words are all there, and are counted

    def test_a_word_said_in_other_words_needs_no_neighbour(self) -> None:
        self.put(record(1, "ủy ban nhân dân tỉnh quyết định"), record(2, "tỉnh quyết, dân định, ủy ban nhân dân xa"))
        matches = self.matches("UBND tỉnh quyết định")
        assert [match.provision_id for match in matches if match.score >= Demand.ALL_WORDS.bonus] == [1]
