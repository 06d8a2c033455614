"""Secret words planted at random in drafts and dossiers, and every door asked as every role.

Two things must hold. No answer holds a word of what the person may not read. And a question with such a word is answered
just as one with a word that stands nowhere: whoever asks cannot even tell that it exists.
"""

from __future__ import annotations

import random
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from zipfile import ZipFile, is_zipfile

import pytest
from django.test import Client
from django.urls import reverse

from legaldocs.models import Document, DocumentFile, Stage, Unit, User
from legaldocs.parsing.vocabulary import FileRole
from legaldocs.signals import text_changed
from search import indexing, saved_searches
from search.models import SavedSearch
from tests.cast import make_cast
from tests.factories import (
    make_appraisal,
    make_body,
    make_draft,
    make_finding,
    make_legal_basis,
    make_relation,
    make_subject_area,
    make_unit,
)
from tests.search.corpus import Text, give_text, put
from tests.test_site import addresses
from workflow.models import CriterionAssessment, Remark

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
COMMON = "bến thủy nội địa"
#: What differs from answer to answer whoever asks: the token of a form, and how long it took.
_OTHERWISE = re.compile(r"\b[0-9A-Za-z]{64}\b|\d+(?:[.,]\d+)? (?:ms|giây)")
QUESTIONS = [
    "{}", '"{}"', "{stem}x", "{stem}", COMMON + " {}", COMMON + " {stem}x", f'"{COMMON} và {{}}"', f"{COMMON} -{{}}",
    f"{{}} OR {COMMON}", f"{COMMON} năm:2031 {{}}", "lĩnh vực:{}", "cơ quan:{}", "số:9999/{}", "dự thảo về {}",
    "điều 1 luật {}", "khoản 1 điều 1 luật {stem}x", "điều 1 {} số:9999/2031/NQ-HĐND", "điều 2 nghị định 9999/2031/NĐ-CP {}",
]  # fmt: skip


@dataclass
class Office:
    people: dict[str, User]
    chance: random.Random
    departments: list[Unit]
    documents: dict[str, Document] = field(default_factory=dict)  # secret -> the document that holds it
    inside: dict[str, Document] = field(default_factory=dict)  # secret -> the document whose dossier holds it
    searches: dict[str, SavedSearch] = field(default_factory=dict)  # secret -> the saved search named so
    rows: list[dict[str, int]] = field(default_factory=list)  # the numbers of rows, by the beginning of page names

    def word(self) -> str:
        return "".join(self.chance.choices(string.ascii_lowercase, k=12))

    def hidden_from(self, user: User) -> set[str]:
        visible = set(Document.objects.visible_to(user).values_list("pk", flat=True))
        opened = set(Document.objects.with_dossier_open_to(user).values_list("pk", flat=True))
        return {
            *(secret for secret, document in self.documents.items() if document.pk not in visible),
            *(secret for secret, document in self.inside.items() if document.pk not in opened),
            *(secret for secret, search in self.searches.items() if search.owner_id != user.pk),
        }


def text_about(secret: str) -> Text:
    return {
        "dieu-1": (f"Phạm vi {secret}", f"Quy định về {COMMON} và {secret} trên địa bàn tỉnh."),
        "dieu-2": ("Mức thu", f"Chủ bến nộp 500.000 đồng cho {secret} mỗi năm theo giấy phép của {COMMON} đã cấp."),
    }


def make_office(seed: int) -> Office:
    cast, chance = make_cast(), random.Random(seed)
    people = cast.everybody() | {"nobody": User.objects.create(username="khong_vai_tro")}
    assert cast.stranger.unit is not None and cast.reader.unit is not None
    own = cast.department
    departments = [own, make_unit("Phòng Hạ tầng", parent=own), cast.stranger.unit, cast.reader.unit]
    office = Office(people, chance, departments)
    put("1/2023/QĐ-UBND", f"Quyết định về {COMMON}", text_about("cầu tàu"))
    for number in range(2, 6):
        add_document(office, number)
    for person in chance.sample(sorted(office.people), 3):
        add_saved_search(office, office.people[person])
    indexing.rebuild(progress=False)
    list(saved_searches.check())
    return office


def add_document(office: Office, number: int) -> None:
    secret, stage = office.word(), office.chance.choice(Stage.values)
    department = office.chance.choice(office.departments)
    if stage == Stage.PROMULGATED:
        document = put(f"{number}/2023/QĐ-UBND", f"Về {secret}", text_about(secret), drafted_by=department)
    else:
        kept = {"subject_area": make_subject_area("Đường sông"), "issued_by": make_body(), "year": 2031}
        document = make_draft(department, title=f"Dự thảo về {secret}", stage=stage, text=None, **kept)
        give_text(document, text_about(secret))
    office.documents[secret] = document
    office.rows.append(
        {"document": document.pk, "draft": document.pk, "version": document.pk, "structure": document.pk}
    )
    add_dossier(office, document)


def add_dossier(office: Office, document: Document) -> None:
    """An appraisal with a secret of its own in each place where people write."""
    words = [office.word() for _ in range(6)]
    office.inside |= dict.fromkeys(words, document)
    appraisal = make_appraisal(document, request_number=words[0], conclusion_reason=words[1])
    finding = make_finding(appraisal, draft_quote=words[2], reason=words[3])
    Remark.objects.create(appraisal=appraisal, text=words[4], made_by=office.people["specialist"])
    CriterionAssessment.objects.create(appraisal=appraisal, criterion="competence", verdict="MEETS", note=words[5])
    said, target = office.word(), Document.objects.get(title=f"Quyết định về {COMMON}")
    office.documents[said] = document
    relation = make_relation(document, target, evidence=f"bãi bỏ {said}")
    make_legal_basis(document, target)
    named = office.word()
    office.inside[named] = document
    paper = {"original_name": f"{named}.docx", "role": FileRole.OPINION.value, "size": 1}
    file = DocumentFile.objects.create(document=document, sha256=office.word(), **paper)
    office.rows.append({"appraisal": appraisal.pk, "finding": finding.pk, "relation": relation.pk, "file": file.pk})


def add_saved_search(office: Office, owner: User) -> None:
    name = office.word()
    search = SavedSearch.objects.create(owner=owner, name=name, conditions="drafts=on&q=b%E1%BA%BFn", summary=name)
    saved_searches.follow(search, owner, wants_news=True)
    search.followers.update(seen=[])
    office.searches[name] = search
    office.rows.append({"saved-search": search.pk})


def content_of(client: Client, path: str, asked: dict[str, str] | None = None) -> str:
    """All that the answer says: a page, or what is inside an office file."""
    response = client.get(path, asked or {})
    assert response.status_code in {200, 302, 403, 404, 405}, (path, response.status_code)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if is_zipfile(BytesIO(content)):
        with ZipFile(BytesIO(content)) as parts:
            content = b"\n".join(parts.read(name) for name in parts.namelist())
    return content.decode("utf-8", "replace")


def pages_of(office: Office) -> Iterator[str]:
    found = dict.fromkeys(
        path for rows in office.rows for name, path in addresses(rows) if not name.startswith("admin:")
    )
    yield from found
    for level in ("", "document"):
        for drafts in ("", "on"):
            for more in ("", "&page=2", "&not_year=2023", "&year=2031", "&kind=ARTICLE"):
                yield f"{reverse('search')}?q={COMMON}&result={level}&drafts={drafts}{more}"
            yield f"{reverse('search-spreadsheet')}?q={COMMON}&result={level}&drafts={drafts}&partly=1"
    for typed in ("dự thảo", "về", "quyết định về", "1/2023", "bến thủy"):
        yield f"{reverse('search-suggestions')}?q={typed}"


def answered(client: Client, question: str, word: str) -> str:
    """What three doors answer to the question about this word, the word itself blotted out."""
    stem = word[:-1]
    text = question.format(word, stem=stem)
    asked = {"q": text, "drafts": "on", "on": "01/06/2024"}
    pages = [content_of(client, reverse("search"), {**asked, "result": level}) for level in ("", "document")]
    pages.append(content_of(client, reverse("search-suggestions"), {"q": text[:-2]}))
    return _OTHERWISE.sub("", "\n".join(pages)).replace(stem[:-1], "§")


def check_questions(office: Office, name: str, client: Client, hidden: set[str]) -> None:
    """A few of the questions about one of the hidden words: all of them, with each word, would take minutes."""
    for secret in office.chance.sample(sorted(hidden), min(1, len(hidden))):
        nowhere = office.word()[:-2] + secret[-2:]
        for question in office.chance.sample(QUESTIONS, 6):
            assert answered(client, question, secret) == answered(client, question, nowhere), (name, question)


def clients(office: Office) -> Iterator[tuple[str, Client]]:
    for name, user in office.people.items():
        client = Client()
        client.force_login(user)
        yield name, client


@pytest.mark.parametrize("seed", [1])
def test_no_page_and_no_file_holds_a_word_of_what_the_person_may_not_read(seed: int) -> None:
    office, shown = make_office(seed), set[str]()
    everything = {*office.documents, *office.inside, *office.searches}
    pages = list(pages_of(office))
    for name, client in clients(office):
        hidden = office.hidden_from(office.people[name])
        for path in pages:
            said = content_of(client, path)
            assert not [secret for secret in hidden if secret in said], (name, path)
            shown |= {secret for secret in everything if secret in said}
    assert {*office.documents, *office.searches} <= shown, "each is somewhere to be seen, or the test sees nothing"


@pytest.mark.parametrize(("seed", "engine_name"), [(3, "tantivy"), (4, "whoosh")])
def test_a_question_with_a_hidden_word_is_answered_as_one_with_a_word_that_stands_nowhere(
    settings, seed: int, engine_name: str
) -> None:
    settings.SEARCH_BACKEND = engine_name
    office = make_office(seed)
    for name, client in clients(office):
        check_questions(office, name, client, office.hidden_from(office.people[name]))


@pytest.mark.parametrize("seed", [5])
def test_nothing_shows_while_the_index_is_behind_what_changed(seed: int) -> None:
    """Stages and departments change at random; the index still has all of it as it was."""
    office, withdrawn = make_office(seed), 0
    before = {name: office.hidden_from(user) for name, user in office.people.items()}
    for document in {document.pk: document for document in office.documents.values()}.values():
        stage, department = office.chance.choice(Stage.values), office.chance.choice(office.departments)
        Document.objects.filter(pk=document.pk).update(stage=stage, drafted_by=department)
        text_changed.send(sender=Document, document_ids=[document.pk])
    assert indexing.pending()
    for name, client in clients(office):
        hidden = office.hidden_from(office.people[name])
        new = hidden & set(office.documents) - before[name]  # the index has these as if the person might read them
        withdrawn += len(new)
        check_questions(office, name, client, new or hidden)
        for path in pages_of(office):
            if path.startswith(reverse("search")):
                said = content_of(client, path)
                assert not [secret for secret in hidden if secret in said], (name, path)
    assert withdrawn
