"""Publish: the site of all published courses, written so that only what changed is made anew.

Units are looked at one after the other: one whose fold, name and releases are those of the last export is
taken over unread. The lists, the search and the first page follow, and last what is gone is taken away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from catalogue.fields import CONTACT
from catalogue.publishing import Refused, publish, released_contacts, withheld
from catalogue.records import Unit, UnitState
from intake.app import App
from intake.site_album import Album
from intake.site_folder import SiteFolder
from intake.site_manifest import (
    Manifest,
    ManifestWriter,
    UnitEntry,
    entry_of,
    manifest_path,
    read_manifest,
)
from parsers.text import fold
from reports.site.cards import Card, mark_of
from reports.site.drawing import Drawing, SiteRules, look_path
from reports.site.finding import search_files
from reports.site.pages import School, all_list_pages, cards_of, index_page, school_list_pages, unit_pages
from reports.site.places import INDEX, OWN_FOLDERS
from reports.site.sitemap import robots_file, sitemap_files

Progress = Callable[[str, int, int], None]
"""Told what is done, how many of them, of how many."""

ENDING = ".html"


@dataclass(slots=True)
class SiteDone:
    """What an export came to; ``made`` are the units that were not taken over.

    ``faults`` are triples of course id, picture and reason.
    """

    courses: int = 0
    schools: int = 0
    made: int = 0
    written: int = 0
    removed: int = 0
    refused: list[Refused] = field(default_factory=list)
    faults: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Work:
    """One export as it goes on."""

    app: App
    drawing: Drawing
    folder: SiteFolder
    old: Manifest
    album: Album
    released: frozenset[str]
    done: SiteDone
    keep: set[str] = field(default_factory=set)
    cards: list[Card] = field(default_factory=list)
    schools: list[School] = field(default_factory=list)
    updated_on: str = ""


def publish_site(app: App, root: Path, rules: SiteRules, progress: Progress) -> SiteDone:
    """Bring a folder up to what may be published now. Raises SiteFolderError where it may not be written."""
    listed = manifest_path(root)
    old = read_manifest(listed)
    folder = SiteFolder(root, OWN_FOLDERS, known=old is not None)
    released = released_contacts(app.store.decisions(app.campaign.id))
    drawing = Drawing(campaign=app.campaign, rules=rules)
    with Album(app) as album, ManifestWriter(listed) as new:
        work = _Work(app, drawing, folder, old or Manifest(), album, released, SiteDone())
        _units(work, new, progress)
        lists = _whole(work, progress)
        new.finish(lists)
    folder.sweep(work.keep)
    work.done.written, work.done.removed = folder.written, folder.removed
    work.done.courses, work.done.schools = len(work.cards), len(work.schools)
    return work.done


def _units(work: _Work, new: ManifestWriter, progress: Progress) -> None:
    """The pages of all units and their courses, unit by unit."""
    units = work.app.store.units(work.app.campaign.id)
    folds = work.app.store.fold_marks(work.app.campaign.id)
    having = [unit for unit in units if unit.id in folds]
    for count, unit in enumerate(having, 1):
        line = work.old.units.get(unit.id)
        known = entry_of(line) if line else None
        mark = _mark(work, unit, folds[unit.id], known.contacts if known else ())
        if line and known and known.mark == mark and work.folder.there.issuperset(known.files):
            new.carry(line)
            _take(work, known)
        else:
            made = _made(work, unit, folds[unit.id], known)
            new.add(made)
            _take(work, made)
            work.done.made += 1
        progress("units", count, len(having))
    nobodys = work.app.store.unassigned(work.app.campaign.id)
    work.done.refused.extend(
        Refused(id=one.id, title=one.name, reasons=withheld(one, in_person=True)) for one in nobodys.courses
    )


def _mark(work: _Work, unit: Unit, fold_mark: str, contacts: Iterable[str]) -> str:
    """Of all that a unit's pages are made of."""
    shown = sorted(work.released.intersection(contacts))
    return mark_of(work.drawing.mark, fold_mark, unit.name, unit.kind, *shown)


def _made(work: _Work, unit: Unit, fold_mark: str, known: UnitEntry | None) -> UnitEntry:
    """A unit's pages written, and what is to be known of them."""
    state = work.app.store.unit_state(work.app.campaign.id, unit.id)
    records = state.records if state else ()
    published = publish(unit, records, work.released, in_person=work.drawing.rules.in_person)
    found = work.album.found(published, known.pictures if known else {}, work.folder)
    files = [*found.files]
    for path, data in unit_pages(work.drawing, published, found.shown, found.programmes):
        work.folder.put(path, data)
        files.append(path)
    contacts = tuple(name for one in records if one.kind == CONTACT for name in (one.id, *one.aliases))
    return UnitEntry(
        unit_id=unit.id,
        mark=_mark(work, unit, fold_mark, contacts),
        name=unit.name,
        kind=unit.kind,
        updated_on=_day(work.app, state),
        contacts=contacts,
        cards=tuple(cards_of(published, found.shown)),
        files=tuple(files),
        pictures=found.known,
        refused=published.refused,
        faults=found.faults,
    )


def _day(app: App, state: UnitState | None) -> str:
    last = state.last_received_at if state else None
    return last.astimezone(app.campaign.time_zone).date().isoformat() if last else ""


def _take(work: _Work, entry: UnitEntry) -> None:
    """Count a unit into what the lists are made of."""
    work.keep.update(entry.files)
    work.cards.extend(entry.cards)
    work.done.refused.extend(entry.refused)
    work.done.faults.extend(entry.faults)
    if entry.cards:
        kind = work.app.campaign.unit_kinds.get(entry.kind, "")
        said = (fold(entry.name), entry.unit_id, entry.name, kind, len(entry.cards))
        work.schools.append(School(*said, mark=mark_of(*map(str, said))))
        work.updated_on = max(work.updated_on, entry.updated_on)


def _whole(work: _Work, progress: Progress) -> dict[str, str]:
    """What is made of all units together, the first page last; the marks of the lists."""
    work.cards.sort(key=lambda card: card.order)
    work.schools.sort(key=lambda school: school.order)
    for name, data in work.drawing.statics.items():
        _keep(work, look_path(name, data), data)
    lists: dict[str, str] = {}
    known = {path: mark for path, mark in work.old.lists.items() if path in work.folder.there}
    for count, (path, mark, page) in enumerate(_list_pages(work, known), 1):
        lists[path] = mark
        work.keep.add(path)
        if page is not None:
            work.folder.put(path, page)
        progress("pages of lists", count, 0)
    for path, data in search_files(work.cards):
        _keep(work, path, data)
    _top(work)
    return lists


def _list_pages(work: _Work, known: dict[str, str]) -> Iterator[tuple[str, str, bytes | None]]:
    yield from all_list_pages(work.drawing, work.cards, known)
    yield from school_list_pages(work.drawing, work.schools, known)


def _top(work: _Work) -> None:
    """The files that stand in the folder itself."""
    base_url = work.drawing.rules.base_url
    pages = sorted(path for path in work.keep if path.endswith(ENDING))
    for path, data in sitemap_files(base_url, [INDEX, *pages]):
        work.folder.put_top(path, data)
    work.folder.put_top("robots.txt", robots_file(base_url))
    updated_on = date.fromisoformat(work.updated_on) if work.updated_on else None
    work.folder.put_top(*index_page(work.drawing, work.cards, work.schools, updated_on))


def _keep(work: _Work, path: str, data: bytes) -> None:
    work.keep.add(path)
    work.folder.put(path, data)
