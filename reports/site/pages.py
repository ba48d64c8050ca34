"""What stands on each page of the site, from published values to pairs of path and bytes; writes no file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from catalogue.publishing import PublicCourse, Published, in_order
from reports.jsonld import Addresses, course_object, embedded
from reports.site.cards import (
    ALL,
    FACETS,
    GROUPS,
    Card,
    Facet,
    SizedPicture,
    card_of,
    facets_of,
    mark_of,
)
from reports.site.cutting import Page, pages_of
from reports.site.drawing import Drawing, letters_of
from reports.site.places import INDEX, course_path, list_path, picture_path, programme_path, school_path

PER_SCHOOL_PAGE = 48
SIBLINGS = 4
FEATURED = 3
SCHOOLS = "cac-don-vi"
"""The slug of the list of schools."""

_STEPS = re.compile(r"\s*(?:;|\n)\s*")

PageFile = tuple[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePicture:
    """A picture of a course as the pages show it; ``sizes`` are widths and heights, smallest first."""

    name: str
    sizes: tuple[tuple[int, int], ...]

    @property
    def smallest(self) -> SizedPicture:
        return SizedPicture(self.name, *self.sizes[0])

    @property
    def largest(self) -> SizedPicture:
        return SizedPicture(self.name, *self.sizes[-1])

    @property
    def thumb(self) -> str:
        """As Card.thumb."""
        return " ".join(map(str, self.smallest))


class SiteProgramme(NamedTuple):
    """A course's programme as a file; ``size`` in bytes."""

    name: str
    size: int


class School(NamedTuple):
    """A school in the list of schools; ``key`` is what it is sorted by."""

    key: str
    id: str
    name: str
    kind: str
    courses: int
    mark: str = ""

    @property
    def order(self) -> tuple[str, str]:
        return self.key, self.id


Pictures = Mapping[str, tuple[SitePicture, ...]]
"""The pictures of courses by their ids."""

Programmes = Mapping[str, SiteProgramme]
"""The programmes of courses by their ids."""


def cards_of(published: Published, pictures: Pictures) -> list[Card]:
    """A school's courses as lists show them, in order."""
    unit = published.unit
    return [
        card_of(unit, one, next((picture.thumb for picture in pictures.get(one.id, ())), ""))
        for one in in_order(published.courses)
    ]


def unit_pages(
    drawing: Drawing, published: Published, pictures: Pictures, programmes: Programmes
) -> Iterator[PageFile]:
    """The pages of a school and of each of its courses; none where it shows no course."""
    listed = cards_of(published, pictures)
    for course in published.courses:
        yield _course_page(
            drawing, published, course, (pictures.get(course.id, ()), programmes.get(course.id), listed)
        )
    for start in range(0, len(listed), PER_SCHOOL_PAGE):
        yield _school_page(drawing, published, listed, start)


def all_list_pages(
    drawing: Drawing, cards: Sequence[Card], known: Mapping[str, str]
) -> Iterator[tuple[str, str, bytes | None]]:
    """The pages of all lists of courses: path, mark, and bytes, None where the mark is the known one."""
    offered = [one for one in FACETS if one is ALL or any(map(one.holds, cards))]
    for facet in FACETS:
        yield from _list_pages(drawing, (facet, offered), cards, known)


def _list_pages(
    drawing: Drawing, lists: tuple[Facet, Sequence[Facet]], cards: Sequence[Card], known: Mapping[str, str]
) -> Iterator[tuple[str, str, bytes | None]]:
    facet, offered = lists
    chosen = [card for card in cards if facet.holds(card)]
    first_pages: dict[str, str] = {}
    pages = list(pages_of(chosen))
    for page in pages:
        first_pages |= {card.id: list_path(facet.slug, page.first_id) for card in page.entries}
    letters = letters_of(chosen, first_pages) if len(pages) > 1 else []
    for page in pages:
        own = {"facet": facet, "offered": offered, "page": page, **_neighbours(facet.slug, page)}
        if page.number == 1:
            own |= {"total": len(chosen), "letters": letters}
        else:
            own |= {"total": 0, "letters": []}
        yield _marked(drawing, "list.html", (facet.slug, own), known)


def school_list_pages(
    drawing: Drawing, schools: Sequence[School], known: Mapping[str, str]
) -> Iterator[tuple[str, str, bytes | None]]:
    """The pages of the list of schools, as ``all_list_pages``."""
    pages = list(pages_of(schools))
    first_pages = {one.id: list_path(SCHOOLS, page.first_id) for page in pages for one in page.entries}
    letters = letters_of(schools, first_pages) if len(pages) > 1 else []
    for page in pages:
        first = page.number == 1
        more = {"total": len(schools) if first else 0, "letters": letters if first else []}
        own = {"offered": (), "page": page, **more, **_neighbours(SCHOOLS, page)}
        yield _marked(drawing, "schools.html", (SCHOOLS, own), known)


def index_page(
    drawing: Drawing, cards: Sequence[Card], schools: Sequence[School], updated_on: date | None
) -> PageFile:
    """The first page of the site."""
    counts = {facet.slug: sum(map(facet.holds, cards)) for facet in FACETS}
    ways = [
        (heading, [one for kind in kinds for one in facets_of(kind) if counts[one.slug]])
        for heading, *kinds in GROUPS
    ]
    values = {
        "counts": counts,
        "ways": [(heading, facets) for heading, facets in ways if facets],
        "groups": [(heading, kind) for heading, kind, *_more in GROUPS],
        "all": ALL,
        "schools": len(schools),
        "schools_path": list_path(SCHOOLS),
        "featured": list(_featured(cards)),
        "updated_on": updated_on,
    }
    return INDEX, drawing.page("index.html", INDEX, values)


def _featured(cards: Iterable[Card]) -> Iterator[Card]:
    """The first courses with a picture, one a school."""
    seen: set[str] = set()
    for card in cards:
        if card.thumb and card.unit_id not in seen and len(seen) < FEATURED:
            seen.add(card.unit_id)
            yield card


def _course_page(
    drawing: Drawing,
    published: Published,
    course: PublicCourse,
    shown: tuple[Sequence[SitePicture], SiteProgramme | None, Sequence[Card]],
) -> PageFile:
    pictures, programme, listed = shown
    path = course_path(course.id)
    values = {
        "course": course,
        "card": next(card for card in listed if card.id == course.id),
        "steps": [one.strip(" -•+.") for one in _STEPS.split(course.curriculum) if one.strip(" -•+.")],
        "unit": published.unit,
        "kind": drawing.campaign.unit_kinds.get(published.unit.kind, ""),
        "contacts": published.contacts,
        "pictures": pictures,
        "programme": programme,
        "programme_path": programme_path(programme.name) if programme else "",
        "siblings": [card for card in listed if card.id != course.id][:SIBLINGS],
        "more": len(listed) - 1 > SIBLINGS,
        "described": embedded(described(drawing, published, course, pictures)),
    }
    return path, drawing.page("course.html", path, values)


def described(
    drawing: Drawing, published: Published, course: PublicCourse, pictures: Sequence[SitePicture]
) -> dict[str, object]:
    """A course in the words of schema.org, its own pages named where the site's address is known."""
    base = drawing.rules.base_url
    shown = [one.largest for one in pictures]
    at = Addresses(
        course=f"{base}{course_path(course.id)}",
        school=f"{base}{school_path(published.unit.id)}",
        images=tuple(f"{base}{picture_path(one.name, one.width, 'jpg')}" for one in shown),
    )
    campaign = drawing.campaign.id
    return course_object(campaign, published.unit, course, published.contacts, at if base else Addresses())


def _school_page(drawing: Drawing, published: Published, listed: Sequence[Card], start: int) -> PageFile:
    number, last = start // PER_SCHOOL_PAGE + 1, (len(listed) - 1) // PER_SCHOOL_PAGE + 1
    path = school_path(published.unit.id, number)
    values = {
        "unit": published.unit,
        "kind": drawing.campaign.unit_kinds.get(published.unit.kind, ""),
        "contacts": published.contacts,
        "cards": listed[start : start + PER_SCHOOL_PAGE],
        "total": len(listed),
        "number": number,
        "last": last,
        "previous": school_path(published.unit.id, number - 1) if number > 1 else "",
        "next": school_path(published.unit.id, number + 1) if number < last else "",
    }
    return path, drawing.page("school.html", path, values)


def _neighbours(slug: str, page: Page[Card] | Page[School]) -> dict[str, str]:
    return {
        "previous": list_path(slug, page.previous_id) if page.has_previous else "",
        "next": list_path(slug, page.next_id) if page.has_next else "",
        "first": list_path(slug),
    }


def _marked(
    drawing: Drawing, template: str, page: tuple[str, dict[str, Any]], known: Mapping[str, str]
) -> tuple[str, str, bytes | None]:
    slug, values = page
    own = values["page"]
    assert isinstance(own, Page)
    path = list_path(slug, own.first_id)
    said = (template, drawing.mark, *(values[name] for name in ("previous", "next", "total", "letters")))
    offered = (one.slug for one in values["offered"])
    mark = mark_of(*map(str, said), *offered, *(entry.mark for entry in own.entries))
    return path, mark, None if known.get(path) == mark else drawing.page(template, path, values)
