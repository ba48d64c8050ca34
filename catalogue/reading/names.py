"""The names of units that a message shows: letterhead, label, signature, opening words; knows no roster."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from catalogue.reading.lines import Line, bare, lines_of
from parsers.document import Document
from parsers.text import fold, squeeze

MOST = 20
_HEAD_LINES = 14
_TOP_LINES = 60
_TABLE_ROWS = 12
_SHORTEST = 4
_LONGEST = 120
_KIND = (
    r"(?:truong|trung tam|tt\.?\s?gd\w*|ttgd\w*|tt|cong ty|cty|vien|hoc vien|co so|ho kinh doanh|phan hieu"
    r"|trung cap|cao dang|cd|tc|tap doan|doanh nghiep|hop tac xa|htx|hoi|lien doan|nha van hoa|nha thieu nhi"
    r"|cung van hoa|gdnn|gdtx)"
)
_STARTS = re.compile(rf"^{_KIND}\b(?!\s*(?:phong|khoa|ban|bo mon)\b)")
_LABELLED = re.compile(
    r"^(?:[-•*+]\s*)?(?:ten )?(?:don vi(?: bao cao| gui| dang ky)?|truong|trung tam|co so(?: dao tao| gdnn)?"
    r"|co quan)(?: cong tac)?\s*[:：]\s*(?P<name>.+)$"
)
_SPOKEN = re.compile(
    rf"\b(?P<name>{_KIND}\s+[^,.;:()\n]{{3,90}}?)(?:\s*\([^)]{{0,80}}\))?"
    r"\s+(?:xin |kinh |tran trong |da |hien |nay )*"
    r"(?:gui|bao cao|thong bao|cung cap|dang ky|co y kien|phuc dap|chua|to chuc|dinh chinh|bo sung|nop)\b"
)
_NOT_OURS = re.compile(
    r"^(?:so giao duc|so gd|uy ban|ubnd|bo giao duc|cong hoa|kinh gui|phong giao duc|hoi dong)"
    r"|so giao duc va dao tao"
)
_OTHER_LINE = re.compile(
    r"^(?:so \d|cong hoa|doc lap|danh sach|bang|khoa hoc|cac (?:khoa|lop)|thong tin|bao cao|cong van|ke hoach"
    r"|phu luc|bieu|phieu|v v|kinh gui|sheet)\b"
)
_TAIL = re.compile(
    r"\s*(?:[-–|,;:(]\s*)?(?:địa chỉ|đc|đt|điện thoại|tel|email|website|số\s*:).*$", re.IGNORECASE
)


def unit_names(
    documents: Iterable[Document], signature: Iterable[Line], body: str, files: Iterable[str]
) -> tuple[str, ...]:
    """Names that units bear in a message, best evidence first, each once."""
    tops = [list(islice(lines_of(document, _TABLE_ROWS), _TOP_LINES)) for document in documents]
    found = (
        *(name for lines in tops for name in _labelled(lines)),
        *(name for lines in tops for name in _letterhead(lines[:_HEAD_LINES])),
        *_spoken(body),
        *_named(piece for line in signature for piece in re.split(r"\s[-–|]\s|\|", line.text)),
        *(squeeze(re.sub(r"[_\-]+", " ", name.rpartition("/")[2].rpartition(".")[0])) for name in files),
    )
    unique: dict[str, str] = {}
    for name in found:
        if _SHORTEST <= len(name) <= _LONGEST:
            unique.setdefault(fold(name), name)
    return tuple(islice(unique.values(), MOST))


def _labelled(lines: Iterable[Line]) -> Iterator[str]:
    for line in lines:
        match = _LABELLED.match(bare(line.text)) if ":" in line.text or "：" in line.text else None
        if match:
            yield _tidy(line.text[match.start("name") :])


def _letterhead(lines: Sequence[Line]) -> Iterator[str]:
    for index, line in enumerate(lines):
        for name in _named([line.text]):
            yield from _whole(name, line, lines[index + 1 : index + 3])
            yield name


def _whole(name: str, line: Line, following: Sequence[Line]) -> Iterator[str]:
    """A name in capitals with the lines that it runs on over, longest first."""
    rest: list[str] = []
    for other in following:
        same_cell = other.place == line.place
        next_line = not other.place.container and not line.place.container
        if not (same_cell or next_line) or not other.text.isupper() or _OTHER_LINE.search(fold(other.text)):
            break
        rest.append(other.text)
    if line.text.isupper():
        for count in range(len(rest), 0, -1):
            yield squeeze(" ".join([name, *rest[:count]]))


def _named(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        name = squeeze(text)
        if len(name) <= _LONGEST and _STARTS.match(fold(name)) and not _NOT_OURS.search(fold(name)):
            yield _tidy(name)


def _spoken(body: str) -> Iterator[str]:
    text = body[:4000]
    for match in _SPOKEN.finditer(bare(text)):
        name = squeeze(text[match.start("name") : match.end("name")])
        own_words = name.split()[1:]
        if any(word[0].isupper() for word in own_words) and not _NOT_OURS.search(fold(name)):
            yield name


def _tidy(name: str) -> str:
    return _TAIL.sub("", squeeze(name)).strip(" .,;:-–|")
