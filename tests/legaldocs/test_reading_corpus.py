"""What the reading of real texts has reached must not be lost again."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.reading import measure_headers, measure_structure

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not (CORPUS / "structure.jsonl.gz").exists(), reason="The shared corpus is not here."),
]


def test_articles_and_clauses_of_real_texts_are_found() -> None:
    tallies = measure_structure(CORPUS)
    articles, clauses = tallies["articles"], tallies["clauses"]
    assert articles.hit / (articles.hit + articles.missed) >= 0.995
    assert articles.extra / (articles.hit + articles.extra) <= 0.01
    assert 2 * clauses.hit / (2 * clauses.hit + clauses.extra + clauses.missed) >= 0.97


def test_heads_of_real_texts_are_read() -> None:
    accuracies = measure_headers(CORPUS)
    for name in ("number", "document_type", "issued_on", "issuing_body"):
        assert accuracies[name].right / accuracies[name].asked >= 0.98, accuracies[name].wrong[:20]
