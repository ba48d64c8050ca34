"""The one door of flufl.bounce: the recipients that it knows in a notice of some hundred mail systems."""

from __future__ import annotations

from email.message import Message as MimeMessage

from flufl.bounce import all_failures


def known_failures(message: MimeMessage) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The addresses that are late and those that failed, in lower case, in order; none where it stumbles."""
    try:
        late, failed = all_failures(message)
    # Its detectors were written for their own software's notices; an odd mail must not end the reading.
    except Exception:  # noqa: BLE001
        return (), ()
    return _texts(late), _texts(failed)


def _texts(found: frozenset[bytes]) -> tuple[str, ...]:
    texts = (one.decode("utf-8", "replace").strip("<> ").lower() for one in found)
    return tuple(sorted(text for text in texts if "@" in text))
