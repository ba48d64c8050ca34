"""The column type of text from the outside: what a database would refuse is replaced, all else is kept."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Text, TypeDecorator


class PlainText(TypeDecorator[str]):
    """Text from the outside: what a database refuses (NUL, half a surrogate pair) becomes U+FFFD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        del dialect
        return value if value is None else storable(value)


def storable(text: str) -> str:
    """The text as every database takes it."""
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text)
    return text
