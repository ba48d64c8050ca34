"""Our own letters where they come back unmarked, pasted into a mail or as a file: what they say is nobody's.

Knows the words of the letters that go out and nothing else; what a school wrote around a letter stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeGuard

from parsers.document import Block, Document, Grid, Paragraph
from parsers.text import fold

# Said raw, so that a document without any of them is not folded line by line.
_WORTH_A_LOOK = ("Kính gửi", "Kết quả tiếp nhận", "ghi nhận", "đề nghị", "Đề nghị", "được gửi tự động")
_NARROW = 4
"""The columns of a table in which a letter may have been pasted; lists of courses are wider."""
_FEW_CELLS = 2
"""A question of ours is a row of two cells: its number and its words. A pasted table has more."""
_WRAPPED = 4
"""The lines over which a program may break one of ours."""

_OPENING = re.compile(
    r"so giao duc va dao tao (?:da nhan duoc (?:thong tin|thu|cau hoi)|cam on quy|kinh nhac quy"
    r"|tra loi cau hoi cua quy)"
    r"|thuc hien (?:cong van|van ban)\b.* khoa hoc va dau moi lien he duoc gui ve so truoc ngay"
    r"|thoi han gui thong tin theo (?:cong van|van ban)"
)
_FOOT = re.compile(r"thu nay duoc gui tu dong tu hop thu tiep nhan")
_HELP = re.compile(r"khi can ho tro\b.* dien thoai\b")
_NOTICE = re.compile(r"ho ten chuc vu so dien thoai cua dau moi lien he chi duoc dung")
_NOTICE_ENDS = re.compile(r"bang cach tra loi thu nay$")
_LAST = re.compile(
    r"^quy \w+(?: \w+)? (?:tra loi thu nay ghi so thu tu|vui long kiem tra|gui lai bang cach)"
    r"|\bsau khi (?:nhan duoc|xem xet)\b.* so se\b|\bneu da gui quy \w+(?: \w+)? vui long bo qua thu nay"
    r"|^de nghi quy \w+(?: \w+)? gui bo sung truoc ngay|^hoac dung tep excel kem theo thu nay"
    r"|^neu ghi nhan tren chua dung|^khi gap kho khan vuong mac de nghi lien he\b"
    r"|^trong khi cho tra loi quy \w+(?: \w+)? co the gui truoc"
)
_SENTENCE_END = re.compile(r"[.?][\"”)]*(?:\s+|(?=[=–→>-]))")
_LEADS_TO = re.compile(r"[\s=–→>:-]*(?:(?:trả lời|tra loi|tl|đa)\s*:)?\s*", re.IGNORECASE)
_STILL_OURS = re.compile(r"\b(?:de nghi|neu chua co|vi du|duoc hieu la)\b")
_CLOSED = "./."
_FOOT_LINES = 12
_LONGEST_LINE = 1000
_QUESTION_LINES = 12
_LONGEST = 600
"""The lines of the longest letter: sixty courses, each with its questions."""

_OURS = re.compile(
    r"^(?:\d{1,3} )?(?:khoa|tat ca cac khoa hoc|dau moi lien he|(?:chua doc duoc )?tep)\b"
    r".* de nghi (?:ghi|tra loi|gui|cho biet|chuyen)\b"
    r"|^(?:\d{1,3} )?(?:khoa|dau moi lien he) .+ (?:dong \d+|trong thu)\b.* chua (?:co|ro|dung|thong nhat)\b"
    r"|^(?:[ivx]+ )?doi voi (?:tung khoa hoc|dau moi lien he|tep dinh kem)$"
    r"|^ket qua tiep nhan$|^(?:danh sach khoa hoc|dau moi lien he) da ghi nhan$"
    r"|^dau moi lien he \d+ nguoi$|^khoa hoc da ghi nhan \d+ khoa hoc\b|^da doc \d+ tep\b"
    r"|^cac thong tin theo de nghi tai (?:cong van|van ban)\b"
    r"|^truong hop quy \w+(?: \w+)? khong to chuc khoa hoc\b"
    r"|\bghi nhan quy \w+(?: \w+)? khong to chuc khoa hoc thuoc cac hinh thuc neu trong cong van\b"
    r"|^moi khoa hoc gom ten khoa hoc\b.*\bdau moi lien he gom\b"
    rf"|{_FOOT.pattern}|{_NOTICE.pattern}|^{_HELP.pattern}"
)
_QUESTION = re.compile(rf"{_OURS.pattern}|^dong \d+ (?:trang tinh|tep|trong)\b.* (?:chua|de nghi)\b")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line of a paragraph, or a row of a table: which block, which line or row, its words."""

    block: int
    part: int
    raw: str
    words: str


def without_our_letters(document: Document, *, lines: bool = True) -> Document:
    """A document without what our letters say in it; the same one where they say nothing.

    Whole letters, from whom they greet to their foot, are left out, whatever stands in them; a table with
    more than two columns, which a school pasted, stays. With ``lines`` single lines of ours go too.
    """
    if not any(_is_worth_a_look(block) for block in document.blocks):
        return document
    pieces = [piece for at, block in enumerate(document.blocks) for piece in _pieces(at, block)]
    ours = {at for start, end in _letters(pieces) for at in range(start, end)}
    if lines:
        ours |= {at for at, piece in enumerate(pieces) if _OURS.search(piece.words)}
    if not ours:
        return document
    taken: dict[int, set[int]] = {}
    for at in ours:
        taken.setdefault(pieces[at].block, set()).add(pieces[at].part)
    return replace(document, blocks=tuple(_left(document.blocks, taken)))


def parted_by_our_foot(document: Document) -> tuple[Document, Document] | None:
    """What stands above the foot of a letter of ours and what below it; None where there is no such foot.

    A mail program that marks no quote makes one signature of our greeting, our foot and all below.
    """
    if not any(_is_worth_a_look(block) for block in document.blocks):
        return None
    pieces = [piece for at, block in enumerate(document.blocks) for piece in _pieces(at, block)]
    foot = next((at for at in range(len(pieces)) if _FOOT.match(_joined(pieces, at))), None)
    if foot is None:
        return None
    end = _end_of_foot(pieces, foot, len(pieces))
    below = pieces[end].block if end < len(pieces) else len(document.blocks)
    above = document.blocks[: pieces[foot].block]
    return replace(document, blocks=above), replace(document, blocks=document.blocks[below:])


def answer_beyond(text: str) -> str:
    """What a numbered answer says behind the question of ours that it begins with; all of it without one."""
    lines = text.split("\n")
    for end in range(1, min(len(lines), _QUESTION_LINES) + 1):
        if not _QUESTION.search(_folded(" ".join(lines[:end]))):
            continue
        behind = _behind(lines[end - 1])
        if behind is not None:
            lines = [behind, *lines[end:]]
            break
    return "\n".join(_not_ours(lines)).strip()


def _behind(line: str) -> str | None:
    """What stands behind the end of a question on its own line; None where the question goes on."""
    ends = list(_SENTENCE_END.finditer(f"{line} "))
    if not ends:
        return None
    behind = _LEADS_TO.sub("", line[ends[-1].end() :], count=1).strip()
    return None if _STILL_OURS.search(fold(behind)) else behind


def _not_ours(lines: Sequence[str]) -> Iterator[str]:
    """The lines without those of ours, and without the rest of one that a program broke."""
    goes_on = False
    for line in lines:
        words = _folded(line)
        if not goes_on and not _OURS.search(words):
            yield line
            continue
        goes_on = not line.rstrip().endswith((".", ";", ":"))


def _is_worth_a_look(block: Block) -> bool:
    if isinstance(block, Paragraph):
        return any(word in block.text for word in _WORTH_A_LOOK)
    return _is_narrow(block) and any(
        word in cell.text for cell in block.cells.values() for word in _WORTH_A_LOOK
    )


def _is_narrow(block: Block) -> TypeGuard[Grid]:
    return isinstance(block, Grid) and block.n_columns <= _NARROW


def _pieces(at: int, block: Block) -> Iterator[_Piece]:
    if isinstance(block, Paragraph):
        for part, line in enumerate(block.text.split("\n")):
            yield _Piece(at, part, line, _folded(f"{block.marker} {line}"))
    elif _is_narrow(block):
        rows: dict[int, list[str]] = {}
        for (row, _column), cell in sorted(block.cells.items()):
            rows.setdefault(row, []).append(cell.text)
        for row, texts in rows.items():
            if len(texts) <= _FEW_CELLS:
                joined = " ".join(texts)
                yield _Piece(at, row, joined, _folded(joined))


def _folded(line: str) -> str:
    return fold(line[:_LONGEST_LINE])


def _letters(pieces: Sequence[_Piece]) -> Iterator[tuple[int, int]]:
    """Where each letter of ours begins, and where what follows it does."""
    opened = [at for at in range(len(pieces)) if _OPENING.match(_joined(pieces, at))]
    starts = [_start(pieces, at) for at in opened]
    for start, following in pairwise([*starts, len(pieces)]):
        yield start, _end(pieces, start, min(following, start + _LONGEST))
    for at in range(len(pieces)):
        if _FOOT.search(_joined(pieces, at)) and not _FOOT.search(_joined(pieces, at + 1)):
            yield at, _end_of_foot(pieces, at, len(pieces))


def _start(pieces: Sequence[_Piece], at: int) -> int:
    """The line with which the letter begins that opens here: whom it greets stands a little above."""
    above = range(max(0, at - _WRAPPED), at)
    return next((line for line in above if pieces[line].words.startswith("kinh gui")), at)


def _end(pieces: Sequence[_Piece], start: int, limit: int) -> int:
    """Behind the foot of the letter, else its closing mark, else the last that is known for ours.

    A greeting and the lines below may have gone with a signature.
    """
    for at in range(start + 1, limit):
        if _FOOT.search(_joined(pieces, at)):
            return _end_of_foot(pieces, at, limit)
    closed = next((at for at in range(start + 1, limit) if pieces[at].raw.rstrip().endswith(_CLOSED)), None)
    if closed is not None:
        return closed + 1
    last = max(at for at in range(start, limit) if at == start or _is_ours(pieces, at))
    while last + 1 < limit and pieces[last + 1].words and not pieces[last].raw.rstrip().endswith("."):
        last += 1
    return last + 1


def _is_ours(pieces: Sequence[_Piece], at: int) -> bool:
    return any(one.search(pieces[at].words) for one in (_OURS, _OPENING, _LAST))


def _end_of_foot(pieces: Sequence[_Piece], foot: int, limit: int) -> int:
    below = range(foot + 1, min(limit, foot + _FOOT_LINES))
    helps = max((at + 1 for at in below if _HELP.match(_joined(pieces, at))), default=foot + 1)
    notice = next((at for at in below if _NOTICE.match(_joined(pieces, at))), None)
    if notice is None:
        return helps
    ends = (at + 1 for at in below if at >= notice and _NOTICE_ENDS.search(pieces[at].words))
    return next(ends, notice + 1)


def _joined(pieces: Sequence[_Piece], at: int) -> str:
    return " ".join(piece.words for piece in pieces[at : at + _WRAPPED] if piece.words)


def _left(blocks: Sequence[Block], taken: dict[int, set[int]]) -> Iterator[Block]:
    for at, block in enumerate(blocks):
        parts = taken.get(at)
        if not parts:
            yield block
        elif isinstance(block, Paragraph):
            kept = [line for part, line in enumerate(block.text.split("\n")) if part not in parts]
            if any(map(str.strip, kept)):
                yield replace(block, text="\n".join(kept))
        elif isinstance(block, Grid):
            cells = {place: cell for place, cell in block.cells.items() if place[0] not in parts}
            if cells:
                yield replace(block, cells=cells)
