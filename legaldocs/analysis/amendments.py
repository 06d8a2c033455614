"""Amendments and expiries: what a document does to other documents, unit by unit, and which of them it ends.

An amending document says its target once and then only units: "Điều 1. Sửa đổi, bổ sung một số điều của Nghị định số ...",
"1. Sửa đổi khoản 2 Điều 5 như sau:". So the target is carried from the title and from each unit's head to the units under it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from legaldocs.analysis.anchors import ATTACHMENT, Anchor, ShortForm
from legaldocs.analysis.citations import read_short_forms
from legaldocs.analysis.expiries import ends_of_effect
from legaldocs.analysis.headings import with_heading
from legaldocs.analysis.instructions import Instruction, find_instructions
from legaldocs.analysis.ledger import Ledger
from legaldocs.analysis.mentions import Mention, find_numbered
from legaldocs.analysis.new_wording import object_end, quoted_in, unquoted_in
from legaldocs.analysis.pointers import Pointer, PointerChain
from legaldocs.analysis.quotes import mask_quotes, quoted_spans
from legaldocs.analysis.repeal_lists import read_listed
from legaldocs.analysis.targets import (
    ASSEMBLY,
    Target,
    Words,
    common_unit,
    in_a_title,
    may_act_on,
    named_later,
    owner_after,
    path_in_target,
    rank_of,
    rank_of_body,
    targets_in,
    with_the_next_anchor,
)
from legaldocs.analysis.title_acts import enacted_acts, named_without_number, title_acts
from legaldocs.parsing.normalize import same_tone_marks
from legaldocs.parsing.numbers import find_numbers, number_key, split_number
from legaldocs.parsing.parsed import AmendmentRead, ExpiryRead, Header, ParsedProvision
from legaldocs.parsing.vocabulary import AmendmentAction, DocumentType, ProvisionKind


@dataclass(frozen=True, slots=True)
class Scope:
    """What a unit hands down to the units under it: the document they act on, and the unit inside it that they start from.

    `ending` is set under "bãi bỏ các văn bản sau:" and the like: each document named there ends, in that relation.
    """

    mention: Mention | None = None
    prefix: str = ""
    base: str = ""
    ending: str = ""


@dataclass(frozen=True, slots=True)
class Acts:
    """Everything that a document does to others."""

    amendments: tuple[AmendmentRead, ...]
    expiries: tuple[ExpiryRead, ...]
    scopes: Mapping[str, Scope]
    changing: frozenset[str] = frozenset()  # the units that change a unit of another document, or announce that


_ACTING_KINDS = (ProvisionKind.ARTICLE, ProvisionKind.CLAUSE, ProvisionKind.POINT)
_CONTAINERS = (ProvisionKind.PART, ProvisionKind.CHAPTER, ProvisionKind.SECTION, ProvisionKind.SUBSECTION)
_PHRASE = re.compile(
    r"\s{0,9}(?:một số |các )?(?:cụm từ|từ ngữ|từ|chữ|số|dấu|đoạn|nội dung)[^“\"\n;]{0,20}[“\"]|\s{0,9}[“\"]",
    re.IGNORECASE,
)
# "một số khoản của Điều 6" stands for the units that follow; "các khoản 1, 2 Điều 3" names them.
_SOME_UNITS = re.compile(
    r"\s{0,9}(?:tên và |)?(?:một số|các)\s(?:điều|khoản|điểm|nội dung|mẫu|quy định|phụ lục)(?!\s(?:\d|[a-zđ]\d?(?!\w)|[IVX]))",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"(?:và )?(?:thay thế |thay |sửa )(?:cụm từ|từ|chữ)", re.IGNORECASE)
_BY = re.compile(r"\s(?:bằng|thành)\s", re.IGNORECASE)
_PUT_NEXT_TO = re.compile(r"\s(?:(?:vào |)(?:ngay )?(?:sau|trước|cuối)|vào đầu|vào)\s", re.IGNORECASE)
_LISTED = re.compile(
    r"^\s*(?:một phần |toàn bộ )?(?:các |những |\d+ |một số )*(?:\([^)]*\) )?"
    r"(?:văn bản|quyết định|nghị quyết|thông tư|nghị định|chỉ thị)(?!\w)|:\s*$",
    re.IGNORECASE,
)


def read_amendments(provisions: Sequence[ParsedProvision], header: Header) -> tuple[AmendmentRead, ...]:
    """The instructions that change units of other documents, in order, each unit its own record; see `read_acts`."""
    return read_acts(provisions, header).amendments


def read_expiries(provisions: Sequence[ParsedProvision], header: Header) -> tuple[ExpiryRead, ...]:
    """The documents, or parts of them, that this one replaces or repeals; see `read_acts`."""
    return read_acts(provisions, header).expiries


def read_acts(provisions: Sequence[ParsedProvision], header: Header) -> Acts:
    """What the articles of a document do to other documents.

    Catches: "Sửa đổi, bổ sung khoản 4 Điều 14 như sau: “...”" · "Bổ sung khoản 3a vào sau khoản 3 Điều 147" · "Thay thế cụm từ
    “X” bằng cụm từ “Y” tại ..." · "Bãi bỏ khoản 2 Điều 3" · "Thay thế Phụ lục I" (amends) · "Bãi bỏ toàn bộ các Quyết định sau:
    a) ..." · "Quyết định này thay thế Quyết định số ..." · "... hết hiệu lực kể từ ngày ...".
    Does not catch: anything in the preamble or in quoted new wording · "được sửa đổi, bổ sung bởi" · what lies in the title of
    a repealed document · documents of a higher issuer · documents left unnamed ("các quy định trước đây trái với ...").
    """
    if "VBHN" in (header.number or ""):  # a consolidation repeats what others did and does nothing itself
        return Acts((), (), {})
    reader = _Reader(header, read_short_forms(provisions), provisions)
    for provision in provisions:
        if provision.kind in _CONTAINERS:
            reader.read_container(provision)
        elif provision.kind in _ACTING_KINDS and not provision.path.startswith((ATTACHMENT, "phu-luc", "mau")):
            reader.read(provision)
    reader.list_ended(read_listed(provisions))
    return reader.acts()


class _Reader:
    def __init__(
        self, header: Header, short_forms: Mapping[str, ShortForm], provisions: Sequence[ParsedProvision]
    ) -> None:
        self.own = header.number
        self.rank = rank_of(header.number) or rank_of_body(header.issuing_body)
        self.short_forms = short_forms
        preamble = next((p.text for p in provisions if p.kind is ProvisionKind.PREAMBLE), "")
        self.parents = {provision.path: provision.parent for provision in provisions}
        self.laws = {_bare(m.title): m for m in find_numbered(preamble) if m.title and m.number}
        self.titled = {found.number for found in find_numbers(f"{header.title or ''}\n{preamble}")}
        self.title_acts = [
            (self._numbered(target.mention), target, action)
            for target, action in title_acts(header.title or "", short_forms) or enacted_acts(preamble, short_forms)
        ]
        only = self.title_acts[0] if len(self.title_acts) == 1 else None
        self.scopes: dict[str, Scope] = {"": Scope(only[0], only[1].prefix) if only else Scope()}
        self.ledger = Ledger()

    def read_container(self, provision: ParsedProvision) -> None:
        """A chapter may name the document that its articles amend: "Chương I. Sửa đổi, bổ sung ... Thông tư số ..."."""
        targets = [target for target, _ in title_acts(provision.heading, self.short_forms)]
        if targets:
            self.scopes[provision.path] = Scope(self._numbered(targets[0].mention), targets[0].prefix)
        elif unnumbered := named_without_number(provision.heading):
            self.scopes[provision.path] = Scope(unnumbered)

    def read(self, provision: ParsedProvision) -> None:
        scope = self._scope_above(provision.path)
        full = with_heading(provision)
        spans = quoted_spans(full)
        masked = mask_quotes(full, spans)
        instructions = find_instructions(masked)
        if not instructions and not scope.ending and "hiệu lực" not in masked:
            return
        words = Words.of(masked, self.short_forms)
        self.laws.update({_bare(m.title): m for m in words.mentions if m.title and m.number})
        if scope.ending:
            self._end(provision.path, full, targets_in(words, 0, len(masked)), scope.ending)
        handed_down = scope
        for instruction in instructions:
            # Two instructions of one line share the new wording quoted under it.
            line_end = masked.find("\n", instruction.start)
            later = bisect_left(instructions, line_end, key=lambda other: other.start) if line_end >= 0 else None
            stop = instructions[later].start if later is not None and later < len(instructions) else len(masked)
            handed_down = self._instruct(provision.path, full, spans, words, instruction, stop, handed_down)
        for relation, targets, is_list, evidence in ends_of_effect(words):
            self._end(provision.path, evidence, targets, relation)
            if is_list:
                handed_down = replace(handed_down, ending=relation)
        if handed_down is not scope:
            self.scopes[provision.path] = handed_down

    def _numbered(self, mention: Mention) -> Mention:
        """The mention with the number that the preamble gives to a law named here without one, or that the title gives to
        a document whose symbol is cut short here ("69/2022/BTC")."""
        if mention.number:
            whole = next((n for n in self.titled if _cut_short(mention.number, n)), None)
            return replace(mention, number=whole) if whole else mention
        if not mention.title:
            return mention
        name = _bare(mention.title)
        known = next((law for title, law in self.laws.items() if name in title), None)
        return replace(mention, number=known.number) if known else mention

    def _with_number(self, record: AmendmentRead) -> AmendmentRead:
        """The record with the number that the text gives, somewhere, to the law it names."""
        if record.target_number or not record.target_title:
            return record
        law = self._numbered(Mention(0, 0, None, None, record.target_title))
        if not law.number or not self._may_act_on(law):
            return record
        return replace(record, target_number=law.number, target_title="")

    def _scope_above(self, path: str) -> Scope:
        while path:
            path = self.parents.get(path, "")
            if path in self.scopes:
                return self.scopes[path]
        return self.scopes[""]

    def _instruct(
        self,
        path: str,
        full: str,
        spans: Sequence[tuple[int, int]],
        words: Words,
        instruction: Instruction,
        stop: int,
        scope: Scope,
    ) -> Scope:
        """The scope for what follows, after recording what this instruction does."""
        start, end = instruction.object_start, object_end(words.text, instruction)
        said = words.text[start:end]
        if _PHRASE.match(full, start):
            quotes = quoted_in(full, spans, start, instruction.end)
            self._replace_phrases(path, words, instruction, quotes, scope)
            return scope
        quotes = quoted_in(full, spans, start, stop)
        targets = targets_in(words, start, end, by_name=True)
        new_text = quotes[0].strip() if quotes else unquoted_in(full, instruction.start, stop)
        whole = [target for target in targets if not target.pointers]
        pointed = self._pointed(words, instruction, start, end, targets, scope)
        if pointed is None:
            return scope
        for mention, target_path in pointed:
            self._amend(path, instruction.action, mention, target_path, new_text, bool(_SOME_UNITS.match(said)))
        used = {id(mention) for mention, _ in pointed}
        whole = [target for target in whole if id(target.mention) not in used]
        if instruction.ends_documents:
            relation = "REPLACES" if instruction.action is AmendmentAction.REPLACE else "REPEALS"
            if whole:
                self._end(path, full[instruction.start : end], whole, relation)
                if all(target.partly for target in whole):
                    return _narrowed(scope, [replace(t, mention=self._numbered(t.mention)) for t in whole], [])
                return replace(scope, ending=relation) if said.rstrip().endswith(":") else scope
            if not pointed and _LISTED.search(said):
                return replace(scope, ending=relation)
        for named in whole if not pointed else ():
            self._amend(path, instruction.action, named.mention, "", new_text, True)
        targets = [replace(target, mention=self._numbered(target.mention)) for target in targets]
        return _narrowed(scope, targets, [target_path for _, target_path in pointed])

    def _pointed(
        self, words: Words, instruction: Instruction, start: int, end: int, targets: Sequence[Target], scope: Scope
    ) -> list[tuple[Mention, str]] | None:
        """(document, path) of each unit that the object names; None where it is a unit of this very document."""
        if instruction.action is AmendmentAction.REPLACE or _BY.search(words.text, start, end):
            by = _BY.search(words.text, start, end)
            end = by.start() if by else end
        beside = _PUT_NEXT_TO.search(words.text, start, end)
        chains = [item for item in words.chains_in(start, end) if not in_a_title(words, item, targets)]
        placed: list[tuple[Mention, str]] = []
        neighbour: Pointer | None = None
        # "Bổ sung vào cuối khoản 1 Điều 2": what stands after "vào" is itself what changes when nothing stands before it.
        if beside and any(chain.start < beside.start() for chain, _ in chains):
            neighbour = next((c.pointers[0] for c, _ in chains if c.start >= beside.start()), None)
        for chain, anchor in with_the_next_anchor(chains):
            if beside and neighbour is not None and chain.start >= beside.start():
                continue
            # "... của Nghị định số A ... và Phụ lục ban hành kèm theo Nghị định này": what was just named is meant by "này".
            named = next((t.mention for t in reversed(targets) if t.mention.end <= chain.start), None)
            if anchor is not None and anchor.internal:
                if named is None:
                    return None
                anchor = replace(anchor, mention=named, internal=False)
            mention = anchor.mention if anchor else owner_after(words, chain, targets) or scope.mention
            mention = mention or (targets[0].mention if targets else None)
            if mention is None:
                continue
            prefix = (f"{ATTACHMENT}/" if anchor.attached else "") if anchor and anchor.mention else scope.prefix
            base = "" if anchor and anchor.mention else scope.base
            near = neighbour
            if not base and (neighbour is None or neighbour.is_relative):
                near = named_later(words, chain.end) or neighbour
            placed += [(mention, prefix + path_in_target(pointer, base, near)) for pointer in chain.pointers]
        return placed

    def _replace_phrases(
        self,
        path: str,
        words: Words,
        instruction: Instruction,
        quotes: Sequence[str],
        scope: Scope,
    ) -> None:
        start, stop = instruction.object_start, instruction.end
        targets = targets_in(words, start, stop, by_name=True)
        old, new = (quotes[0], quotes[1] if len(quotes) > 1 else "") if quotes else ("", "")
        if instruction.action is AmendmentAction.ADD:
            old, new = new, old
        placed = []
        for chain, anchor in words.chains_in(start, stop) or _shared_units(words, stop):
            if anchor is not None and anchor.internal:
                return
            mention = anchor.mention if anchor and anchor.mention else scope.mention
            prefix = f"{ATTACHMENT}/" if anchor and anchor.attached else ("" if anchor else scope.prefix)
            base = "" if anchor and anchor.mention else scope.base
            near = None if base else named_later(words, chain.end)
            placed += [(mention, prefix + path_in_target(pointer, base, near)) for pointer in chain.pointers if mention]
        mention = targets[0].mention if targets else scope.mention
        if not placed and mention is not None:
            placed = [(mention, scope.prefix + scope.base if mention is scope.mention else "")]
        for target, target_path in placed:
            if target is not None and self._may_act_on(target):
                action, title = AmendmentAction.REPLACE_PHRASE, "" if target.number else target.title or ""
                record = AmendmentRead(action, target.number, target_path, path, new, old, target_title=title)
                self.ledger.add(record)

    def _amend(
        self, path: str, action: AmendmentAction, target: Mention, target_path: str, new_text: str, general: bool
    ) -> None:
        target = self._numbered(target)
        if not self._may_act_on(target):
            return
        title = "" if target.number else target.title or ""
        record = AmendmentRead(action, target.number, target_path, path, new_text, target_title=title)
        ends = action is AmendmentAction.REPEAL and target.number and target_path
        ended = ExpiryRead(target.number or "", target_path, issued_on=target.issued_on, path=path) if ends else None
        self.ledger.add(record, general, ended)

    def _end(self, path: str, evidence: str, targets: Sequence[Target], relation: str) -> None:
        for target in targets:
            if not self._may_act_on(target.mention) or not target.mention.number:
                continue
            if target.partly and not target.pointers:
                action = AmendmentAction.REPLACE if relation == "REPLACES" else AmendmentAction.REPEAL
                self._amend(path, action, target.mention, "", "", True)
                continue
            number, issued_on = target.mention.number, target.mention.issued_on
            for unit in target.paths or ("",):
                words = re.sub(r"\s+", " ", evidence).strip()[:300]
                self.ledger.expiries.append(ExpiryRead(number, unit, relation, issued_on, path, words))

    def list_ended(self, listed: Sequence[ExpiryRead]) -> None:
        """Record what annexes list as repealed, save what this document cannot end."""
        for ended in listed:
            if self._may_act_on(Mention(0, 0, ended.number, None)):
                self.ledger.expiries.append(ended)

    def _may_act_on(self, target: Mention) -> bool:
        if self.own and target.number and number_key(self.own) == number_key(target.number):
            return False
        if not target.number and target.document_type not in (None, DocumentType.LAW, DocumentType.ORDINANCE):
            return True  # a chapter names the circular that it amends by its title alone
        if not target.number:  # laws and ordinances alone are named without a number, and only their makers change them
            return self.rank is None or self.rank <= ASSEMBLY
        return may_act_on(self.rank, target.number)

    def acts(self) -> Acts:
        ledger = self.ledger
        ledger.rename(self._with_number)
        amendments = ledger.standing()
        acted = [record.target_number for record in (*ledger.exact, *ledger.general)]
        known = {number_key(number) for number in (*acted, *(ended.number for ended in ledger.expiries)) if number}
        for target, _, action in self.title_acts:
            if target.number and number_key(target.number) not in known and self._may_act_on(target):
                amendments.append(AmendmentRead(action, target.number, "", ""))
        return Acts(
            tuple(dict.fromkeys(amendments)), tuple(dict.fromkeys(ledger.expiries)), self.scopes, ledger.changing
        )


def _shared_units(words: Words, start: int) -> list[tuple[PointerChain, Anchor | None]]:
    """The units named at the end of the sentence: "thay A bằng B, thay C bằng D tại khoản 5 Điều 10" changes both there."""
    line_end = words.text.find("\n", start)
    end = line_end if line_end >= 0 else len(words.text)
    if not _GOES_ON.match(words.text, start) or ";" in words.text[start:end]:
        return []
    return words.chains_in(start, end)


def _cut_short(number: str, whole: str) -> bool:
    short, full = split_number(number), split_number(whole)
    if short is None or full is None or short.year is None or "-" in short.symbol:
        return False
    return (short.sequence, short.year) == (full.sequence, full.year) and full.symbol.endswith(f"-{short.symbol}")


def _bare(title: str) -> str:
    """A law's name as it compares: "Luật Di sản văn hoá" and "Luật di sản văn hóa" are one."""
    return same_tone_marks(title).casefold()


def _narrowed(scope: Scope, targets: Sequence[Target], paths: Sequence[str]) -> Scope:
    """The scope that an instruction hands down: its document, and the unit that all it names stand in."""
    if targets:
        target = targets[0]
        return Scope(target.mention, target.prefix, common_unit([pointer.path for pointer in target.pointers]))
    base = common_unit([path.removeprefix(scope.prefix) for path in paths])
    return replace(scope, base=base) if base and scope.mention is not None else scope
