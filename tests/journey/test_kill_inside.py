"""Die inside one process at each and every boundary between the house and the world, and begin again."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self, cast

import pytest

from catalogue.memory.store import Store
from catalogue.records import LetterState
from intake.app import App
from intake.archive import Archive
from intake.jobs_export import export
from intake.jobs_letters import ask
from intake.jobs_poll import only_one, poll
from intake.jobs_reports import digest
from intake.jobs_send import send
from intake.mailbox import Mailbox
from intake.sender import Sender
from tests.support.apps import ADDRESSES, BIEN_XANH, Office, office_in, row, submission


class Killed(BaseException):
    """What no wall holds: the process is gone."""


@dataclass
class Fate:
    """Counts the boundaries that are crossed, and strikes at one of them."""

    at: int = -1
    crossed: int = 0

    def cross(self) -> None:
        self.crossed += 1
        if self.crossed == self.at:
            raise Killed


class Mortal:
    """Something of the world whose every call may be the last: before it is done, or just after."""

    def __init__(self, inner: object, fate: Fate) -> None:
        self._inner, self._fate = inner, fate

    def __getattr__(self, name: str) -> Any:
        inner = getattr(self._inner, name)
        if not callable(inner):
            return inner

        def call(*words: Any, **named: Any) -> Any:
            self._fate.cross()
            done = inner(*words, **named)
            self._fate.cross()
            return done

        return call

    def __enter__(self) -> Self:
        self._fate.cross()
        cast("Any", self._inner).__enter__()
        return self

    def __exit__(self, *trouble: object) -> None:
        cast("Any", self._inner).__exit__(*trouble)


def mortal(app: App, fate: Fate) -> App:
    return replace(
        app,
        store=cast("Store", Mortal(app.store, fate)),
        archive=cast("Archive", Mortal(app.archive, fate)),
        open_mailbox=lambda: cast("Mailbox", Mortal(app.open_mailbox(), fate)),
        open_sender=lambda: cast("Sender", Mortal(app.open_sender(), fate)),
    )


def a_round(office: Office, app: App) -> None:
    """What cron does: poll, ask, send."""
    with only_one(app):
        poll(app)
    office.clock.forward(minutes=20)
    ask(app)
    send(app)


def a_morning(_office: Office, app: App) -> None:
    """What the morning adds."""
    digest(app)
    send(app)


def with_mail(folder: Path, template: Path) -> Office:
    made = office_in(folder, template)
    made.postbox.deliver(
        submission(1, row("Hàn điện", url=""), row("Tiện ren")),
        submission(2, row("May áo"), sender=ADDRESSES[BIEN_XANH]),
        submission(3, row("Cắm hoa"), sender="co.giao@gmail.example"),
    )
    return made


def told(office: Office) -> tuple[Any, Any]:
    """The catalogue but for its hour, and the letters but for theirs."""
    catalogue = json.loads(b"".join(export(office.app, "json")))
    del catalogue["generated_at"]
    made = office.app.store.letters(office.app.campaign.id)
    return catalogue, {(one.unit_id, one.kind, one.window) for one in made}


Deed = Callable[[Office, App], None]


@pytest.mark.slow
@pytest.mark.parametrize(("deed", "boundaries"), [(a_round, 100), (a_morning, 20)])
def test_dead_at_each_boundary_in_turn_the_house_comes_to_the_same(
    tmp_path: Path, sqlite_template: Path, deed: Deed, boundaries: int
) -> None:
    whole, fate = with_mail(tmp_path / "whole", sqlite_template), Fate()
    measure = done_again(whole, deed, mortal(whole.app, fate))
    assert fate.crossed > boundaries
    for boundary in range(1, fate.crossed + 1):
        office = with_mail(tmp_path / str(boundary), sqlite_template)
        with pytest.raises(Killed):
            deed(office, mortal(office.app, Fate(at=boundary)))
        assert done_again(office, deed, office.app) == measure, f"boundary {boundary}"
        no_letter_twice(office)
        office.app.store.close()


def done_again(office: Office, deed: Deed, app: App) -> tuple[Any, Any]:
    """What stands in the house once it has done its work, after whatever befell it before."""
    office.clock.forward(minutes=30)
    deed(office, app)
    states = office.app.store.ledger(office.app.campaign.id).messages_by_state
    assert set(states) <= {"done"}
    waiting = office.postbox.folders["INBOX"]
    assert len(office.postbox.acknowledged) == sum(states.values()) == 3 - len(waiting)
    return told(office)


def no_letter_twice(office: Office) -> None:
    """Each letter left once; at most the one in hand is in doubt, and waits for a person."""
    left = office.pillar.message_ids
    assert len(left) == len(set(left))
    letters = office.app.store.letters(office.app.campaign.id)
    sent = {one.message_id for one in letters if one.state is LetterState.SENT}
    doubtful = {one.message_id for one in letters if one.state is LetterState.FAILED}
    assert len(sent) + len(doubtful) == len(letters)
    assert len(doubtful) <= 1
    assert sent <= set(left) <= sent | doubtful
