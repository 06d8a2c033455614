"""The demo province as it is loaded: units, people, documents, and a draft on its way through appraisal."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH

from legaldocs.analysis.reading import read
from legaldocs.importers.rows import ImportRow, digest_of
from legaldocs.importers.store import existing, import_row
from legaldocs.importers.upload import create_draft, read_staged, stage
from legaldocs.models import Document, Role, RoleAssignment, SubjectArea, Unit, User
from legaldocs.models.documents import today
from legaldocs.parsing.plain import source_from_text
from legaldocs.signals import documents_imported
from workflow import actions
from workflow.models import Appraisal

FOLDER = Path(__file__).parent
PASSWORD = "honglam-2026"

_DEPARTMENTS = {
    "Sở Tư pháp": ["Phòng Xây dựng pháp luật", "Phòng Kiểm tra văn bản quy phạm pháp luật"],
    "Sở Xây dựng": [],
    "Sở Giao thông vận tải": [],
    "Sở Nông nghiệp và Môi trường": [],
    "Sở Tài chính": [],
    "Văn phòng Ủy ban nhân dân tỉnh": [],
}


@dataclass(frozen=True, slots=True)
class Person:
    username: str
    last_name: str
    first_name: str
    unit: str
    title: str
    role: Role


PEOPLE = (
    Person("soanthao", "Phan Thị", "Mai", "Sở Xây dựng", "Chuyên viên", Role.DRAFTER),
    Person("soanthao2", "Đặng Văn", "Bình", "Sở Nông nghiệp và Môi trường", "Chuyên viên", Role.DRAFTER),
    Person("chuyenvien", "Nguyễn Thu", "Hà", "Phòng Xây dựng pháp luật", "Chuyên viên", Role.SPECIALIST),
    Person("chuyenvien2", "Trần Đức", "An", "Phòng Xây dựng pháp luật", "Chuyên viên chính", Role.SPECIALIST),
    Person("lanhdao", "Lê Minh", "Đức", "Sở Tư pháp", "Giám đốc", Role.HEAD),
    Person("trinhky", "Võ Hoài", "Nam", "Văn phòng Ủy ban nhân dân tỉnh", "Phó Chánh Văn phòng", Role.APPROVER),
    Person("rasoat", "Hồ Thị", "Lan", "Phòng Kiểm tra văn bản quy phạm pháp luật", "Chuyên viên", Role.REVIEWER),
    Person("quantri", "Bùi Quốc", "Việt", "Sở Tư pháp", "Quản trị hệ thống", Role.ADMINISTRATOR),
    Person("xem", "Hoàng Thị", "Yến", "Sở Tài chính", "Chuyên viên", Role.READER),
)

#: file -> (subject area, drafting department)
_DOCUMENTS = {
    "05-2019-qd-ubnd": ("Giao thông vận tải", "Sở Giao thông vận tải"),
    "08-2018-nq-hdnd": ("Tư pháp", "Sở Tư pháp"),
    "10-2016-qd-ubnd": ("Tư pháp", "Sở Tư pháp"),
    "12-2024-qd-ubnd": ("Tư pháp", "Sở Tư pháp"),
    "15-2021-nq-hdnd": ("Tài chính", "Sở Tài chính"),
    "18-2020-qd-ubnd": ("Giao thông vận tải", "Sở Giao thông vận tải"),
    "27-2024-qd-ubnd": ("Giao thông vận tải", "Sở Giao thông vận tải"),
    "32-2022-qd-ubnd": ("Nông nghiệp", "Sở Nông nghiệp và Môi trường"),
    "41-2023-qd-ubnd": ("Nông nghiệp", "Sở Nông nghiệp và Môi trường"),
    "60-2025-qd-ubnd": ("Xây dựng", "Sở Xây dựng"),
}


def load() -> None:
    """The province in the database. Loading it again changes nothing that is there."""
    for department, divisions in _DEPARTMENTS.items():
        unit, _ = Unit.objects.get_or_create(
            name=department, parent=None, defaults={"is_justice": department == "Sở Tư pháp"}
        )
        for division in divisions:
            Unit.objects.get_or_create(name=division, parent=unit)
    people = {person.username: _user(person) for person in PEOPLE}
    for name, (area, department) in _DOCUMENTS.items():
        _document(name, area, department)
    documents_imported.send(sender=None)
    if not Document.objects.filter(source="upload").exists():
        _appraisal(people)
    if not Appraisal.objects.exists():
        raise RuntimeError("The demo dossier has not come to be.")
    _reviews(people)


def _user(person: Person) -> User:
    user, is_new = User.objects.get_or_create(
        username=person.username,
        defaults={
            "last_name": person.last_name,
            "first_name": person.first_name,
            "title": person.title,
            "unit": Unit.objects.get(name=person.unit),
            "is_staff": person.role == Role.ADMINISTRATOR,
            "is_superuser": person.role == Role.ADMINISTRATOR,
        },
    )
    if is_new:
        user.set_password(PASSWORD)
        user.save()
        RoleAssignment.objects.create(user=user, role=person.role)
    return user


def _document(name: str, area: str, department: str) -> None:
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    source = source_from_text(text)
    reading = read(source)
    row = ImportRow(
        source="demo",
        line=1,
        source_id=f"demo-{name}",
        number=reading.header.number or "",
        title=reading.header.title or "",
        text=source,
        level="province",
        subject_area=area,
        proposer=department,
        digest=digest_of(text),
    )
    known = existing(row)
    if known is None or known.source_digest != row.digest:
        import_row(row, reading)


def _appraisal(people: dict[str, User]) -> None:
    """A dossier that the drafting department has sent and a specialist has begun to work on."""
    drafter, head, specialist = people["soanthao"], people["lanhdao"], people["chuyenvien"]
    content = draft_in_word(FOLDER / "du-thao-via-he.txt")
    upload = SimpleUploadedFile("du-thao-via-he.docx", content, "application/msword")
    file = stage(upload, drafter)
    read_upload = read_staged(file)
    draft = create_draft(
        file,
        read_upload,
        drafter,
        title=read_upload.reading.header.title or "Dự thảo",
        document_type=read_upload.reading.header.document_type or "DECISION",
        expected_on=today() + timedelta(days=45),
        drafted_by=drafter.unit,
        subject_area=SubjectArea.objects.get(name="Xây dựng"),
    )
    appraisal = actions.perform(
        draft,
        "request_appraisal",
        drafter,
        request_number="1250/SXD-QLĐT",
        requested_on=today(),
        legal_ground="điểm b khoản 2 Điều 21 Luật số 64/2025/QH15",
    )
    appraisal = actions.perform(appraisal, "assign", head, specialist=specialist)
    actions.perform(appraisal, "examine", specialist)


def _reviews(people: dict[str, User]) -> None:
    """One finished review and one that is late, so that the dashboard has both."""
    reviewer = people["rasoat"]
    organic = Document.objects.get(source_id="demo-32-2022-qd-ubnd")
    fees = Document.objects.get(source_id="demo-15-2021-nq-hdnd")
    if organic.reviews.exists() or fees.reviews.exists():
        return
    review = actions.perform(
        organic,
        "open_review",
        reviewer,
        trigger_note="Rà soát theo kỳ hệ thống hóa 2024-2028",
        due_on=date(2026, 6, 30),
    )
    review = actions.perform(review, "start", reviewer)
    actions.perform(
        review,
        "conclude",
        reviewer,
        outcome="AMEND",
        reason="Tên cơ quan chuyên môn đã thay đổi sau sắp xếp năm 2025.",
        handle_by=date(2027, 3, 31),
    )
    actions.perform(
        fees, "open_review", reviewer, trigger_note="Rà soát theo kỳ hệ thống hóa 2024-2028", due_on=date(2026, 9, 30)
    )


def draft_in_word(path: Path) -> bytes:
    """A text as the Word file that a department would send; " | " on a line separates the two columns of a table."""
    word = WordDocument()
    rows: list[list[str]] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if " |" in line:
            rows.append([cell.strip() for cell in line.split("|")])
            continue
        if rows:
            _table(word, rows)
            rows = []
        if line:
            paragraph = word.add_paragraph(line)
            if line.isupper():
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    content = io.BytesIO()
    word.save(content)
    return content.getvalue()


def _table(word: WordDocument, rows: list[list[str]]) -> None:  # type: ignore[valid-type]
    table = word.add_table(rows=len(rows), cols=2)  # type: ignore[attr-defined]
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=False):
            cell.text = text
