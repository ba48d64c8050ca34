"""All that one message states, from its files and its text, as entries; which contacts count; values only."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from catalogue.fields import COURSE
from catalogue.normalizing.choices import is_blank
from catalogue.normalizing.evidence import Source, place_origin
from catalogue.normalizing.links import addresses, cloud_links
from catalogue.normalizing.normalize import better, normalize_candidate
from catalogue.normalizing.phones import read_phone
from catalogue.normalizing.titles import is_work_study_title, level_in_title
from catalogue.reading.described import described
from catalogue.reading.footnotes import doubt_for_some, doubt_remarked
from catalogue.reading.narrated import narrated
from catalogue.reading.setaside import doubt_set_aside, doubt_stopped
from catalogue.records import Entry, UnclaimedCell, Value
from config.campaign import Campaign
from parsers.document import Place
from parsers.text import fold
from parsers.wanted import PERSONS_LINE, Candidate, Extraction, Reading

SIGNATURE = "signature"
LISTED = "item of a list"
MOST_NAMED = 3
_SPOKEN = 0.7
_SUGGESTED = 0.5
_PAGE = re.compile(r"\S+\.\S+")
_REGISTRATION = re.compile(
    r"\b(?:dang ky|ghi danh)\b.*\b(?:tai|o|qua|link|trang|website|dia chi)\b"
    r"|\b(?:trang thong tin|thong tin chi tiet|website|chi tiet)\b.*\b(?:khoa|lop)\b"
    r"|\btrang (?:thong tin )?lop hoc\b"
    r"|\b(?:trang|link|website) (?:\w+ ){0,2}chung\b"
    r"|\b(?:khoa|lop)\b.*\b(?:xem|tham khao|truy cap|dang tai|dang|tim hieu)\b(?: \w+){0,2} (?:tai|o|tren)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was extracted from one document of a message, and which part that was."""

    source: Source
    extraction: Extraction
    is_body: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sorted:
    """The entries of one finding by how far they count."""

    courses: tuple[Entry, ...]
    listed: tuple[Entry, ...]
    contacts: tuple[Entry, ...]
    named: tuple[Entry, ...]
    signers: tuple[Entry, ...]
    nameless: tuple[Entry, ...]
    shared: Mapping[str, Value]
    is_body: bool


def gather(findings: Sequence[Finding], signature: Entry | None, campaign: Campaign) -> tuple[Entry, ...]:
    """The courses and contacts that a message states, files first; statements for all are laid on each.

    A course whose name is not told is partial: the fold looks which one is meant.
    The same course in two files stays two entries here: what they agree on is the fold's to decide.
    """
    everything = [_sorted(finding, campaign) for finding in findings]
    common = _common(everything)
    stated = [course for one in everything for course in one.courses]
    # Names in a mere list say nothing new where another place tells of the courses themselves.
    stated = stated or [course for one in everything for course in one.listed]
    stated = [*stated, *_told_in_passing(findings, stated)]
    courses = [_with_told_by_title(_with_shared(course, common)) for course in stated]
    contacts = [contact for one in everything for contact in one.contacts]
    nameless = [entry for one in everything for entry in one.nameless]
    if not courses and not nameless:
        nameless = list(_for_all(findings))
    return (*courses, *nameless, *(contacts or _last_resort(everything, signature, campaign)))


def _told_in_passing(findings: Iterable[Finding], stated: Iterable[Entry]) -> Iterator[Entry]:
    """The courses that sentences tell of beside those that the message states."""
    titles = [str(entry.values["title"].value) for entry in stated]
    listed = bool(titles)
    for one in findings:
        for candidate in described(one.extraction):
            if not listed or candidate.readings[0].text in titles:
                titles.append(candidate.readings[0].text)
                yield normalize_candidate(candidate, one.source)
        for candidate in narrated(one.extraction, titles, added=listed):
            entry = normalize_candidate(candidate, one.source)
            titles.append(candidate.readings[0].text)
            yield entry


def _for_all(findings: Iterable[Finding]) -> Iterator[Entry]:
    """What a mail that lists no course says of all those that were sent before."""
    values: dict[str, Value] = {}
    for one in findings:
        if one.is_body:
            values = {**_shared(one, frozenset({"prose"})), **values}
    if values:
        yield Entry(kind=COURSE, values=values, partial=True, for_all=True)


def unclaimed_cells(findings: Iterable[Finding], entries: Iterable[Entry]) -> tuple[UnclaimedCell, ...]:
    """The values that no field claimed, and those that were claimed and came into no entry."""
    used = {(value.origin.part, value.origin.at) for entry in entries for value in entry.values.values()}
    return tuple(
        UnclaimedCell(text=text, heading=heading, origin=place_origin(place, finding.source))
        for finding in findings
        for text, heading, place in _left_over(finding, used)
    )


def _left_over(finding: Finding, used: Container[tuple[str, str]]) -> Iterator[tuple[str, str, Place]]:
    for one in finding.extraction.unclaimed:
        yield one.text, one.heading, one.place
    for candidate in finding.extraction.candidates:
        for reading in candidate.readings:
            if (finding.source.part, str(reading.place)) not in used and not is_blank(reading.text):
                yield reading.text, reading.heading, reading.place


def _sorted(finding: Finding, campaign: Campaign) -> _Sorted:
    shared = _shared(finding)
    courses: list[Entry] = []
    listed: list[Entry] = []
    contacts: list[Entry] = []
    named: list[Entry] = []
    signers: list[Entry] = []
    nameless: list[Entry] = []
    candidates = finding.extraction.candidates
    entries = [normalize_candidate(candidate, finding.source) for candidate in candidates]
    remarked = doubt_set_aside(doubt_remarked(entries, finding.extraction), candidates)
    remarked = doubt_stopped(remarked, finding.extraction.unclaimed)
    for candidate, entry in zip(candidates, remarked, strict=True):
        if entry.kind == COURSE:
            if _is_course(entry):
                (listed if _is_listed(candidate) else courses).append(_with_shared(entry, shared))
            elif len(entry.values) > 1:
                nameless.append(replace(entry, partial=True, doubt=entry.doubt or "no title"))
        elif _is_contact(entry) and not is_officer(entry, campaign):
            signs = _is_signer(candidate, finding)
            (signers if signs else contacts).append(entry)
        elif _is_named(entry) and not _is_signer(candidate, finding) and not is_officer(entry, campaign):
            named.append(entry)
    return _Sorted(
        courses=tuple(courses),
        listed=tuple(listed),
        contacts=tuple(contacts),
        named=tuple(named),
        signers=tuple(signers),
        nameless=tuple(nameless),
        shared=shared,
        is_body=finding.is_body,
    )


def _shared(finding: Finding, reasons: Container[str] | None = None) -> Mapping[str, Value]:
    """What a document says of all its courses, not in a paragraph about one; only for reasons where given."""
    own = {one.readings[0].place for one in described(finding.extraction)}
    every = (*finding.extraction.shared, *_common_pages(finding.extraction))
    readings = [one for one in every if one.place not in own]
    told = tuple(one for one in readings if reasons is None or one.reason in reasons)
    said = normalize_candidate(Candidate(kind=COURSE, readings=told, region=""), finding.source)
    return doubt_for_some(said.values)


def _common_pages(extraction: Extraction) -> Iterator[Reading]:
    """The one page that running text gives for all courses ("Đăng ký tại ..."); a home page is none.

    The same words with a page of their own each ("Xem chi tiết") stand beside courses: none is for all.
    """
    told: dict[str, list[tuple[str, Reading]]] = {}
    for place, text in extraction.prose:
        if "." in text and _REGISTRATION.search(fold(text)):
            pages = [page for page in addresses(text) if not cloud_links(page)]
            if len(pages) == 1:
                reading = Reading(field="url", text=text, place=place, confidence=_SPOKEN, reason="prose")
                told.setdefault(fold(_PAGE.sub(" ", text)), []).append((pages[0], reading))
    for alike in told.values():
        if len({page for page, _ in alike}) == 1:
            yield alike[0][1]


def _common(everything: Iterable[_Sorted]) -> dict[str, Value]:
    """What holds for the courses of every file: said in the mail, or in a letter that lists none itself.

    Two documents that say different things of them all leave it to be confirmed.
    """
    values: dict[str, Value] = {}
    for one in everything:
        if one.is_body or not one.courses:
            for key, value in one.shared.items():
                values[key] = better(key, values[key], value) if key in values else value
    return values


def _with_shared(entry: Entry, shared: Mapping[str, Value]) -> Entry:
    """A course with what holds for all, where it says nothing itself."""
    own = set(entry.values)
    if own & {"fee", "fee_vnd"}:
        own |= {"fee", "fee_vnd"}
    added = {key: value for key, value in shared.items() if key not in own}
    return replace(entry, values={**entry.values, **added}) if added else entry


def _with_told_by_title(entry: Entry) -> Entry:
    """A course with what only its name tells: the level as a suggestion, work-study as it is said."""
    title = entry.values["title"]
    if "work_study" not in entry.values and is_work_study_title(str(title.value)):
        entry = replace(entry, values={**entry.values, "work_study": replace(title, value=True)})
    level = "" if "level" in entry.values else level_in_title(str(title.value))
    if not level:
        return entry
    suggested = replace(
        title, value=level, confidence=_SUGGESTED, doubt="inferred: the title says so", reason="title"
    )
    return replace(entry, values={**entry.values, "level": suggested})


def _is_course(entry: Entry) -> bool:
    title = entry.values.get("title")
    return title is not None and title.value is not None


def _is_contact(entry: Entry) -> bool:
    """Whether an entry names a person, or a post that can be called or written to."""
    said = {key for key, value in entry.values.items() if value.value is not None}
    if "full_name" in said:
        return bool(said & {"phone", "email", "position"}) or bool(entry.values.keys() & {"phone"})
    return "position" in said and bool(said & {"phone", "email"})


def is_officer(entry: Entry, campaign: Campaign) -> bool:
    """Whether an entry is the department's own officer or mailbox: nobody's contact."""
    officer = campaign.officer
    own: dict[str, set[str | None]] = {
        "full_name": {fold(officer.name)},
        "phone": {read_phone(officer.phone).e164},
        "email": {officer.email.lower(), campaign.mailbox_address.lower()},
    }
    said = {key: value.value for key, value in entry.values.items() if isinstance(value.value, str)}
    said["full_name"] = fold(said.get("full_name", ""))
    return any(said[key] in known for key, known in own.items() if said.get(key))


def _is_listed(candidate: Candidate) -> bool:
    return any(reading.reason == LISTED for reading in candidate.readings)


def _is_named(entry: Entry) -> bool:
    """Whether an entry names a person and says nothing else of him."""
    name = entry.values.get("full_name")
    return name is not None and name.value is not None and not name.doubt


def _is_signer(candidate: Candidate, finding: Finding) -> bool:
    """Whether somebody only signs: below a post, or by a line of his own that ends the text of a mail."""
    if any(reading.reason.startswith(SIGNATURE) for reading in candidate.readings):
        return True
    own = candidate.readings[0]
    if not finding.is_body or own.reason != PERSONS_LINE:
        return False
    rows = [one.place.row for other in finding.extraction.candidates for one in other.readings]
    return own.place.row >= max([*rows, *(place.row for place, _ in finding.extraction.prose)], default=0)


def _last_resort(
    everything: Sequence[_Sorted], signature: Entry | None, campaign: Campaign
) -> tuple[Entry, ...]:
    """The mail's signature where nothing else names a contact, else a signer with a phone, else a name."""
    if signature is not None and not is_officer(signature, campaign):
        return (signature,)
    signers = (
        replace(signer, doubt=signer.doubt or "signer: named as signer only")
        for one in everything
        for signer in one.signers
        if (phone := signer.values.get("phone")) is not None and phone.value is not None
    )
    return tuple(signers)[:1] or _named_only(everything)


def _named_only(everything: Iterable[_Sorted]) -> tuple[Entry, ...]:
    """Who is named as contact by name only, each once; a whole column of names lists others."""
    named = {fold(str(entry.values["full_name"].value)): entry for one in everything for entry in one.named}
    if len(named) > MOST_NAMED:
        return ()
    return tuple(
        replace(entry, doubt=entry.doubt or "unclear: named by a name only") for entry in named.values()
    )


def has_courses(entries: Iterable[Entry]) -> bool:
    """Whether any entry states a course of its own."""
    return any(entry.kind == COURSE and not entry.withdrawn and not entry.partial for entry in entries)
