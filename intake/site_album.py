"""The pictures of a unit's courses: known ones stay, others come out of the archived mail and are cleaned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from catalogue.memory.store import StoreError
from catalogue.publishing import PublicCourse, PublicPictures, PublicProgramme, Published
from intake.app import App
from intake.archive import ArchiveError
from intake.reader_limits import Limits
from intake.site_folder import SiteFolder
from intake.site_pictures import Outcome, PictureWorker, Wanted, WantedPicture
from intake.site_programmes import CleanProgramme, WantedProgramme
from reports.pictures import CleanPicture
from reports.site.pages import SitePicture, SiteProgramme
from reports.site.places import picture_path, programme_path

MOST_PER_COURSE = 6
NOT_FOUND = "not found"
NOT_SENT = "named, but not sent as a file"


_Named = PublicPictures | PublicProgramme


@dataclass(slots=True)
class Found:
    """The pictures of one unit: by course, by what they were asked for, their files, and what failed."""

    shown: dict[str, tuple[SitePicture, ...]] = field(default_factory=dict)
    programmes: dict[str, SiteProgramme] = field(default_factory=dict)
    known: dict[str, SitePicture | None] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    failed: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def faults(self) -> tuple[tuple[str, str, str], ...]:
        return tuple(self.failed)


class Album:
    """Finds pictures for one export; ends its process at the end."""

    def __init__(self, app: App) -> None:
        reading = app.settings.reading
        self._app = app
        self._worker = PictureWorker(
            Limits(
                memory_bytes=reading.memory_mb << 20,
                cpu_seconds=reading.cpu_seconds,
                wall_seconds=reading.wall_seconds,
            )
        )
        self._open = ExitStack()

    def __enter__(self) -> Self:
        self._open.enter_context(self._worker)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def found(
        self, published: Published, known: Mapping[str, SitePicture | None], folder: SiteFolder
    ) -> Found:
        """The pictures of a unit's published courses, written into the folder where they are new."""
        found = Found()
        for course in published.courses:
            self._add_programme(course, folder, found)
            if course.pictures is None:
                continue
            mine = list(self._of_course(course.id, course.pictures, (known, folder), found))
            if mine:
                found.shown[course.id] = tuple({one.name: one for one in mine}.values())
        shown = {path for many in found.shown.values() for one in many for path in paths_of(one)}
        found.files = sorted({*shown, *(programme_path(one.name) for one in found.programmes.values())})
        return found

    def _add_programme(self, course: PublicCourse, folder: SiteFolder, found: Found) -> None:
        """The programme of a course as a file, where its words name one that may be shown."""
        if course.programme is None:
            return
        wanted = WantedProgramme(course.programme.words, course.programme.unnamed)
        outcome = self._fetched(course.programme, wanted)
        if isinstance(outcome, CleanProgramme):
            folder.put(programme_path(outcome.name), outcome.data)
            found.programmes[course.id] = SiteProgramme(outcome.name, len(outcome.data))
        else:
            found.failed.append((course.id, "programme", f"programme: {outcome}"))

    def _of_course(
        self,
        course_id: str,
        pictures: PublicPictures,
        before: tuple[Mapping[str, SitePicture | None], SiteFolder],
        found: Found,
    ) -> Iterator[SitePicture]:
        known, folder = before
        for name in pictures.names[:MOST_PER_COURSE]:
            key = "\n".join((pictures.origin.message, *pictures.message_ids, pictures.origin.part, name))
            shown = known.get(key) or found.known.get(key)
            if shown is None or not folder.there.issuperset(paths_of(shown)):
                wanted = WantedPicture(pictures.origin.part, name)
                outcome = NOT_SENT if "://" in name else self._fetched(pictures, wanted)
                shown = _written(outcome, folder) if isinstance(outcome, CleanPicture) else None
                if isinstance(outcome, str):
                    found.failed.append((course_id, name, outcome))
            found.known[key] = shown
            if shown is not None:
                yield shown

    def _fetched(self, named: _Named, wanted: Wanted) -> Outcome:
        """What is wanted from the first of the course's messages that has it."""
        for sha256 in self._messages(named):
            try:
                raw = self._app.archive.get(sha256)
            except ArchiveError:
                continue
            outcome = self._worker.ask(raw, wanted)
            if outcome != NOT_FOUND:
                return outcome
        return NOT_FOUND

    def _messages(self, named: _Named) -> Iterator[str]:
        """The messages that may hold a file: the one that spoke of it, then the others of the course."""
        if named.origin.message:
            yield named.origin.message
        for message_id in named.message_ids:
            try:
                message = self._app.store.message(message_id)
            except StoreError:
                continue  # several bear that id: which one is meant, nobody knows
            if message is not None and message.sha256 != named.origin.message:
                yield message.sha256


def paths_of(picture: SitePicture) -> list[str]:
    """The files of a picture."""
    return [
        picture_path(picture.name, width, ending) for width, _ in picture.sizes for ending in ("webp", "jpg")
    ]


def _written(picture: CleanPicture, folder: SiteFolder) -> SitePicture:
    for one in picture.renditions:
        folder.put(picture_path(picture.name, one.width, "webp"), one.webp)
        folder.put(picture_path(picture.name, one.width, "jpg"), one.jpeg)
    return SitePicture(name=picture.name, sizes=tuple((one.width, one.height) for one in picture.renditions))
