"""The small parts that every page is made of."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory

from legaldocs.models import Citation
from legaldocs.models.documents import today
from legaldocs.parsing.vocabulary import EFFECT_STATUS_LABELS, EffectStatus
from legaldocs.templatetags.legaldocs import evidence_words, reference_name


class SampleForm(forms.Form):
    title = forms.CharField(label="Tên gọi", help_text="Không kèm số.")
    choice = forms.ChoiceField(label="Kết luận", choices=[("a", "Đủ"), ("b", "Chưa đủ")], widget=forms.RadioSelect)
    short = forms.BooleanField(label="Rút gọn", required=False)


def field(name: str, data: dict[str, str] | None = None) -> str:
    return render_to_string("components/_field.html", {"field": SampleForm(data)[name]})


def test_a_field_ties_its_label_help_and_error_to_the_control() -> None:
    html = field("title", {"title": ""})
    assert '<label class="form-label" for="id_title">' in html
    assert 'aria-describedby="id_title_help id_title_error"' in html and 'aria-invalid="true"' in html
    assert 'id="id_title_help"' in html and 'id="id_title_error"' in html


def test_choices_have_labels_of_their_own_and_a_legend() -> None:
    html = field("choice", {})
    assert "<legend" in html and '<label for="id_choice_0">Đủ</label>' in html
    assert 'aria-describedby="id_choice_error"' in html and 'id="id_choice_error"' in html


def test_a_checkbox_stands_before_its_label() -> None:
    html = field("short")
    assert html.index('type="checkbox"') < html.index("Rút gọn")


@pytest.mark.parametrize("status", EffectStatus)
def test_a_status_is_said_in_words_and_not_by_colour_alone(status: EffectStatus) -> None:
    html = render_to_string("components/_status_badge.html", {"status": status.value})
    assert f">{EFFECT_STATUS_LABELS[status]}<" in html and f"effect-{status.value}" in html


def test_no_status_is_unknown() -> None:
    assert "Chưa rõ hiệu lực" in render_to_string("components/_status_badge.html", {"status": ""})


@pytest.mark.parametrize(
    ("days", "closed", "words"),
    [(-1, False, "quá hạn"), (-1, True, ""), (0, False, "hôm nay"), (2, False, "còn 2 ngày")],
)
def test_a_day_that_presses_says_so(days: int, closed: bool, words: str) -> None:
    html = render_to_string("components/_due.html", {"due_on": today() + timedelta(days=days), "closed": closed})
    assert ("(" in html) == bool(words) and words in html


def test_pages_keep_the_conditions_of_the_address() -> None:
    request = RequestFactory().get("/van-ban/", {"year": "2024", "page": "2"})
    html = render_to_string("components/_pagination.html", {"page": Paginator(range(500), 50).page(2)}, request)
    assert "?year=2024&amp;page=3" in html and "51–100 trong 500" in html


def test_the_evidence_of_a_relation_is_a_sentence_or_a_place() -> None:
    assert evidence_words("dieu-1/khoan-2") == "Khoản 2 Điều 1"
    assert evidence_words("Bãi bỏ Điều 3.") == "Bãi bỏ Điều 3."


@pytest.mark.parametrize(
    ("number", "kind", "title", "name"),
    [
        ("34/2016/NĐ-CP", "DECREE", "", "Nghị định số 34/2016/NĐ-CP"),
        ("9879/TTr-STNMT", "OTHER", "", "Văn bản số 9879/TTr-STNMT"),
        ("", "LAW", "Luật Đất đai", "Luật Đất đai"),
    ],
)
def test_a_document_that_is_only_pointed_to_has_a_name(number: str, kind: str, title: str, name: str) -> None:
    assert reference_name(Citation(number=number, document_type=kind, title=title)) == name
