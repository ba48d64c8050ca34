"""Published courses as schema.org JSON-LD: values in, objects and text out; writes no file, asks no network.

A course is a Course with one CourseInstance, its fee an Offer, its school an EducationalOrganization. What
is not known is left out: no price without a figure, no day of beginning where courses begin again and again.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalogue.fields import LEVELS
from catalogue.publishing import PublicContact, PublicCourse
from catalogue.records import Unit
from parsers.text import with_halves_joined

CONTEXT = "https://schema.org"
CURRENCY = "VND"
_MODES = {"online": "online", "blended": "blended", "in_person": "onsite"}
_CATEGORIES = {"free": "Free", "paid": "Paid"}
_HOURS = re.compile(r"(\d{1,5})\s*(?:giờ|h)\s*(?:học)?", re.IGNORECASE)
_NAMES = uuid.uuid5(uuid.NAMESPACE_URL, "https://schema.org/Course")
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where a course lies on the web: its page, its school's page, its pictures; "" and () where nowhere."""

    course: str = ""
    school: str = ""
    images: tuple[str, ...] = ()


NOWHERE = Addresses()


def urn(campaign: str, kind: str, name: str) -> str:
    """The lasting name of a thing of a campaign, the same in every export."""
    return f"urn:uuid:{uuid.uuid5(_NAMES, f'{campaign}/{kind}/{name}')}"


def course_object(
    campaign: str,
    unit: Unit,
    course: PublicCourse,
    contacts: Iterable[PublicContact] = (),
    at: Addresses = NOWHERE,
) -> dict[str, Any]:
    """A course with its school, its one instance and its offer; without a context of its own."""
    described = {
        "@type": "Course",
        "@id": urn(campaign, "course", course.id),
        "name": course.title,
        "description": course.content,
        "url": course.url or at.course,
        "image": list(at.images),
        "provider": provider_object(campaign, unit, contacts, at.school),
        "educationalLevel": LEVELS[course.level],
        "educationalCredentialAwarded": "Chứng nhận, chứng chỉ" if "certificate" in course.promises else "",
        "inLanguage": "vi",
        "isAccessibleForFree": course.fee == "free",
        "syllabusSections": _syllabus(course),
        "hasCourseInstance": _instance(course),
        "offers": _offer(course),
    }
    return _without_empty(described)


def provider_object(
    campaign: str, unit: Unit, contacts: Iterable[PublicContact] = (), url: str = ""
) -> dict[str, Any]:
    """A school, with the contact persons that were released."""
    points = [
        _without_empty(
            {
                "@type": "ContactPoint",
                "name": one.name,
                "contactType": one.position,
                "telephone": one.phone,
                "email": one.email,
            }
        )
        for one in contacts
    ]
    name = urn(campaign, "unit", unit.id)
    school = {"@type": "EducationalOrganization", "@id": name, "name": unit.name, "url": url}
    return _without_empty({**school, "contactPoint": points})


def course_list(name: str, courses: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Courses as one ItemList, in chunks of JSON text; the number of them stands at the end."""
    head = {"@context": CONTEXT, "@type": "ItemList", "name": name}
    yield dumped(head)[:-1] + ',"itemListElement":['
    count = 0
    for count, course in enumerate(courses, 1):
        separator = ",\n" if count > 1 else "\n"
        yield separator + dumped({"@type": "ListItem", "position": count, "item": course})
    yield f'\n],"numberOfItems":{count}}}\n'


def embedded(described: Mapping[str, Any]) -> str:
    """An object with its context as text that may stand in a script element: nothing in it can end one."""
    return "".join(_ESCAPES.get(letter, letter) for letter in dumped({"@context": CONTEXT, **described}))


def dumped(value: Any) -> str:
    """JSON without blanks, Vietnamese letters as they are."""
    return with_halves_joined(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def _instance(course: PublicCourse) -> dict[str, Any]:
    online = course.delivery == "online"
    place = {"@type": "VirtualLocation", "url": course.url} if online and course.url else {}
    return _without_empty(
        {
            "@type": "CourseInstance",
            "courseMode": _MODES[course.delivery],
            "courseWorkload": _workload(course.duration),
            "location": place,
        }
    )


def _workload(duration: str) -> str:
    """The hours of a length that is given in hours, as ISO 8601; "" for any other length."""
    hours = _HOURS.fullmatch(duration.strip(" ."))
    return f"PT{int(hours[1])}H" if hours else ""


def _offer(course: PublicCourse) -> dict[str, Any]:
    offer: dict[str, Any] = {"@type": "Offer", "category": _CATEGORIES[course.fee]}
    price = 0 if course.fee == "free" else course.fee_vnd
    return offer if price is None else {**offer, "price": price, "priceCurrency": CURRENCY}


def _syllabus(course: PublicCourse) -> dict[str, str]:
    about = {"@type": "Syllabus", "name": "Chương trình đào tạo", "description": course.curriculum}
    return about if course.curriculum else {}


def _without_empty(described: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in described.items() if value not in ("", [], {})}
