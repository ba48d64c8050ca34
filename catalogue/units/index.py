"""The invited units, found again by address, by own domain or by name; reads no list and no message."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from catalogue.records import Unit
from catalogue.units.names import NameIndex, NameMatch
from config.units import unit_words
from parsers.text import fold


class UnitIndex:
    """Finds the unit of a message; built once from the roster, each look-up costs its own length only."""

    def __init__(self, units: Iterable[Unit]) -> None:
        known = tuple(units)
        self._names = NameIndex(known)
        self._by_address = _owned((address.lower(), unit.id) for unit in known for address in unit.emails)
        self._by_domain = _own_domains(known)
        self._domains = {address.lower().rpartition("@")[2] for unit in known for address in unit.emails}
        self._by_squeezed = _owned(
            (fold(name).replace(" ", ""), unit.id) for unit in known for name in (unit.name, *unit.aliases)
        )

    def by_address(self, address: str) -> str | None:
        """The unit that lists the address, None where none or several do."""
        return self._by_address.get(address.lower())

    def by_domain(self, address: str) -> str | None:
        """The unit whose own domain (or one above it) the address lies in; never a public provider's."""
        labels = address.lower().rpartition("@")[2].split(".")
        above = (".".join(labels[start:]) for start in range(len(labels) - 1))
        return next((self._by_domain[domain] for domain in above if domain in self._by_domain), None)

    def uses_domain(self, domain: str) -> bool:
        """Whether any unit writes from a domain, be it its own or not."""
        return domain in self._domains or domain in self._by_domain

    def by_mailbox_name(self, address: str) -> str | None:
        """The unit that the part before the @ spells ("ttgdnngdtx.khanhhoi"), None where none does."""
        return self._by_squeezed.get(re.sub(r"[^a-z0-9]", "", address.lower().partition("@")[0]))

    def match_name(self, texts: Sequence[str]) -> NameMatch:
        """The unit that the texts name, best evidence first; None where they leave a doubt."""
        return self._names.match(texts)


def is_public_domain(domain: str) -> bool:
    """Whether everybody may write from a domain, so that it says nothing about a unit."""
    words = unit_words()
    return domain.split(".", maxsplit=1)[0] in words.public_mail or domain in words.public_domains


def _owned(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The keys that belong to one unit only."""
    owners: dict[str, set[str]] = defaultdict(set)
    for key, unit_id in pairs:
        owners[key].add(unit_id)
    return {key: next(iter(ids)) for key, ids in owners.items() if len(ids) == 1}


def _own_domains(units: Iterable[Unit]) -> dict[str, str]:
    """Domains listed by one unit, in which no other unit has an address."""
    pairs = []
    for unit in units:
        pairs += [(domain.lower(), unit.id) for domain in unit.domains]
        pairs += [(address.lower().rpartition("@")[2], unit.id) for address in unit.emails]
    listed = {domain.lower() for unit in units for domain in unit.domains}
    return {
        domain: unit
        for domain, unit in _owned(pairs).items()
        if domain in listed and not is_public_domain(domain)
    }


_BUILT: list[tuple[Mapping[str, Unit], UnitIndex]] = []
_MOST_BUILT = 4


def index_of(units: Mapping[str, Unit]) -> UnitIndex:
    """The index of a roster, built once for as long as the same mapping is handed in.

    A pure memory of results: whoever changes a roster hands in another mapping.
    """
    for known, index in _BUILT:
        if known is units:
            return index
    built = UnitIndex(units.values())
    _BUILT.insert(0, (units, built))
    del _BUILT[_MOST_BUILT:]
    return built
