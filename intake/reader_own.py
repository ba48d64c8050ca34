"""The reader inside this process, and who recognises scans for it; it has no limits against hostile files."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from functools import partial

from catalogue.reading.parts import Opener, Recogniser
from config.campaign import Campaign
from config.settings import ReadingSettings, SettingsError
from intake.reader import Order, Promise, Read
from intake.reader_limits import scan_seconds
from intake.reader_ocr import OcrMissingError, find_recogniser
from intake.reader_work import read


def scan_recogniser(reading: ReadingSettings) -> Recogniser | None:
    """Who recognises scans, None where nobody shall. Raises SettingsError where the machine lacks it."""
    if not reading.ocr:
        return None
    try:
        return find_recogniser(scan_seconds(reading.wall_seconds))
    except OcrMissingError as error:
        raise SettingsError(f"reading.ocr: {error}, or set reading.ocr = false") from error


class OwnReader:
    """Reads inside this process, each message when it is asked for; a hostile file has no limits here."""

    def __init__(self, recogniser: Recogniser | None = None) -> None:
        """Scans are recognised by ``recogniser``, by None not at all."""
        self._recogniser = recogniser

    def read(self, sha256: str, raw: bytes, campaign: Campaign) -> Read:
        return read(sha256, raw, campaign, Opener(self._recogniser))

    def read_many(self, orders: Sequence[Order], campaign: Campaign) -> Generator[Promise, None, None]:
        for order in orders:
            yield partial(self._read, order, campaign)

    def close(self) -> None:
        """There is nothing to let go of."""

    def _read(self, order: Order, campaign: Campaign) -> Read:
        return self.read(order.sha256, order.raw(), campaign)
