"""Passwords of the desk: argon2id (RFC 9106), the only door to the library; keeps none."""

from __future__ import annotations

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from intake.errors import UsageError

SHORTEST = 12
LONGEST = 1000
_HASHER = PasswordHasher()
_NOBODYS = _HASHER.hash(secrets.token_hex(16))


def hashed(password: str, name: str = "") -> str:
    """The password as it may be stored. Raises UsageError where it is too easily guessed."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise UsageError(f"the password needs {SHORTEST} characters at least (and {LONGEST} at most)")
    if len(set(password)) < SHORTEST // 3 or (name and name.lower() in password.lower()):
        raise UsageError("the password is too easily guessed: take several words that do not belong together")
    return _HASHER.hash(password)


def verified(password_hash: str, password: str) -> bool:
    """Whether it is the password of that hash; "" (no such account) takes as long and is never right."""
    try:
        return _HASHER.verify(password_hash or _NOBODYS, password[:LONGEST]) and bool(password_hash)
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(password_hash: str) -> bool:
    """Whether it was made by weaker parameters than today's."""
    return _HASHER.check_needs_rehash(password_hash)
