"""Files that a person sends together: the draft, its annexes and the papers of its dossier, as files or as one .zip."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction
from django.utils import timezone

from legaldocs.importers.scans import progress_of
from legaldocs.importers.upload import drop_content, keep, source_of_file, stored_path
from legaldocs.models import DocumentFile, User
from legaldocs.parsing.archive import MAX_FILES, members
from legaldocs.parsing.dossier import guess_role, natural_order, only_one_text
from legaldocs.parsing.parsed import UnreadableDocument
from legaldocs.parsing.sniff import FileKind, kind_of
from legaldocs.parsing.vocabulary import PAPER_ROLES, TEXT_ROLES, FileRole, Letters

#: Papers that accompany a draft need not have a text that can be read: a workbook, slides, a scan, a photograph.
_FINE_AS_PAPER = frozenset({"UNSUPPORTED", "NO_TEXT", "CONVERTER_MISSING"})
_GONE = "Tệp bị gián đoạn khi đang lưu. Hãy gửi lại."
_ORDER = list(FileRole)


@dataclass
class BadFiles(Exception):
    """Files that cannot be taken, each with its reason in words; nothing of the sending was kept."""

    reasons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def messages(self) -> list[str]:
        """What people are told. A reason that names its file already is not given the name again."""
        if len(self.reasons) == 1 and not self.reasons[0][0]:
            return [self.reasons[0][1]]
        return [reason if f"“{name}”" in reason else f"Tệp “{name}”: {reason}" for name, reason in self.reasons]


@dataclass(frozen=True, slots=True)
class Sent:
    """Files that were sent together and that no document has taken yet, in order."""

    files: tuple[DocumentFile, ...]

    @property
    def texts(self) -> list[DocumentFile]:
        """The files whose words make up the draft: the draft, then its annexes."""
        return [file for file in self.files if file.is_text]

    @property
    def text(self) -> DocumentFile | None:
        """The draft itself, where exactly one file is said to be it."""
        drafts = [file for file in self.files if file.role == FileRole.TEXT]
        return drafts[0] if len(drafts) == 1 else None

    @property
    def others(self) -> list[DocumentFile]:
        return [file for file in self.files if file != self.text]

    @property
    def problem(self) -> str:
        """Why these files make up no draft, in words; "" where they do."""
        if self.text is not None:
            return ""
        drafts = [file.original_name for file in self.files if file.role == FileRole.TEXT]
        if drafts:
            return f"Chỉ một tệp được là “Dự thảo văn bản”, nhưng đang có {len(drafts)}: {'; '.join(drafts)}."
        return "Chưa có tệp nào là “Dự thảo văn bản”. Hãy chọn đúng loại cho từng tệp."


def send(uploads: Sequence[UploadedFile], user: User, *, is_further: bool = False) -> Sent:
    """The kept files, belonging to no document yet, each with the role that its name and content suggest; the draft first.

    A .zip is taken apart. A file that is sent alone is the draft, but one that follows a draft (`is_further`) may be a paper
    of its dossier. Raises BadFiles, naming each file that cannot be taken and why; then nothing is kept.
    """
    files = _unpacked(uploads)
    kept: list[DocumentFile] = []
    try:
        # Reading may take long (an old .doc, a large PDF); rows come last, so that nobody waits for the database meanwhile.
        roles, bad = _kept_with_roles(files, user, kept)
        if len(files) == 1 and not (is_further and roles and roles[0] in PAPER_ROLES):
            roles = [FileRole.TEXT] * len(roles)
        if bad:
            raise BadFiles(bad)
        _save(kept, roles)
    except BaseException:
        for file in kept:
            drop_content(file.sha256)
        raise
    return Sent(tuple(in_order(kept)))


def _unpacked(uploads: Sequence[UploadedFile]) -> list[UploadedFile]:
    files: list[UploadedFile] = []
    for upload in uploads:
        name = upload.name or "tep"
        if not name.lower().endswith(".zip") or (upload.size or 0) > settings.MAX_UPLOAD_BYTES:
            files.append(upload)
            continue
        try:
            data = upload.read()
            is_archive = kind_of(data) is FileKind.ARCHIVE and data.startswith(b"PK")
            files += [SimpleUploadedFile(inner, body) for inner, body in members(data)] if is_archive else [upload]
        except UnreadableDocument as error:
            raise BadFiles([(name, error.message)]) from error
        upload.seek(0)
    if len(files) > MAX_FILES:
        raise BadFiles([("", f"Một lần chỉ gửi tối đa {MAX_FILES} tệp; hãy chỉ gửi hồ sơ của một dự thảo.")])
    return files


def _kept_with_roles(
    files: Sequence[UploadedFile], user: User, kept: list[DocumentFile]
) -> tuple[list[FileRole], list[tuple[str, str]]]:
    """(roles, bad ones with reasons). What was kept so far stands in `kept`, whatever happens."""
    roles: list[FileRole] = []
    bad: list[tuple[str, str]] = []
    for upload in files:
        name = upload.name or "tep"
        try:
            file = keep(upload, user)
            kept.append(file)
            roles.append(guess_role(name))
            # Scans are told by their names: nobody waits while ten of them are recognised.
            if progress_of(file).is_finished:
                roles[-1] = guess_role(name, source_of_file(file).lines)
        except UnreadableDocument as error:
            is_paper = len(files) > 1 and error.code in _FINE_AS_PAPER and roles[-1] not in TEXT_ROLES
            if not is_paper:
                bad.append((name, error.message))
    return roles, bad


@transaction.atomic
def _save(files: Sequence[DocumentFile], guesses: Sequence[FileRole]) -> None:
    """The rows of the files, all or none. Raises BadFiles where a failed sending of the same content took it away."""
    gone = [(file.original_name, _GONE) for file in files if not stored_path(file.sha256).is_file()]
    if gone:
        raise BadFiles(gone)
    sending = uuid.uuid4() if len(files) > 1 else None
    roles = only_one_text(guesses) if sending else list(guesses)
    together = sorted(zip(files, roles, strict=True), key=lambda pair: _place(pair[1], pair[0].original_name))
    for position, (file, role) in enumerate(together):
        file.role, file.position, file.sending = role.value, position, sending
        file.save()


def _place(role: FileRole, name: str) -> tuple[int, tuple[object, ...]]:
    return _ORDER.index(role), natural_order(name)


def in_order(files: Iterable[DocumentFile]) -> list[DocumentFile]:
    """The draft, its annexes in their order, then the papers of the dossier."""
    return sorted(files, key=lambda file: (_ORDER.index(FileRole(file.role)), file.position, file.pk))


def by_role(files: Iterable[DocumentFile]) -> list[DocumentFile]:
    """The drafts, their annexes, then the papers of the dossier; within each in the order given."""
    return sorted(files, key=lambda file: _ORDER.index(FileRole(file.role)))


def sent_with(file: DocumentFile) -> Sent:
    """The sending that the file belongs to, as far as no document has taken its files."""
    if file.sending is None:
        return Sent((file,))
    same = DocumentFile.objects.filter(sending=file.sending, uploaded_by=file.uploaded_by, document=None)
    return Sent(tuple(in_order(same)))


@transaction.atomic
def confirm_roles(files: Sequence[DocumentFile], roles: Sequence[str]) -> None:
    """Each file is what a person has said that it is; the order follows."""
    for file, role in zip(files, roles, strict=True):
        if FileRole(role).value != file.role:
            file.role = FileRole(role).value
            file.save(update_fields=["role"])


def choose_letters(file: DocumentFile, letters: Letters, user: User) -> None:
    """Remember how the letters of the file are to be read, who said so and when; the file itself stays as it came."""
    file.letters, file.letters_by, file.letters_at = letters.value, user, timezone.now()
    file.save(update_fields=["letters", "letters_by", "letters_at"])
