"""One file out of an attachment by the path that its reading gave it; bytes in, bytes out."""

from __future__ import annotations

from collections.abc import Iterator

from parsers.containers import CONTAINERS, ENCLOSING
from parsers.containers.members import Budget, Member, Role
from parsers.document import UnreadableError
from parsers.opening import MAX_SIZE, stem_of, untaken
from parsers.sniff import sniff


def member_bytes(name: str | None, declared: str, data: bytes, path: str) -> bytes | None:
    """The bytes of a member under the path that ``parsers.opening`` gave it, "" for the attachment itself.

    None where no member has that path, or where its holder does not give it out.
    """
    if not path:
        return data
    try:
        return _sought(Member(name or "", data), declared, path, Budget())
    except UnreadableError:
        return None


def _sought(holder: Member, declared: str, path: str, budget: Budget) -> bytes | None:
    for member in _members(holder, declared, budget):
        if path == member.path:
            return member.content if isinstance(member.content, bytes) else None
        if path.startswith(f"{member.path}/"):
            found = _sought(member, "", path.removeprefix(f"{member.path}/"), budget)
            if found is not None:
                return found
    return None


def _members(holder: Member, declared: str, budget: Budget) -> Iterator[Member]:
    """What lies right in a holder, under the names that make it unlike the others."""
    data = holder.content
    if not isinstance(data, bytes) or len(data) > MAX_SIZE:
        return
    media = holder.media or sniff(data, holder.name, declared)
    reader = CONTAINERS.get(media) or ENCLOSING.get(media)
    taken: dict[str, int] = {}
    for found in reader(data, budget) if reader else ():
        if isinstance(found, Member) and found.role is not Role.WHOLE:
            path = untaken(found.path or stem_of(holder.name), taken)
            yield Member(path, found.content, found.media, found.role)
