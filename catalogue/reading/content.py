"""From a message to what it says: opens, extracts, normalizes, gathers; pure, and knows no unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from catalogue.normalizing.evidence import Source, place_origin
from catalogue.normalizing.links import cloud_links
from catalogue.reading.corrections import take_corrections
from catalogue.reading.gather import Finding, gather, has_courses, unclaimed_cells
from catalogue.reading.lines import Line, lines_of, plain_text
from catalogue.reading.names import unit_names
from catalogue.reading.ownletter import answer_beyond, parted_by_our_foot, without_our_letters
from catalogue.reading.parts import Opener, ReadPart, read_parts
from catalogue.reading.pictures import attach_pictures, judge_picture
from catalogue.reading.prefilled import Returned, read_returned
from catalogue.reading.references import references_in
from catalogue.reading.scans import Suggestions, recognise_scans
from catalogue.reading.signatures import read_signature
from catalogue.reading.statements import (
    ADDRESSED_WITHIN,
    is_letter_to_units,
    replaces_list,
    states_no_courses,
)
from catalogue.reading.unsure import doubt_unsure
from catalogue.records import Entry, MessageReading, NumberedAnswer, PartOutcome, PartStatus
from catalogue.wanted import wanted_for
from config.campaign import Campaign
from parsers.answers import numbered_answers
from parsers.body import Body, split_body, split_document
from parsers.document import Document, Paragraph, Place
from parsers.extract import extract
from parsers.mail import EnclosedMessage, Message
from parsers.wanted import Extraction, Wanted

LONGEST_TEXT = 20_000
"""Letters of a mail's own text that are kept for the officer's eyes."""

LETTERHEAD_ROWS = 8
"""Rows of a table that may be a letter's head, where it says whom it is addressed to."""

READER = 8
"""The reader's version, kept with every reading; raised whenever readings would change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """One document with what was found in it; ``corrections`` were taken out before it was extracted."""

    document: Document
    finding: Finding
    corrections: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A reading with all that it rests on, for whoever looks at the reader's work.

    ``bodies`` are the mail's own text, then those of the mails enclosed in it; ``examined`` are the
    documents of the files, then those of the bodies.
    """

    reading: MessageReading
    bodies: tuple[Body, ...]
    examined: tuple[Examined, ...]


def read_content(message: Message, campaign: Campaign, opener: Opener | None = None) -> MessageReading:
    """Read every part of a message into entries with origins; never raises for bad content.

    ``opener`` opens the files in another way than the plain one.
    """
    return look_at(message, campaign, opener).reading


def look_at(message: Message, campaign: Campaign, opener: Opener | None = None) -> Look:
    """Read a message as ``read_content`` does, and keep what was seen on the way."""
    source = Source(message=message.sha256, message_id=message.message_id)
    opener = opener or Opener()
    parts, returned = _without_our_own(list(read_parts(message, opener)), source, opener)
    whole = _bodies(message, campaign)
    bodies = [_without_our_letters(body) for body in whole]
    spoken = [document for body in bodies for document in (body.new, body.forwarded) if document is not None]
    found = list(_find_in_files(parts, source, campaign, opener))
    found += [_find(document, source, wanted_for(campaign), is_body=True) for document in spoken]
    signature, signed = _signed(bodies, parts, source)
    stated = gather([one.finding for one in found], read_signature(signature, signed), campaign)
    stated = doubt_unsure(stated, {part.name: part.document for part in parts if part.document is not None})
    pictures = [part.outcome for part in parts if part.is_picture]
    entries, pictured = attach_pictures(stated, pictures, source)
    corrections = [entry for one in found for entry in one.corrections]
    corrections += [entry for one in returned for entry in one.changes]
    text = "\n".join(map(plain_text, spoken))
    has_list = has_courses(entries)
    documents = [part.document for part in parts if part.document is not None]
    has_unread = has_list or _has_unread_list(parts)
    outcomes = [(part, _outcome(part, pictured, has_list=has_unread)) for part in parts]
    scans = _suggested(outcomes, source, campaign, opener, has_list=has_list)
    reading = MessageReading(
        reader=READER,
        entries=(*entries, *corrections),
        parts=scans.parts,
        links=tuple(dict.fromkeys(link for document in (*spoken, *documents) for link in _links(document))),
        names=unit_names(
            documents, signature, text, [part.name for part in parts if part.document is not None]
        ),
        numbered=_numbered(bodies[0], source),
        unclaimed=unclaimed_cells([one.finding for one in found], entries),
        replaces_list=has_list and replaces_list(f"{message.subject}\n{text}"),
        no_courses=not has_list and not corrections and states_no_courses(text),
        new_text=plain_text(bodies[0].new)[:LONGEST_TEXT],
        suggested=scans.entries,
        references=(
            *(one.letter for one in returned if one.letter),
            *(one.reference for one in returned if one.reference),
            *references_in(whole, documents),
        ),
        filled=tuple(cell for one in returned for cell in one.filled),
    )
    return Look(reading=reading, bodies=tuple(bodies), examined=tuple(found))


def _without_our_own(
    parts: Sequence[ReadPart], source: Source, opener: Opener
) -> tuple[list[ReadPart], tuple[Returned, ...]]:
    """The parts without what we wrote ourselves into a workbook that came back, and what it brought."""
    kept: list[ReadPart] = []
    returned: list[Returned] = []
    for part in parts:
        opener.turn_to(part.outcome)
        where = replace(source, part=part.name)
        ours = read_returned(part.document, where) if part.document is not None else None
        rest = ours.rest if ours else part.document
        kept.append(replace(part, document=without_our_letters(rest) if rest else None))
        returned += [ours] if ours else []
    opener.turn_to(None)
    return kept, tuple(returned)


def _suggested(
    parts: Sequence[tuple[ReadPart, PartOutcome]],
    source: Source,
    campaign: Campaign,
    opener: Opener,
    *,
    has_list: bool,
) -> Suggestions:
    """What scans seem to say, where there is somebody to read them."""
    if opener.recogniser is None:
        return Suggestions((), tuple(outcome for _, outcome in parts))

    def find(document: Document, name: str) -> Finding:
        where = replace(source, part=name)
        return _find(document, where, wanted_for(campaign), is_body=False).finding

    return recognise_scans(parts, opener, find, campaign, has_list=has_list)


def _find_in_files(
    parts: Sequence[ReadPart], source: Source, campaign: Campaign, opener: Opener
) -> Iterator[Examined]:
    for part in parts:
        if part.document is not None:
            opener.turn_to(part.outcome)
            where = replace(source, part=part.name)
            for document in _told(part.document) if part.is_body else (part.document,):
                yield _find(document, where, wanted_for(campaign), is_body=part.is_body)
    opener.turn_to(None)


def _told(mail: Document) -> Iterator[Document]:
    """What the text of a mail that lies in a file says, without its signature and what it quotes."""
    body = split_document(mail)
    yield from (one for one in (body.new, body.forwarded) if one is not None)


def _find(document: Document, source: Source, wanted: Wanted, *, is_body: bool) -> Examined:
    if is_letter_to_units(
        [line.text for line in islice(lines_of(document, LETTERHEAD_ROWS), ADDRESSED_WITHIN)]
    ):
        nothing = Finding(source=source, extraction=Extraction(), is_body=is_body)
        return Examined(document=document, finding=nothing, corrections=())
    corrected = take_corrections(without_our_letters(document), source)
    extraction = extract(corrected.rest, wanted)
    finding = Finding(source=source, extraction=extraction, is_body=is_body)
    return Examined(document=document, finding=finding, corrections=corrected.entries)


def _bodies(message: Message, campaign: Campaign) -> list[Body]:
    """The mail's own body first, then those of the mails enclosed in it; a returned mail is not read."""
    bodies = [split_body(message)]
    if message.reports:
        return bodies
    own = {campaign.mailbox_address.lower(), campaign.officer.email.lower()}
    theirs = (one for one in message.enclosed if one.sender is None or one.sender.address not in own)
    return bodies + [split_body(_as_message(enclosed, message)) for enclosed in theirs]


def _without_our_letters(body: Body) -> Body:
    """A body whose own words and answers are not ours; single lines of ours lead free words to their item."""
    forwarded = without_our_letters(body.forwarded) if body.forwarded is not None else None
    new = without_our_letters(body.new, lines=False)
    answers = tuple((number, said, at) for number, text, at in body.answers if (said := answer_beyond(text)))
    parted = parted_by_our_foot(body.signature)
    if parted is None:
        return replace(body, new=new, forwarded=forwarded, answers=answers)
    above, below = parted
    known = {number for number, _, _ in answers}
    more = numbered_answers((f"{one.marker} {one.text}".strip(), one.place) for one in below.paragraphs)
    answers += tuple(one for one in more if one[0] not in known)
    new = replace(new, blocks=(*new.blocks, *below.blocks))
    return replace(body, new=new, forwarded=forwarded, signature=above, answers=answers)


def _as_message(enclosed: EnclosedMessage, outer: Message) -> Message:
    return replace(
        outer,
        subject=enclosed.subject,
        sender=enclosed.sender,
        text=enclosed.text,
        html=enclosed.html,
        in_reply_to=(),
        references=(),
        parts=(),
        enclosed=(),
    )


def _signed(bodies: Sequence[Body], parts: Sequence[ReadPart], source: Source) -> tuple[list[Line], Source]:
    """The signature that counts and where it stands: in the mail, else in a mail that lies in a file."""
    lines = _signature(bodies)
    for part in parts if not lines else ():
        if part.is_body and part.document is not None:
            lines = list(lines_of(split_document(part.document).signature))
            if lines:
                return lines, replace(source, part=part.name)
    return lines, source


def _signature(bodies: Sequence[Body]) -> list[Line]:
    """The signature of whoever wrote the content: of a mail passed on that is not the last sender."""
    for body in reversed(bodies):
        lines = list(lines_of(body.signature))
        if body.forwarded is not None:
            first = _first_row(body.forwarded)
            lines = [line for line in lines if _row(line.place) >= first] or lines
        if lines:
            return lines
    return []


def _first_row(document: Document) -> int:
    return min((block.place.row for block in document.blocks if isinstance(block, Paragraph)), default=0)


def _row(place: Place) -> int:
    return place.row if not place.container else 0


def _has_unread_list(parts: Sequence[ReadPart]) -> bool:
    """Whether a file that is no picture could not be read: the list may be in there."""
    return any(part.outcome.status is PartStatus.UNREADABLE and not part.outcome.path for part in parts)


def _outcome(part: ReadPart, pictured: frozenset[str], *, has_list: bool) -> PartOutcome:
    if not part.is_picture:
        return part.outcome
    return judge_picture(part.outcome, pictured, has_list=has_list, is_inline=part.is_inline)


def _links(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield from cloud_links(block.text)
            for _, href in block.hrefs:
                yield from cloud_links(href)
    for grid in document.grids:
        for cell in grid.cells.values():
            yield from cloud_links(cell.text)
            if cell.href:
                yield from cloud_links(cell.href)


def _numbered(body: Body, source: Source) -> tuple[NumberedAnswer, ...]:
    return tuple(
        NumberedAnswer(number=number, text=text, origin=place_origin(place, source))
        for number, text, place in body.answers
    )
