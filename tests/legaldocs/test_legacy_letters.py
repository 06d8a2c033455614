"""Old encodings: told by font and letters together, turned passage by passage, never where the letters are Unicode."""

from __future__ import annotations

import pytest
from viparse.normalize.encodings import CHARMAPS

from legaldocs.parsing.legacy_letters import Recoder, recognise
from legaldocs.parsing.parsed import SourceText
from legaldocs.parsing.reader import read_bytes
from legaldocs.parsing.vocabulary import Letters
from tests.builders import docx, paragraph, run

TEXT = "Quyết định này quy định mức hỗ trợ trên địa bàn tỉnh và trách nhiệm của các cơ quan, đơn vị có liên quan."


def typed_in(text: str, encoding: str) -> str:
    """The letters as an old program wrote them."""
    codes = {after: before for before, after in CHARMAPS[encoding].pairs}
    return "".join(codes.get(letter, letter) for letter in text)


def in_font(text: str, font: str) -> str:
    return run(text, f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>')


def read(*paragraphs: str, letters: Letters = Letters.ASK) -> SourceText:
    return read_bytes(docx(*paragraphs), "cu.docx", letters=letters)


def texts(source: SourceText) -> list[str]:
    return [line.text for line in source.lines]


@pytest.mark.parametrize("encoding", ["tcvn3", "vni", "viscii"])
def test_each_encoding_is_told_by_its_letters_alone(encoding: str) -> None:
    verdict = recognise(typed_in(TEXT, encoding))
    assert verdict is not None and verdict.encoding == encoding and verdict.confidence > 0.9


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "",
        "A plain English sentence.",
        "El señor García fue a la montaña y también compró piñas; después regresó a la estación más próxima.",
        "L'été dernier, nous avons mangé des pâtes à la crème, très légères, près de la forêt où coule un ruisseau gelé.",
        "Größe über schöne Mädchen für die Straße und natürlich auch über Brüder, Käse, Äpfel, Öl und Übung.",
    ],
)
def test_unicode_and_other_languages_are_left_alone(text: str) -> None:
    assert recognise(text) is None


def test_a_font_that_lies_is_not_believed() -> None:
    source = read(paragraph(in_font(TEXT, ".VnTime")))
    assert texts(source) == [TEXT]
    assert source.warnings == () and source.legacy == ()


def test_a_text_of_mixed_encodings_is_turned_run_by_run() -> None:
    source = read(
        paragraph(in_font(typed_in(TEXT, "tcvn3"), ".VnTime")),
        paragraph(in_font(TEXT, "Times New Roman")),
        paragraph(in_font(typed_in(TEXT, "vni"), "VNI-Times")),
        paragraph(in_font("Điều 1. ", "Times New Roman"), in_font(typed_in("Phạm vi điều chỉnh", "tcvn3"), ".VnTime")),
    )
    assert texts(source) == [TEXT, TEXT, TEXT, "Điều 1. Phạm vi điều chỉnh"]
    assert [passage.encoding for passage in source.legacy] == ["tcvn3", "vni", "tcvn3"]
    assert source.legacy[0].font == ".VnTime" and source.legacy[0].after == TEXT
    warning = next(warning for warning in source.warnings if warning.code == "LEGACY_ENCODING")
    assert "3 đoạn" in warning.message and "TCVN3" in warning.message and "VNI" in warning.message
    assert warning.confidence is not None and warning.confidence > 0.9


def test_one_pasted_passage_of_the_same_font_is_found() -> None:
    source = read(*[paragraph(in_font(TEXT, "Arial"))] * 3, paragraph(in_font(typed_in(TEXT, "tcvn3"), "Arial")))
    assert texts(source) == [TEXT] * 4
    assert len(source.legacy) == 1


def test_a_letter_and_its_mark_in_two_runs_stay_together() -> None:
    before = typed_in(TEXT, "vni")
    cut = next(i for i, letter in enumerate(before) if not letter.isascii() and before[i - 1].isalpha())
    source = read(paragraph(in_font(before[:cut], "VNI-Times"), in_font(before[cut:], "VNI-Times")))
    assert texts(source) == [TEXT]


def test_fonts_that_draw_capitals_give_capitals() -> None:
    source = read(
        paragraph(in_font(typed_in("quyết định", "tcvn3"), ".VnTimeH")),
        paragraph(in_font(typed_in(TEXT, "tcvn3"), ".VnTime")),
    )
    assert texts(source) == ["QUYẾT ĐỊNH", TEXT]


def test_the_letter_that_word_calls_a_soft_hyphen() -> None:
    before, after = typed_in("Thủ t", "tcvn3"), typed_in("ớng", "tcvn3")
    soft = '<w:r><w:rPr><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/></w:rPr><w:softHyphen/></w:r>'
    whole = in_font(typed_in(TEXT, "tcvn3"), ".VnTime")
    ministry = f"{in_font(typed_in('Bộ T', 'tcvn3'), '.VnTime')}{soft}{in_font(typed_in(' pháp', 'tcvn3'), '.VnTime')}"
    source = read(paragraph(whole), paragraph(ministry), paragraph(in_font(before + after, ".VnTime")))
    assert texts(source)[1:] == ["Bộ Tư pháp", "Thủ tớng"]


def test_what_a_person_says_goes_before_what_is_recognised() -> None:
    old = paragraph(in_font(typed_in(TEXT, "tcvn3"), ".VnTime"))
    kept = read(old, letters=Letters.KEEP)
    assert texts(kept)[0].startswith("QuyÕt ®Þnh") and kept.legacy
    assert "giữ nguyên" in kept.warnings[0].message
    assert texts(read(old, letters=Letters.RECOGNISED)) == [TEXT]
    assert texts(read(old, letters=Letters.VNI)) != [TEXT]  # a wrong choice is done as said, and can be seen


def test_passages_are_remembered_once() -> None:
    recoder = Recoder([(".VnTime", typed_in(TEXT, "tcvn3"))])
    for _ in range(3):
        recoder([(".VnTime", typed_in(TEXT, "tcvn3"))])
    assert len(recoder.passages) == 1


def test_a_plain_text_file_in_tcvn3() -> None:
    data = "\n".join([typed_in(TEXT, "tcvn3")] * 3).encode("latin-1")
    source = read_bytes(data, "cu.txt")
    assert source.text.replace("\n", " ").startswith(TEXT)
    assert [warning.code for warning in source.warnings] == ["LEGACY_ENCODING"]
