"""What an amending document was read to do, kept until all of it is read: what only announces other records then goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from legaldocs.parsing.parsed import AmendmentRead, ExpiryRead


@dataclass(slots=True)
class Ledger:
    """`exact` names a unit or a phrase; `general` is said of a document or an article as a whole ("một số khoản của Điều 6")
    and stands only where nothing more exact follows. A general repeal ends what it names only then, too."""

    exact: list[AmendmentRead] = field(default_factory=list)
    general: list[AmendmentRead] = field(default_factory=list)
    expiries: list[ExpiryRead] = field(default_factory=list)
    _ended: dict[AmendmentRead, ExpiryRead] = field(default_factory=dict)

    def add(self, record: AmendmentRead, general: bool = False, ended: ExpiryRead | None = None) -> None:
        (self.general if general else self.exact).append(record)
        if ended and general:
            self._ended[record] = ended
        elif ended:
            self.expiries.append(ended)

    def rename(self, numbered: Callable[[AmendmentRead], AmendmentRead]) -> None:
        """Give each record the number that the whole text has shown its document to have."""
        self.exact = [numbered(record) for record in self.exact]
        self.general = [numbered(record) for record in self.general]

    @property
    def changing(self) -> frozenset[str]:
        """The paths of the units that change a unit of another document, those that only announce it included."""
        return frozenset(record.path for record in (*self.exact, *self.general) if record.target_path)

    def standing(self) -> list[AmendmentRead]:
        """The records that stand, exact ones first; `expiries` then holds what they end as well."""
        general = list(self._general_that_stand())
        self.expiries += [self._ended[record] for record in general if record in self._ended]
        return [*_without_announced(self.exact), *general]

    def _general_that_stand(self) -> Iterator[AmendmentRead]:
        """General records of which nothing more exact was read in the same unit or under it."""
        exact = set()
        for record in self.exact:
            units = record.path.split("/")
            exact |= {("/".join(units[: depth + 1]), record.target_number) for depth in range(len(units))}
        yield from (record for record in self.general if (record.path, record.target_number) not in exact)


def _without_announced(records: Sequence[AmendmentRead]) -> list[AmendmentRead]:
    """The records without those that only announce, in a heading, what a unit under it does with its wording: the same unit,
    or for a phrase the units that it stands in."""
    done = set()
    for record in records:
        units = record.path.split("/")
        for depth in range(1, len(units)):
            above = "/".join(units[:depth])
            done.add((above, record.action, record.target_number, record.target_path, ""))
            done.add((above, record.action, record.target_number, "", record.old_text))
    return [
        record
        for record in records
        if (record.new_text and not record.old_text)
        or (record.path, record.action, record.target_number, record.target_path, record.old_text) not in done
    ]
