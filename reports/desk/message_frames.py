"""What of a message stands in the frame of its page: the coloured view, its words, one file; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.records import MessageReading
from catalogue.views import StoredMessage
from reports.desk.messages import SEEN, PartView
from reports.desk.places import message_path, with_words

LARGEST_WHOLE = 3_000_000
"""A mail beyond this size is looked at file by file."""
MOST_FILES = 12
WORDS, PLAIN, WHOLE = "thu", "chu", "ban-doc"


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameTab:
    """One thing that the frame may show: ``path`` chooses it, ``source`` is what the frame then loads."""

    words: str
    path: str
    source: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameView:
    """The frame of a message's page; ``source`` is "" where nothing can be shown."""

    tabs: tuple[FrameTab, ...]
    source: str
    title: str


def frame_view(
    message: StoredMessage, reading: MessageReading | None, parts: Sequence[PartView], wanted: str
) -> FrameView:
    """The tabs, and the chosen one: what is wanted, else what was read, else the mail's own words."""
    own = message_path(message.sha256)
    tabs = [_tab("Nội dung thư", own, WORDS, f"{own}/noi-dung")]
    if reading is not None and _has_html(reading):
        tabs.append(_tab("Bản chữ", own, PLAIN, f"{own}/noi-dung?ban={PLAIN}"))
    files = [one for one in parts if one.seen_path][:MOST_FILES]
    if message.size <= LARGEST_WHOLE:
        tabs.append(_tab("Bản đọc toàn thư", own, WHOLE, f"{own}/ban-doc"))
    tabs += [_of_file(own, one) for one in files]
    names = [one.path.rpartition("=")[2] for one in tabs]
    usual = WHOLE if files and WHOLE in names else WORDS
    chosen = names.index(wanted if wanted in names else usual)
    shown = tuple(
        FrameTab(words=one.words, path=one.path, source=one.source, is_chosen=at == chosen)
        for at, one in enumerate(tabs)
    )
    return FrameView(tabs=shown, source=shown[chosen].source, title=shown[chosen].words)


def _tab(words: str, own: str, name: str, source: str) -> FrameTab:
    return FrameTab(words=words, path=with_words(own, {SEEN: name}), source=source)


def _of_file(own: str, part: PartView) -> FrameTab:
    number = part.seen_path.rpartition("=")[2]
    source = with_words(f"{own}/ban-doc", {"tep": number})
    return FrameTab(words=f"Bản đọc: {part.name}", path=part.seen_path, source=source)


def _has_html(reading: MessageReading) -> bool:
    return any(one.media_type == "text/html" and not one.is_file for one in reading.parts)
