"""Marking messages as taken in a folder open for writing: moved, copied away, or given a keyword.

It never expunges anything but the messages that it has copied itself: where the server cannot expunge
single messages, nothing is removed at all.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from typing import Any

from intake.mailbox_line import LineCut, ServerRefusal
from intake.mailbox_values import Account, Acknowledged, AckWay

# Short enough for every server's limit on the length of a command.
UIDS_AT_ONCE = 200


def acknowledge_open_folder(
    client: Any, account: Account, keywords: frozenset[str], uids: Sequence[int]
) -> Acknowledged:
    """Mark the messages in batches; ``keywords`` are the flags that the folder can keep."""
    way, warning = _way(client, account, keywords)
    if way in ("move", "copy"):
        create_if_missing(client, account.processed_folder)
    for batch in _batches(uids):
        if way == "move":
            client.move(batch, account.processed_folder)
        elif way == "copy":
            _copy_away(client, account.processed_folder, batch)
        elif way == "keyword":
            client.add_flags(batch, [account.keyword], silent=True)
    return Acknowledged(uids=tuple(uids) if way != "none" else (), way=way, warning=warning)


def create_if_missing(client: Any, folder: str) -> None:
    """Make sure that the folder is there. It is looked for first: some servers die of a second CREATE."""
    if _exists(client, folder):
        return
    try:
        client.create_folder(folder)
    except LineCut:
        raise
    except ServerRefusal:
        # Another worker may have been faster.
        if not _exists(client, folder):
            raise
    # A courtesy to people's mail programs; whether the server keeps subscriptions is no matter of ours.
    with contextlib.suppress(ServerRefusal):
        client.subscribe_folder(folder)


def _way(client: Any, account: Account, keywords: frozenset[str]) -> tuple[AckWay, str]:
    """Return how to mark, and the warning if it is not as configured."""
    if account.acknowledge == "move":
        if client.has_capability("MOVE"):
            return "move", ""
        if client.has_capability("UIDPLUS"):
            return "copy", ""
    lacks = "neither MOVE nor UIDPLUS" if account.acknowledge == "move" else ""
    if "\\*" in keywords or account.keyword in keywords:
        return "keyword", lacks and f"{account.where}: the server has {lacks}; the keyword is set instead"
    lacks = lacks and f"{lacks} and "
    return "none", f"{account.where}: the server has {lacks}no lasting keywords; messages stay unmarked"


def _copy_away(client: Any, folder: str, uids: list[int]) -> None:
    # A crash in between leaves a copy too many, never one too few.
    client.copy(uids, folder)
    client.add_flags(uids, ["\\Deleted"], silent=True)
    client.uid_expunge(uids)


def _exists(client: Any, folder: str) -> bool:
    # Compared by name: a LIST pattern would take % and * in a name for wildcards.
    return folder.upper() == "INBOX" or any(name == folder for _, _, name in client.list_folders())


def _batches(uids: Sequence[int]) -> Iterator[list[int]]:
    for start in range(0, len(uids), UIDS_AT_ONCE):
        yield list(uids[start : start + UIDS_AT_ONCE])
