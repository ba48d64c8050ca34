"""What may be published, as a file: JSON-LD, CSV or a workbook; changes nothing, fetches no picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from catalogue.publishing import Published, Refused, in_order, publish, released_contacts, withheld
from intake.app import App
from reports.jsonld import Addresses, course_list, course_object
from reports.public_tables import public_csv, public_workbook
from reports.site.drawing import SiteRules
from reports.site.places import course_path, school_path


def export_public(app: App, form: str, rules: SiteRules, refused: list[Refused]) -> Iterator[bytes]:
    """The published courses in one of PUBLIC_FORMATS; what is not published is added to ``refused``."""
    return PUBLIC_FORMATS[form](app, _published(app, rules, refused), rules)


def _published(app: App, rules: SiteRules, refused: list[Refused]) -> Iterator[Published]:
    """Unit by unit, in the order of the store."""
    units = {unit.id: unit for unit in app.store.units(app.campaign.id)}
    released = released_contacts(app.store.decisions(app.campaign.id))
    for state in app.store.unit_states(app.campaign.id):
        unit = units.get(state.unit_id or "")
        if unit is not None:
            published = publish(unit, state.records, released, in_person=rules.in_person)
            refused.extend(published.refused)
            yield published
    refused.extend(
        Refused(id=one.id, title=one.name, reasons=withheld(one, in_person=True))
        for one in app.store.unassigned(app.campaign.id).courses
    )


def _jsonld(app: App, published: Iterator[Published], rules: SiteRules) -> Iterator[bytes]:
    base = rules.base_url
    courses = (
        course_object(
            app.campaign.id,
            one.unit,
            course,
            one.contacts,
            Addresses(
                course=base and base + course_path(course.id), school=base and base + school_path(one.unit.id)
            ),
        )
        for one in published
        for course in in_order(one.courses)
    )
    for chunk in course_list(app.campaign.title, courses):
        yield chunk.encode("utf-8", "replace")


def _csv(_app: App, published: Iterator[Published], _rules: SiteRules) -> Iterator[bytes]:
    for line in public_csv(published):
        yield line.encode("utf-8", "replace")


def _xlsx(app: App, published: Iterator[Published], _rules: SiteRules) -> Iterator[bytes]:
    yield public_workbook(published, app.campaign, app.clock())


PUBLIC_FORMATS: Mapping[str, Callable[[App, Iterator[Published], SiteRules], Iterator[bytes]]] = {
    "jsonld": _jsonld,
    "csv": _csv,
    "xlsx": _xlsx,
}
