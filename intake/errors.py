"""The one error that says: what was asked for cannot be; each message says what and what to do."""

from __future__ import annotations


class UsageError(Exception):
    """A command or a decision names something that is not there, or asks for what cannot be."""
