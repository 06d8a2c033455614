"""A text read from end to end, its JSON, the command, and how well real texts are read."""

from __future__ import annotations

import json
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import meaning
from legaldocs.analysis.as_json import reading_to_json
from legaldocs.analysis.reading import read
from legaldocs.parsing.plain import source_from_text
from tests.legaldocs.test_citations import LEGAL_WORDS

TEXT = """ỦY BAN NHÂN DÂN
TỈNH BÌNH MINH
Số: 30/2025/QĐ-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Bình Minh, ngày 01 tháng 9 năm 2025
QUYẾT ĐỊNH
Quy định mức hỗ trợ người cao tuổi
Căn cứ Luật Thử nghiệm số 1/2020/QH14;
Căn cứ Luật Mẫu năm 2024;
Theo đề nghị của Giám đốc Sở Y tế tại Tờ trình số 12/TTr-SYT ngày 02 tháng 8 năm 2025;
Điều 1. Mức hỗ trợ
1. Mức hỗ trợ không quá 500.000 đồng/người/tháng.
2. Người quy định tại khoản 1 Điều này và điểm a khoản 2 Điều 5 Nghị định số 34/2016/NĐ-CP được hưởng.
Điều 2. Hiệu lực thi hành
1. Quyết định này có hiệu lực từ ngày 15 tháng 9 năm 2025.
2. Quyết định này thay thế Quyết định số 12/2020/QĐ-UBND ngày 05 tháng 3 năm 2020 của Ủy ban nhân dân tỉnh.
"""

CONTRACT = {
    "number document_type issuing_body place issued_on title signer effective_on confidence": None,
    "legal_bases": "text number document_type title issued_on",
    "provisions": "path kind label heading text",
    "citations": "path text number document_type title target_path",
    "amendments": "action target_number target_path path new_text",
    "expires": "number target_path",
    "quantities": "path text value unit comparator subject",
    "warnings": "code message path",
}


def test_a_text_is_read_from_end_to_end():
    reading = read(source_from_text(TEXT))
    assert reading.header.number == "30/2025/QĐ-UBND"
    assert [basis.number for basis in reading.legal_bases] == ["01/2020/QH14", None]
    assert str(reading.effect.begins_on) == "2025-09-15"
    assert [(e.number, e.relation, e.path) for e in reading.expires] == [
        ("12/2020/QĐ-UBND", "REPLACES", "dieu-2/khoan-2")
    ]
    assert [(q.value, q.unit, q.path) for q in reading.quantities] == [(500_000, "VND", "dieu-1/khoan-1")]
    inner = [(c.number, c.target_path) for c in reading.citations if c.path == "dieu-1/khoan-2"]
    assert inner == [(None, "dieu-1/khoan-1"), ("34/2016/NĐ-CP", "dieu-5/khoan-2/diem-a")]
    assert reading.warnings == ()


def test_the_json_has_the_keys_of_the_contract_and_plain_values():
    answer = json.loads(json.dumps(reading_to_json(read(source_from_text(TEXT)))))
    for names, keys in CONTRACT.items():
        for name in names.split():
            assert name in answer
            for record in answer[name] if keys else ():
                assert set(keys.split()) <= set(record)
    assert (answer["issued_on"], answer["effective_on"]) == ("2025-09-01", "2025-09-15")
    assert answer["legal_bases"][0]["document_type"] == "LAW"


def test_a_missing_effect_date_is_a_warning():
    without = TEXT.replace("có hiệu lực từ ngày 15 tháng 9 năm 2025", "do Sở Y tế thi hành")
    assert [warning.code for warning in read(source_from_text(without)).warnings] == ["EFFECT_DATE_UNKNOWN"]


def run(*arguments: str) -> dict:
    out = StringIO()
    call_command("parse_document", *arguments, stdout=out)
    return json.loads(out.getvalue())


def test_the_command_answers_with_one_object(tmp_path: Path):
    file = tmp_path / "quyet-dinh.txt"
    file.write_text(TEXT, encoding="utf-8")
    assert run(str(file), "--json")["number"] == "30/2025/QĐ-UBND"


def test_the_command_refuses_a_wrong_call_with_exit_code_two(tmp_path: Path):
    out = StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("parse_document", str(tmp_path / "khong-co.docx"), "--json", stdout=out)
    assert stop.value.code == 2
    error = json.loads(out.getvalue())["error"]
    assert error["code"] and "khong-co.docx" in error["message"]


def test_the_command_speaks_to_people_without_json(tmp_path: Path):
    file = tmp_path / "quyet-dinh.txt"
    file.write_text(TEXT, encoding="utf-8")
    out = StringIO()
    call_command("parse_document", str(file), stdout=out)
    assert "30/2025/QĐ-UBND" in out.getvalue() and "12/2020/QĐ-UBND" in out.getvalue()


@given(st.text() | LEGAL_WORDS)
def test_any_text_is_read(text: str):
    reading_to_json(read(source_from_text(text)))


def test_reading_a_hundred_pages_grows_with_the_text():
    clause = "{} . Người quy định tại khoản 1 Điều 5 Nghị định số 34/2016/NĐ-CP phải nộp không quá 500.000 đồng.\n"
    body = "".join(
        f"Điều {n}. Nội dung\n" + clause.replace("{} ", "1") * 1 + clause.replace("{} ", "2") for n in range(1, 1000)
    )
    source = source_from_text(body)
    started = time.process_time()
    read(source)
    assert (
        time.process_time() - started < 20
    )  # about 1 s alone on the machine; only what grows with the square goes past


@pytest.mark.corpus
def test_real_provincial_texts_are_read_as_people_read_them():
    """Against the metadata corrected by people's verdicts; what nobody has judged counts as the judged ones do."""
    if not meaning.CORPUS.is_dir():
        pytest.skip("không có kho văn bản mẫu shared/corpus cạnh dự án")
    scores = meaning.measure(lambda document: document["level"] == "province")
    for name in (meaning.BASES, meaning.TARGETS):
        score = scores[name]
        assert isinstance(score, meaning.Score)
        assert score.true_recall >= 0.98, score.missed
        assert score.true_precision >= 0.98, score.extra
    effect = scores[meaning.EFFECT]
    assert isinstance(effect, meaning.Days)
    assert effect.true_agreement >= 0.97, effect.unexplained
