"""Loads the set of replies: each rendered as its mail program makes it, with what is new in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.support.mailprograms import rendered
from tests.support.mails import simple
from tests.support.replying import SUBJECT, THEIR_ADDRESS, THEIR_NAME, Reply

FOLDER = Path(__file__).parent.parent / "replies"
_EARLIER = (
    "Vào Th 6, 16 thg 5, 2025 vào lúc 09:30 Lê Thị Hường đã viết:\nKính gửi Sở, em gửi danh sách.\nHường"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One reply as it comes in; ``expected`` is exactly what its sender wrote anew."""

    name: str
    raw: bytes
    text: str
    expected: str


def cases() -> Iterator[Case]:
    """All replies of the set."""
    words = _sections()
    for number, line in enumerate((FOLDER / "cases.txt").read_text().splitlines(), 1):
        if line and not line.startswith("#"):
            yield _case(f"{number:03d} {line}", [*line.split(), "-", "-", "-"], words)


def _case(name: str, fields: list[str], words: dict[str, tuple[str, ...]]) -> Case:
    where, form, text, sign, notice, last = fields[:6]
    program, language = where.split(".")
    # Every third reply answers a letter that itself quotes the mail before it.
    earlier = "" if int(name[:3]) % 3 else _EARLIER
    reply = _reply(words[text], words.get(sign, ()), words.get(notice, ()), earlier, sign_last=last == "last")
    both = rendered(program, language, reply)
    head = (
        f"From: {THEIR_NAME} <{THEIR_ADDRESS}>",
        f"Subject: Re: {SUBJECT}",
        "In-Reply-To: <q@sogddt.example>",
    )
    raw = simple(both[0] if form != "html" else "", *head, html="" if form == "text" else both[1])
    return Case(name=name, raw=raw, text=both[0], expected=reply.expected)


def _reply(
    lines: tuple[str, ...], sign: tuple[str, ...], notice: tuple[str, ...], earlier: str, *, sign_last: bool
) -> Reply:
    above: list[str] = []
    below: list[str] = []
    between: dict[int, list[str]] = {}
    current = above
    for line in lines:
        if line.startswith("?"):
            current = between.setdefault(int(line[1:]), [])
        elif line == "<<":
            current = below
        else:
            current.append(line)
    return Reply(
        above=tuple(above),
        between={number: tuple(answer) for number, answer in between.items()},
        below=tuple(below),
        sign=sign,
        notice=notice,
        sign_last=sign_last or not above,
        earlier=earlier,
    )


def _sections() -> dict[str, tuple[str, ...]]:
    sections: dict[str, list[str]] = {}
    current: list[str] = []
    for line in (FOLDER / "words.txt").read_text().splitlines():
        if line.startswith("[") and line.endswith("]") and " " in line:
            current = sections.setdefault(line[1:-1].split()[1], [])
        else:
            current.append(line)
    return {name: tuple("\n".join(lines).strip("\n").split("\n")) for name, lines in sections.items()}
