"""A reading in the keys of the command contract (`parse_document --json`)."""

from __future__ import annotations

from typing import Any

from legaldocs.parsing.parsed import Reading

_KEYS: dict[str, tuple[str, ...]] = {
    "legal_bases": ("text", "number", "document_type", "title", "issued_on", "resolved_number"),
    "provisions": ("path", "kind", "label", "heading", "text"),
    "citations": (
        "path", "text", "number", "document_type", "title", "target_path", "start", "end", "internal", "resolved_number",
    ),
    "amendments": ("action", "target_number", "target_path", "path", "new_text", "old_text", "target_title"),
    "expires": ("number", "target_path", "relation", "issued_on", "path", "evidence"),
    "quantities": ("path", "text", "value", "unit", "comparator", "subject", "per"),
    "warnings": ("code", "message", "path", "confidence"),
}  # fmt: skip


def reading_to_json(reading: Reading) -> dict[str, Any]:
    """The reading as plain values: dates as YYYY-MM-DD, codes as strings, null where unknown."""
    header, effect = reading.header, reading.effect
    answer: dict[str, Any] = {
        "number": header.number,
        "document_type": header.document_type,
        "issuing_body": header.issuing_body,
        "place": header.place,
        "issued_on": header.issued_on,
        "title": header.title,
        "signer": header.signer,
        "effective_on": effect.begins_on,
        # The last day of effect as the text says it; `expired_on` elsewhere is the first day without effect, one day later.
        "last_day_on": effect.ends_on,
        "effect_exceptions": [{"path": path, "effective_on": day} for path, day in effect.exceptions],
        "confidence": header.confidence,
    }
    for name, keys in _KEYS.items():
        answer[name] = [{key: getattr(record, key) for key in keys} for record in getattr(reading, name)]
    return _plain(answer)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value
