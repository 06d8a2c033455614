"""What people put right holds: against later imports, in the links between documents, and in the reviews that follow."""

from __future__ import annotations

import pytest

from legaldocs.importers.run import import_paths
from legaldocs.models import Document, Relation
from tests.cast import Cast, make_cast
from tests.factories import make_document, make_legal_basis, make_relation
from tests.legaldocs.test_importers import NEW, OLD, record, write
from workflow.actions import perform
from workflow.models import Review


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.mark.django_db(transaction=True)
def test_an_import_never_takes_back_what_a_person_put_right(tmp_path):
    cast = make_cast()
    import_paths([write(tmp_path / "kho.jsonl", record("05/2019/QĐ-UBND", OLD))])
    perform(Document.objects.get(), "correct", cast.reviewer, reason="Sai trích yếu", title="Quy định đúng")
    changed = record("05/2019/QĐ-UBND", OLD.replace("tạm thời", "lâu dài"), title="Tên khác", status="Còn hiệu lực")
    assert import_paths([write(tmp_path / "kho.jsonl", changed)]).updated == 1
    document = Document.objects.get()
    assert (document.title, document.source_status) == ("Quy định đúng", "Còn hiệu lực")
    assert "lâu dài" in document.current_version.text


@pytest.mark.django_db(transaction=True)
def test_a_corrected_number_lets_go_of_wrong_links_and_finds_the_right_ones(tmp_path):
    cast = make_cast()
    old = record("06/2019/QĐ-UBND", OLD, id="cu")  # catalogued under a wrong number
    import_paths([write(tmp_path / "kho.jsonl", old, record("18/2020/QĐ-UBND", NEW))])
    document = Document.objects.get(number="06/2019/QĐ-UBND")
    assert document.expired_on is None
    corrected = perform(document, "correct", cast.reviewer, reason="Ghi nhầm số", number="05/2019/QĐ-UBND")
    assert corrected.expired_on is not None
    assert Relation.objects.get(kind="REPLACES").target == corrected
    wrong_again = perform(corrected, "correct", cast.reviewer, reason="Thử lại", number="07/2019/QĐ-UBND")
    assert wrong_again.expired_on is None
    assert Relation.objects.get(kind="REPLACES").target is None


def test_a_confirmed_relation_sets_off_the_reviews_that_the_decree_asks_for(cast):
    acting, target, resting = make_document(), make_document(), make_document()
    make_legal_basis(resting, target)
    perform(make_relation(acting, target), "confirm", cast.reviewer)
    assert [review.document for review in Review.objects.all()] == [resting]
    assert Review.objects.get().trigger == acting
