"""Export: the catalogue as bytes in chunks, from the store through the reports; changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from catalogue.records import UnitState
from catalogue.views import StoredMessage
from intake.app import App
from intake.jobs_digest import take_whole
from intake.jobs_reprocess import every_message
from reports.export import ExportMessage, catalogue_csv, catalogue_json
from reports.workbook import build_workbook


def export(app: App, form: str) -> Iterator[bytes]:
    """The catalogue in one of FORMATS; KeyError for another one."""
    return FORMATS[form](app)


def _states(app: App) -> Iterator[UnitState]:
    yield from app.store.unit_states(app.campaign.id)
    yield app.store.unassigned(app.campaign.id)


def _json(app: App) -> Iterator[bytes]:
    units = app.store.units(app.campaign.id)
    messages = (_message(app, one) for one in every_message(app))
    for chunk in catalogue_json(app.campaign, units, _states(app), messages, app.clock()):
        yield chunk.encode()


def _message(app: App, stored: StoredMessage) -> ExportMessage:
    reading = app.store.reading(stored.sha256)
    return ExportMessage(
        message_id=stored.message_id,
        kind=stored.kind,
        unit_id=stored.unit_id,
        parts=reading.parts if reading else (),
        links=reading.links if reading else (),
    )


def _csv(app: App) -> Iterator[bytes]:
    for chunk in catalogue_csv(app.store.units(app.campaign.id), _states(app)):
        yield chunk.encode()


def _xlsx(app: App) -> Iterator[bytes]:
    yield build_workbook(take_whole(app))


FORMATS: Mapping[str, Callable[[App], Iterator[bytes]]] = {"json": _json, "csv": _csv, "xlsx": _xlsx}
