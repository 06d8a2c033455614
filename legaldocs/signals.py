"""One signal: a document's text, or what is known of it, has changed.

Sent inside the transaction that changes the row, with `document_ids`: the ids of the documents concerned. A listener that
has to act outside the database leaves itself a row (an outbox) and acts after the commit.
"""

from django.dispatch import Signal

text_changed = Signal()
