"""Where the pages of a document stand in the menu: their addresses are the same for drafts and for what has been issued."""

from __future__ import annotations

from legaldocs.models import Document, Stage


def menu_entry(document: Document) -> str:
    """The name of the menu's entry that is lit: the corpus, or the drafts for whatever has not been promulgated."""
    return "document-list" if document.stage == Stage.PROMULGATED else "draft-list"
