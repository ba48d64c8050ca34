"""Changes of markup, and of tokens in any language: dropped, multiplied, nested, filled with odd values."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from bench.fuzz_mutate import NUMBERS, TEXTS

MOST_MADE = 3_000_000
_TOKEN = re.compile(rb"<[^>]*>|[^<]+")
_ATTRIBUTE = re.compile(rb'([\w:.-]+)="([^"]*)"')
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")


# ---------------------------------------------------------------- tokens of any language


def tokens_changed(tokens: list[bytes], random: Random) -> list[bytes]:
    """Tokens dropped, doubled, moved or multiplied."""
    if not tokens:
        return tokens
    start = random.randrange(len(tokens))
    end = start + random.choice((1, 1, 2, 5, 30))
    piece, kind = tokens[start:end], random.randrange(5)
    if kind == 0:
        return tokens[:start] + tokens[end:]
    if kind == 1:
        return tokens[:end] + piece + tokens[end:]
    if kind == 2:
        to = random.randrange(len(tokens))
        return tokens[:to] + piece + tokens[to:]
    if kind == 3:
        times = min(random.choice((10, 300, 3000)), MOST_MADE // max(1, sum(map(len, piece))))
        return tokens[:end] + piece * times + tokens[end:]
    other = random.randrange(len(tokens))
    tokens[start], tokens[other] = tokens[other], tokens[start]
    return tokens


def _odd(random: Random) -> bytes:
    text = random.choice(TEXTS) if random.random() < 0.5 else str(random.choice(NUMBERS))
    return text.replace("<", "&lt;").replace('"', "&quot;").replace("\0", "").encode()


def number_in(token: bytes, random: Random) -> bytes:
    found = list(_NUMBER.finditer(token))
    if not found:
        return token
    one = random.choice(found)
    said = random.choice(
        (str(random.choice(NUMBERS)), f"-{random.choice(NUMBERS)}", "", "1e400", "0.00000001")
    )
    return token[: one.start()] + said.encode() + token[one.end() :]


# ---------------------------------------------------------------- markup


def markup(data: bytes, random: Random) -> bytes:
    """Elements, attributes and numbers of XML or HTML."""
    tokens = _TOKEN.findall(data)
    for _ in range(random.choice((1, 1, 2, 6))):
        change = random.choice(
            (_attribute, _attribute, _digits, _digits, _said, _swapped, _doubled, _element)
        )
        tokens = change(tokens, random)
    return b"".join(tokens)


def some(tokens: list[bytes], random: Random, wanted: Callable[[bytes], object]) -> int | None:
    for _ in range(30):
        if not tokens:
            return None
        number = random.randrange(len(tokens))
        if wanted(tokens[number]):
            return number
    return None


def _attribute(tokens: list[bytes], random: Random) -> list[bytes]:
    number = some(tokens, random, _ATTRIBUTE.search)
    if number is not None:
        one = random.choice(list(_ATTRIBUTE.finditer(tokens[number])))
        value = b"" if random.random() < 0.1 else b'%s="%s"' % (one[1], _odd(random))
        tokens[number] = tokens[number][: one.start()] + value + tokens[number][one.end() :]
    return tokens


def _swapped(tokens: list[bytes], random: Random) -> list[bytes]:
    """An attribute's value from elsewhere: ids that point at the wrong thing, or at themselves."""
    number, other = some(tokens, random, _ATTRIBUTE.search), some(tokens, random, _ATTRIBUTE.search)
    if number is not None and other is not None:
        one = random.choice(list(_ATTRIBUTE.finditer(tokens[number])))
        value = random.choice(_ATTRIBUTE.findall(tokens[other]))[1]
        tokens[number] = tokens[number][: one.start(2)] + value + tokens[number][one.end(2) :]
    return tokens


def _digits(tokens: list[bytes], random: Random) -> list[bytes]:
    number = some(tokens, random, _NUMBER.search)
    if number is not None:
        tokens[number] = number_in(tokens[number], random)
    return tokens


def _said(tokens: list[bytes], random: Random) -> list[bytes]:
    number = some(tokens, random, lambda token: not token.startswith(b"<"))
    if number is not None:
        tokens[number] = _odd(random)
    return tokens


def _doubled(tokens: list[bytes], random: Random) -> list[bytes]:
    return tokens_changed(tokens, random)


def _element(tokens: list[bytes], random: Random) -> list[bytes]:
    """A whole element (from its start to its end) dropped, doubled, nested in itself or put elsewhere."""
    start = some(tokens, random, lambda token: token[:1] == b"<" and token[1:2].isalpha())
    if start is None:
        return tokens
    end = _end_of(tokens, start)
    whole, kind = tokens[start:end], random.randrange(5)
    if kind == 0:
        return tokens[:start] + tokens[end:]
    if kind == 1:
        times = min(random.choice((1, 20, 500)), MOST_MADE // max(1, sum(map(len, whole))))
        return tokens[:end] + whole * times + tokens[end:]
    if kind == 2 and len(whole) > 1:
        depth = min(random.choice((2, 40, 500)), MOST_MADE // (len(whole[0]) + len(whole[-1])))
        return tokens[:start] + whole[:1] * depth + whole + whole[-1:] * depth + tokens[end:]
    to = random.randrange(len(tokens))
    return tokens[:to] + whole + tokens[to:]


def _end_of(tokens: list[bytes], start: int) -> int:
    depth = 0
    for number in range(start, len(tokens)):
        token = tokens[number]
        if token.startswith(b"<") and not token.endswith(b"/>") and token[1:2] not in b"!?":
            depth += -1 if token[1:2] == b"/" else 1
        if depth <= 0:
            return number + 1
    return len(tokens)
