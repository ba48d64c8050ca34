"""Files that could not be read, in words for the school: why, and what to do about it; draws no letter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from catalogue.records import AskedItem
from config.campaign import Campaign
from parsers.document import Reason
from reports import wording
from reports.wording import phrase, reason_words

_SCANNED_PAGES = re.compile(r"(.+)/trang (\d[\d, -]*)")
"""How a part is named that is nothing but the scanned pages of a file: "ds.pdf/trang 2, 5-7"."""


@dataclass(frozen=True, slots=True)
class NotRead:
    """A file that could not be read; ``reason`` is a parsers.document.Reason, or wording.LINK_ONLY.

    ``pages``: nothing but these pages of a file that was read otherwise.
    """

    filename: str
    reason: str
    pages: tuple[int, ...] = ()


def unread_words(campaign: Campaign, file: NotRead) -> str:
    """What was not read and why, without a full stop: Chưa đọc được tệp a.pdf: tệp là bản chụp, ..."""
    name, pages = _pages_of(file)
    if pages:
        return f"Chưa đọc được trang {pages} của tệp {name}: {phrase(campaign, 'reason.pages')}"
    what = f"tệp {name}" if name else "nội dung thư"
    return f"Chưa đọc được {what}: {reason_words(campaign, file.reason)}"


def remedies(campaign: Campaign, files: Sequence[NotRead]) -> tuple[str, ...]:
    """What to do, a sentence for each reason; named by its files where there is more than one reason."""
    by_remedy: dict[str, list[str]] = {}
    for file in files:
        by_remedy.setdefault(_remedy(campaign, file), []).append(_named(file))
    if len(by_remedy) == 1:
        return tuple(f"{_capital(remedy)}." for remedy in by_remedy)
    return tuple(f"{_capital(', '.join(names))}: {remedy}." for remedy, names in by_remedy.items())


def asked_words(campaign: Campaign, item: AskedItem, *, told: bool = False) -> str:
    """The item that asks for a file anew: which one, why (unless the letter ``told`` above), what to do."""
    file = NotRead(wording.one_line(item.title), item.found or Reason.CORRUPT.value)
    if told:
        return f"{_capital(_named(file))}: {_remedy(campaign, file)}."
    return f"{unread_words(campaign, file)}. {_capital(_remedy(campaign, file))}."


def _remedy(campaign: Campaign, file: NotRead) -> str:
    key = f"remedy.{'pages' if _pages_of(file)[1] else file.reason}"
    words = phrase(campaign, key if key in wording.PHRASES else f"remedy.{Reason.CORRUPT.value}")
    return words.replace("{officer}", wording.officer(campaign)).replace("{phone}", campaign.officer.phone)


def _named(file: NotRead) -> str:
    name, pages = _pages_of(file)
    if pages:
        return f"trang {pages} của tệp {name}"
    return f"tệp {name}" if name else "nội dung thư"


def _pages_of(file: NotRead) -> tuple[str, str]:
    """The file's name and which of its pages are meant, "" where all of it is."""
    found = _SCANNED_PAGES.fullmatch(file.filename)
    if found:
        return found[1], found[2]
    return file.filename, ", ".join(_spans(file.pages))


def _spans(pages: Iterable[int]) -> list[str]:
    """Pages as a person lists them: 2, 5-7."""
    spans: list[list[int]] = []
    for page in sorted(pages):
        if spans and page == spans[-1][-1] + 1:
            spans[-1].append(page)
        else:
            spans.append([page])
    return [str(span[0]) if len(span) == 1 else f"{span[0]}-{span[-1]}" for span in spans]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
