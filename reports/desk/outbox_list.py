"""The list of letters: what an address asks for; pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from catalogue.lists import Order, WantedLetters
from catalogue.records import LetterKind, LetterState
from catalogue.views import LetterFilter
from reports.desk.case_words import LETTERS
from reports.desk.places import LETTERS as LIST
from reports.desk.places import with_words


@dataclass(frozen=True, slots=True, kw_only=True)
class LettersAsked:
    """What the address of the list says, as text; "" asks for nothing. ``don_vi`` is a unit's id."""

    q: str = ""
    tinh_trang: str = ""
    loai: str = ""
    don_vi: str = ""

    @property
    def words(self) -> dict[str, str]:
        """The same for an address."""
        return {"q": self.q, "tinh_trang": self.tinh_trang, "loai": self.loai, "don_vi": self.don_vi}

    @property
    def narrows(self) -> bool:
        """Whether anything but the state is asked."""
        return bool(self.q or self.loai or self.don_vi)

    def in_state(self, state: str) -> str:
        """The address of the same list in another state, "" for all of them."""
        return with_words(LIST, replace(self, tinh_trang=state).words)


def wanted_letters(asked: LettersAsked) -> WantedLetters:
    """What is looked for; a word that the address does not know asks for nothing."""
    states = {one.value: one for one in LetterState}
    kinds = {one.value: one for one in LetterKind}
    which = LetterFilter(
        state=states.get(asked.tinh_trang), kind=kinds.get(asked.loai), unit_id=asked.don_vi or None
    )
    return WantedLetters(which=which, words=asked.q, order=Order.NEWEST)


def kind_options() -> list[tuple[str, str]]:
    """The kinds of letters to choose from."""
    return [("", "tất cả"), *((one.value, words) for one, words in LETTERS.items())]
