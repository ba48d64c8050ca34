"""Courses that a sentence tells of in passing, as suggestions to be confirmed; text work, no I/O."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from catalogue.fields import COURSE
from catalogue.reading.lines import bare
from catalogue.reading.takenback import sentences
from parsers.document import Place
from parsers.text import fold
from parsers.wanted import Candidate, Extraction, Reading

DOUBT = "unclear: told in a sentence only"
CONFIDENCE = 0.55
REASON = "sentence"
_MOST = 20
_LONGEST_TITLE = 100
_LONGEST_TEXT = 20_000

# All patterns are for text without accents, letter by letter where it stood.
_NOUN = r"(?:khoa(?: hoc| dao tao)?|lop(?: hoc| day)?)(?: (?:nghe|so cap|ngan han)(?= [\w\"“]))?"
_OWN = r"(?:nha truong|truong|trung tam|don vi|co so|chung toi|ben em|cong ty|vien)"
_GIVES = r"(?:mo|to chuc|khai giang|tuyen sinh|chieu sinh|dao tao|day|giang day|trien khai|co)"
_FURTHER = re.compile(r"\b(?:ngoai ra|con (?:co|mo|to chuc|day|dao tao|khoa|lop)|bo sung|mo them|co them)\b")
_TELLS = re.compile(
    rf"(?:\b{_OWN}\b[^.;:\"“?]{{0,80}}?\b{_GIVES}\b[^.;:\"“?]{{0,30}}?\b|\b(?:va|cung"
    rf"|,) (?:mot )?){_NOUN} [\"“]?(?=\w)"
    rf"|\b(?:khoa|lop)(?: hoc)? (?:thu (?:nhat|hai|ba|tu|nam|\d)|con lai|tiep theo"
    rf"|cuoi(?: cung)?) la (?:{_NOUN} )?[\"“]?(?=\w)"
)
_TITLE_END = re.compile(
    r"[\"”]|\s*[,;:()]|\.(?:\s|$)|$|\s(?=(?:trinh do|he so|he trung|he cao|thoi gian|hoc phi|hoc truc"
    r"|hoc online|truc t|online"
    r"|mien phi|khong thu|voi|trong|vao|tai|cho|bang|theo|khai giang|danh cho|tu|la|hinh thuc|keo dai"
    r"|du kien"
    r"|va (?:khoa|lop))\b)| [-–] "
)
_NOT_OURS = re.compile(
    r"\?|\b(?:vi du|chang han|can cu|cong van|quyet dinh|thong tu|nghi dinh|chi thi|theo (?:quy dinh"
    r"|chi dao|ke hoach)"
    r"|nam ngoai|nam truoc|truoc day|da tung|cac (?:don vi|truong|co so|trung tam)|quy (?:truong|don vi"
    r"|so)|so giao duc"
    r"|muon (?:hoc|hoi|dang ky)|xin hoi|cho hoi|neu|khong (?:a|nhi)|tam (?:dung|ngung)|khong (?:con"
    r"|to chuc|mo)|chua (?:to chuc|mo))\b"
)
_ADVERTISES = re.compile(
    r"\b(?:uu dai|khuyen mai|giam (?:gia|ngay|den)|giam \d+ ?%|huy dang ky|unsubscribe|quang cao"
    r"|dang ky ngay|inbox"
    r"|bam vao day|nhan ngay|qua tang)\b"
)
_DENIED = re.compile(r"\b(?:khong|chua|chang|dung)\b")
_VALUES = {
    "level": re.compile(
        r"\b(?:trinh do |he )?(?:so cap(?! cuu)|trung cap|cao dang|ngan han|thuong xuyen)(?: (?:nghe"
        r"|bac \d))?\b"
    ),
    "delivery": re.compile(
        r"\b(?:truc tuyen ket hop(?: voi)? truc tiep|truc tiep ket hop(?: voi)? truc tuyen|truc tuyen"
        r"|truc tiep|online|offline)\b"
    ),
    "fee": re.compile(
        r"\b(?:mien (?:hoc )?phi|khong thu (?:hoc )?phi|hoc phi(?: la| chi)?:? *\d[^,;()]*"
        r"|\d[\d.,]* ?(?:dong|d|vnd|trieu|nghin|ngan)\b[^,;()]*)"
    ),
    "duration": re.compile(
        r"(?<![\d/])\b\d{1,4} ?(?:thang|tuan|tiet|gio|buoi(?: toi| sang| chieu)?|ngay)\b(?! \d)"
    ),
}


def narrated(extraction: Extraction, known: Sequence[str], *, added: bool) -> Iterator[Candidate]:
    """The courses that the text outside all lists tells of and whose names are not known yet.

    ``added``: only those that a sentence adds to others ("Ngoài ra trường còn có khóa ...").
    """
    text = bare("\n".join(text for _, text in extraction.prose)[:_LONGEST_TEXT])
    if _ADVERTISES.search(text):
        return
    names = [fold(title) for title in known]
    count = 0
    for place, paragraph in extraction.prose:
        for sentence in sentences(paragraph) if count < _MOST else ():
            for candidate in _told(sentence, place, added=added):
                title = fold(candidate.readings[0].text)
                if not any(title in other or other in title for other in names if other):
                    names.append(title)
                    count += 1
                    yield candidate


def _told(sentence: str, place: Place, *, added: bool) -> Iterator[Candidate]:
    low = bare(sentence)
    if _NOT_OURS.search(low) or (added and not _FURTHER.search(low)):
        return
    starts = [found for found in _TELLS.finditer(low) if sentence[found.end()].isupper()]
    if not starts or _DENIED.search(low[: starts[0].end()]):
        return
    ends = [found.start() for found in starts[1:]] + [len(low)]
    for found, end in zip(starts, ends, strict=True):
        stop = _TITLE_END.search(low, found.end(), end)
        title_end = stop.start() if stop else end
        title = sentence[found.end() : title_end].strip(" .,")
        values = values_told(sentence[title_end:end])
        if values and 1 < len(title) <= _LONGEST_TITLE:
            readings = [_reading("title", title, place), *(_reading(*one, place) for one in values)]
            yield Candidate(kind=COURSE, readings=tuple(readings), region=str(place), doubt=DOUBT)


def values_told(text: str) -> list[tuple[str, str]]:
    """What a stretch of a sentence says of a course by field, the first of each."""
    low = bare(text)
    return [
        (key, text[found.start() : found.end()].strip(" ."))
        for key, pattern in _VALUES.items()
        if (found := pattern.search(low)) is not None
    ]


def _reading(field: str, text: str, place: Place) -> Reading:
    return Reading(field=field, text=text, place=place, confidence=CONFIDENCE, reason=REASON)
