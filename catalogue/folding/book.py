"""The records of one unit while they are folded, each under its id; holds them, reads no message."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count

from catalogue.fields import CONTACT, COURSE
from catalogue.folding.drafts import Draft, Source, Statement, label_of, lay, origin_of
from catalogue.folding.merge import Group, level_of
from catalogue.folding.naming import former_ids, place_id, record_id
from catalogue.records import Entry, Origin, Value


@dataclass(slots=True, eq=False)
class Book:
    """``drafts`` stand in catalogue order, ``gone`` were withdrawn; ``owners`` tells who bears an id.

    ``parted`` are the officer's splits: by message, the records that its statements must not join.
    ``seen_files`` are the hashes of the files that were read already. ``unresolved`` found no record.
    ``former`` are ids of the past, gathered once one is asked for. ``places`` count the
    records that were named by one place. ``decided`` are the ids that the officer spoke of.
    """

    unit_id: str | None
    parted: Mapping[str, frozenset[str]] = field(default_factory=dict)
    decided: frozenset[str] = frozenset()
    drafts: list[Draft] = field(default_factory=list)
    gone: list[Draft] = field(default_factory=list)
    owners: dict[str, Draft] = field(default_factory=dict)
    seen_files: set[str] = field(default_factory=set)
    unresolved: list[Entry] = field(default_factory=list)
    former: dict[str, Draft] | None = None
    places: Counter[tuple[str, Origin]] = field(default_factory=Counter)

    @property
    def courses(self) -> list[Draft]:
        return [draft for draft in self.drafts if draft.kind == COURSE]

    @property
    def contacts(self) -> list[Draft]:
        return [draft for draft in self.drafts if draft.kind == CONTACT]

    def find(self, name: str) -> Draft | None:
        """The record of an id that it bears, bore before, or would have borne read otherwise."""
        known = self.owners.get(name)
        if known is None:
            self.former = self._former() if self.former is None else self.former
            known = self.former.get(name)
        return known

    def open(self, source: Source, group: Group, *, unique: bool) -> Draft:
        """A new record from what one message states; ``unique``: its name tells it apart there."""
        draft = Draft(kind=group.kind, id=self._free_id(source, group.kind, group.values, unique=unique))
        self.owners[draft.id] = draft
        self.drafts.append(draft)
        self.former = None
        return draft

    def part(self, draft: Draft, leaving: Statement) -> Draft:
        """A new record for a statement that leaves another one."""
        new_id = self._free_id(leaving.source, draft.kind, leaving.values, unique=True)
        fresh = Draft(kind=draft.kind, id=new_id)
        self.owners[fresh.id] = fresh
        self.drafts.append(fresh)
        self.former = None
        return fresh

    def bind(self, draft: Draft, source: Source, group: Group) -> None:
        """Let a record also answer to the id that this message alone would have given it."""
        label = label_of(group.kind, group.values)
        if label:
            alias = record_id(self.unit_id, source.sha256, group.kind, label, level_of(group.values))
            if alias not in self.owners:
                self.owners[alias] = draft
                draft.aliases.append(alias)

    def replace(self, draft: Draft, fresh: Draft) -> None:
        """Put a record laid anew in the place of the old one."""
        self.drafts[self.drafts.index(draft)] = fresh
        for name in fresh.ids:
            self.owners[name] = fresh
        self.former = None

    def drop(self, drafts: Iterable[Draft]) -> None:
        """Records that are no more; their ids are free again."""
        leaving = {id(draft) for draft in drafts}
        self.gone += [draft for draft in self.drafts if id(draft) in leaving]
        self.drafts = [draft for draft in self.drafts if id(draft) not in leaving]
        self.owners = {name: one for name, one in self.owners.items() if id(one) not in leaving}
        self.former = None

    def _free_id(self, source: Source, kind: str, values: Mapping[str, Value], *, unique: bool) -> str:
        label = label_of(kind, values)
        if label and unique:
            plain = record_id(self.unit_id, source.sha256, kind, label, level_of(values))
            if plain not in self.owners:
                return plain
        origin = origin_of(kind, values)
        self.places[source.sha256, origin] += 1
        numbers = count(self.places[source.sha256, origin])
        places = (place_id(self.unit_id, source.sha256, kind, origin, number) for number in numbers)
        return next(one for one in places if one not in self.owners)

    def _former(self) -> dict[str, Draft]:
        """Ids that records do not bear but may have borne: before they had a unit, or read otherwise."""
        bearers: dict[str, dict[int, Draft]] = defaultdict(dict)
        for draft in self.drafts:
            for statement in draft.statements:
                label = label_of(draft.kind, statement.values)
                if label and not statement.partial:
                    for name in former_ids(self.unit_id, statement.source.sha256, draft.kind, label):
                        bearers[name][id(draft)] = draft
        return {name: next(iter(them.values())) for name, them in bearers.items() if len(them) == 1}


def lay_group(draft: Draft, source: Source, group: Group, doubt: str = "") -> None:
    """Lay all entries of a group on its record."""
    for entry in group.entries:
        lay(draft, Statement(source=source, values=entry.values, doubt=entry.doubt or doubt))
