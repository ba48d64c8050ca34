"""The desk's lists as CSV: all that a list asks for, not only the page that is shown; changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from catalogue.lists import Page, RecordLine, Span, UnitHead, WantedRecords, WantedUnits
from catalogue.records import UnitState, UnitStatus
from intake.app import App
from reports.desk.units import HEADS, unit_cells
from reports.export import UTF8_MARK, catalogue_csv, csv_line

AT_ONCE, EVERY = 1000, 1_000_000
CSV = "text/csv; charset=utf-8"


def units_csv(app: App, wanted: WantedUnits) -> bytes:
    """The units of a list."""
    found: Page[UnitHead] = app.store.lists.units(app.campaign.id, wanted, Span(0, EVERY))
    lines = (csv_line(unit_cells(one, app.campaign)) for one in found.lines)
    return "".join((UTF8_MARK, csv_line(HEADS), *lines)).encode()


def records_csv(app: App, wanted: WantedRecords) -> bytes:
    """The courses or contacts of a list, with all their fields."""
    units = app.store.units(app.campaign.id)
    lines = catalogue_csv(units, _states(app, wanted), wanted.kind)
    return "".join(lines).encode()


def _states(app: App, wanted: WantedRecords) -> Iterator[UnitState]:
    """The records a thousand at a time, in the shape in which the export takes them."""
    for page in _pages(lambda span: app.store.lists.records(app.campaign.id, wanted, span)):
        records = tuple(line.record for line in page.lines)
        yield UnitState(unit_id=None, status=UnitStatus.INCOMPLETE, records=records)


def _pages(look: Callable[[Span], Page[RecordLine]]) -> Iterator[Page[RecordLine]]:
    span, more = Span(0, AT_ONCE), True
    while more:
        page = look(span)
        yield page
        span, more = Span(span.offset + AT_ONCE, AT_ONCE), page.has_more
