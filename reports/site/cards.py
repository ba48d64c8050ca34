"""A course as lists and search show it: small, and as plain text for the next export; values only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import NamedTuple

from catalogue.publishing import PublicCourse
from catalogue.records import Unit
from parsers.text import fold
from reports.wording import thousands


class SizedPicture(NamedTuple):
    """One width of a picture by its name."""

    name: str
    width: int
    height: int


class Card(NamedTuple):
    """One course in a list. ``key`` is what it is sorted and found by.

    ``thumb`` is "<picture> <width> <height>" of its picture's smallest width, "" for none.
    """

    key: str
    id: str
    title: str
    unit_id: str
    unit_name: str
    level: str
    delivery: str
    fee: str
    fee_words: str
    duration: str
    work_study: bool
    thumb: str = ""
    mark: str = ""

    @property
    def picture(self) -> SizedPicture | None:
        """Its picture in the smallest width."""
        name, _, sizes = self.thumb.partition(" ")
        width, _, height = sizes.partition(" ")
        return SizedPicture(name, int(width), int(height)) if name else None

    @property
    def order(self) -> tuple[str, str]:
        """By name as a dictionary would have it; equal names by id."""
        return self.key, self.id


def card_of(unit: Unit, course: PublicCourse, thumb: str = "") -> Card:
    """The card of a course."""
    card = Card(
        key=fold(course.title),
        id=course.id,
        title=course.title,
        unit_id=unit.id,
        unit_name=unit.name,
        level=course.level,
        delivery=course.delivery,
        fee=course.fee,
        fee_words=fee_words(course),
        duration=course.duration,
        work_study=course.work_study is True,
        thumb=thumb,
    )
    return card._replace(mark=mark_of(*map(str, card)))


def mark_of(*texts: str) -> str:
    """A short hash of texts, to see whether anything of them changed."""
    return blake2b("\x1f".join(texts).encode("utf-8", "surrogatepass"), digest_size=9).hexdigest()


def fee_words(course: PublicCourse) -> str:
    """The fee as a learner reads it: Miễn phí, 1.500.000 đồng, the school's own words, or Có thu phí."""
    if course.fee == "free":
        return "Miễn phí"
    if course.fee_vnd:
        return f"{thousands(course.fee_vnd)} đồng"
    return course.fee_text or "Có thu phí"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One way to narrow the courses down; ``slug`` names its pages, ``kind`` groups it with others."""

    slug: str
    kind: str
    code: str
    label: str
    title: str
    holds: Callable[[Card], bool]


def _of(kind: str, code: str, slug: str, label: str, title: str) -> Facet:
    return Facet(
        slug=slug,
        kind=kind,
        code=code,
        label=label,
        title=title,
        holds=lambda card: getattr(card, kind) == code,
    )


ALL = Facet(
    slug="tat-ca", kind="all", code="", label="Tất cả", title="Tất cả khóa học", holds=lambda _card: True
)
FACETS: tuple[Facet, ...] = (
    ALL,
    _of("level", "short_term", "dao-tao-ngan-han", "Đào tạo ngắn hạn", "Khóa đào tạo ngắn hạn"),
    _of("level", "elementary", "so-cap", "Sơ cấp", "Khóa học trình độ sơ cấp"),
    _of("level", "intermediate", "trung-cap", "Trung cấp", "Khóa học trình độ trung cấp"),
    _of("level", "college", "cao-dang", "Cao đẳng", "Khóa học trình độ cao đẳng"),
    _of("delivery", "online", "truc-tuyen", "Trực tuyến", "Khóa học trực tuyến"),
    _of("delivery", "blended", "ket-hop", "Trực tuyến kết hợp trực tiếp",
        "Khóa học trực tuyến kết hợp trực tiếp"),
    _of("delivery", "in_person", "truc-tiep", "Trực tiếp", "Khóa học trực tiếp"),
    _of("fee", "free", "mien-phi", "Miễn phí", "Khóa học miễn phí"),
    _of("fee", "paid", "co-thu-phi", "Có thu phí", "Khóa học có thu phí"),
    Facet(slug="vua-hoc-vua-lam", kind="work_study", code="yes", label="Vừa học vừa làm",
          title="Khóa học theo hình thức vừa học vừa làm", holds=lambda card: card.work_study),
)  # fmt: skip
LABELS: Mapping[tuple[str, str], str] = {(one.kind, one.code): one.label for one in FACETS}
GROUPS: tuple[tuple[str, ...], ...] = (
    ("Trình độ đào tạo", "level"),
    ("Hình thức đào tạo", "delivery", "work_study"),
    ("Học phí", "fee"),
)
"""Headings with the kinds of facets below them."""


def facets_of(kind: str) -> tuple[Facet, ...]:
    """The facets of one kind, in their order."""
    return tuple(one for one in FACETS if one.kind == kind)
