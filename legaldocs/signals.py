"""Two signals: a document's text, or what is known of it, has changed; and a whole import is done.

`text_changed` is sent inside the transaction that changes the row, with `document_ids`: the ids of the documents
concerned. A listener that has to act outside the database leaves itself a row (an outbox) and acts after the commit.
"""

from django.dispatch import Signal

text_changed = Signal()

#: After the last commit of an import: whoever keeps an index may catch up in one go.
documents_imported = Signal()
