"""Invented schools with what is true of them: their place on the roster, their courses, whom to call."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.season import trades
from catalogue.records import Unit

COMMON_HOST = "hcmedu.example"
"""Where centres have a mailbox without a domain of their own."""
_LEVELS = ("short_term", "elementary", "intermediate", "college")
_DELIVERIES = ("online", "blended", "in_person")


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What is true of one course. ``fee`` in đồng, 0 is free; ``url`` "" says that there is none."""

    title: str
    level: str
    delivery: str
    fee: int
    content: str
    curriculum: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """What is true of the person to call; ``phone`` has ten digits."""

    title: str
    name: str
    position: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """One school: its unit on the roster, the addresses that it really has, and its truth.

    ``address`` is from where it writes; the unit's first address may be another one.
    """

    unit: Unit
    habit: str
    address: str
    private: str
    courses: tuple[Course, ...]
    contact: Contact
    assured: bool

    @property
    def short(self) -> str:
        """The school's name for short, as it signs."""
        return self.unit.aliases[0]

    def course(self, title: str) -> Course | None:
        """The course of a title as a letter may spell it."""
        wanted = plain(title)
        return next((one for one in self.courses if plain(one.title) == wanted), None)


def plain(text: str) -> str:
    """A text without case, accents and surplus blanks."""
    bare = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join("".join(one for one in bare if unicodedata.category(one) != "Mn").split())


def slug(text: str) -> str:
    """A text as an address spells it."""
    return "".join(one for one in plain(text) if one.isalnum())


def schools(dice: random.Random, habits: Sequence[str]) -> tuple[School, ...]:
    """A school for each habit, no two alike."""
    names = list(trades.NAMES)
    dice.shuffle(names)
    kinds = list(_kinds(len(habits)))
    dice.shuffle(kinds)
    if len(habits) > len(names):
        raise ValueError(f"there are names for {len(names)} schools")
    return tuple(
        _school(dice, habit, name, kind) for habit, name, kind in zip(habits, names, kinds, strict=False)
    )


def _kinds(count: int) -> Iterator[tuple[str, str, str]]:
    made = 0
    for kind, full, short, share in trades.KINDS:
        for _ in range(max(1, share * count // 100)):
            made += 1
            yield kind, full, short
    for _ in range(made, count):
        yield trades.KINDS[0][:3]


def _school(dice: random.Random, habit: str, name: str, kind: tuple[str, str, str]) -> School:
    code, full, short = kind
    host = COMMON_HOST if code == "vet_continuing_centre" else f"{slug(name)}.example"
    local = f"gdtx.{slug(name)}" if host == COMMON_HOST else dice.choice(("daotao", "vanphong", "tuyensinh"))
    address = f"{local}@{host}"
    lost = habit.startswith("bounced")
    addresses = (f"vanthu.{slug(name)}@{host}", address) if lost else (address,)
    contact = _contact(dice, code)
    unit = Unit(
        id=f"{code.split('_')[0]}-{slug(name)}",
        name=full.format(name),
        kind=code,
        aliases=(short.format(name),),
        emails=addresses,
        domains=() if host == COMMON_HOST else (host,),
    )
    return School(
        unit=unit,
        habit=habit,
        address=address,
        private=f"{slug(contact.name)}{dice.randrange(70, 99)}@gmail.example",
        courses=tuple(_courses(dice, host if host != COMMON_HOST else f"{slug(name)}.hcmedu.example")),
        contact=contact,
        assured=dice.random() < 0.8,
    )


def _contact(dice: random.Random, code: str) -> Contact:
    sex = dice.randrange(2)
    name = " ".join(
        (dice.choice(trades.FAMILIES), dice.choice(trades.MIDDLES[sex]), dice.choice(trades.GIVENS[sex]))
    )
    positions = trades.CENTRE_POSITIONS if "centre" in code else trades.POSITIONS
    phone = dice.choice(trades.PREFIXES) + f"{dice.randrange(1_000_000, 9_999_999)}"
    return Contact(title=("Bà", "Ông")[sex], name=name, position=dice.choice(positions), phone=phone)


def _courses(dice: random.Random, host: str) -> Iterator[Course]:
    for title, content in dice.sample(trades.TRADES, dice.randint(2, 7)):
        yield Course(
            title=title,
            level=dice.choice(_LEVELS),
            delivery=dice.choice(_DELIVERIES),
            fee=0 if dice.random() < 0.2 else 50_000 * dice.randint(8, 120),
            content=content,
            curriculum=dice.choice(trades.PARTS).format(dice.randint(8, 30)),
            url="" if dice.random() < 0.08 else f"https://{host}/khoa-hoc/{slug(title)}",
        )
