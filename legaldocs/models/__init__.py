"""The corpus: who issues, what was issued, what it says and how documents bear on each other."""

from legaldocs.models.accounts import Role, RoleAssignment, Unit, User
from legaldocs.models.bodies import IssuingBody, Level, SubjectArea, Territory
from legaldocs.models.documents import Document, DocumentFile, Stage, TextVersion, VersionAnnex
from legaldocs.models.provisions import Provision
from legaldocs.models.references import Citation, LegalBasis
from legaldocs.models.relations import Relation, RelationOrigin, RelationState
from legaldocs.models.repairs import StructureRepair

__all__ = [
    "Citation",
    "Document",
    "DocumentFile",
    "IssuingBody",
    "LegalBasis",
    "Level",
    "Provision",
    "Relation",
    "RelationOrigin",
    "RelationState",
    "Role",
    "RoleAssignment",
    "Stage",
    "StructureRepair",
    "SubjectArea",
    "Territory",
    "TextVersion",
    "Unit",
    "User",
    "VersionAnnex",
]
