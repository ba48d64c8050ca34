"""The pages of the desk over the invented campaign, as a logged-in officer asks for them; no port is opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bench.scale.timing import Look
from catalogue.accounts import Role
from catalogue.lists import Span, Trouble, WantedRecords
from catalogue.records import MessageKind
from catalogue.views import MessageFilter
from intake.app import App
from intake.desk.logins import add_user
from intake.desk.server import build_desk
from tests.support.desks import PASSWORD, Visitor, browser_of, logged_in

OFFICER = "chuyen-vien"


@contextmanager
def visiting(app: App) -> Iterator[Visitor]:
    """An officer who is logged in."""
    if OFFICER not in {one.name for one in app.store.accounts.users()}:
        add_user(app, OFFICER, Role.OFFICER, PASSWORD)
    with browser_of(build_desk(app)) as client:
        yield logged_in(client, OFFICER)


def pages(app: App, visitor: Visitor) -> Iterator[tuple[str, Look]]:
    """Every page that there is, and the lists as people ask them."""
    for path in _paths(app):
        yield path if len(path) < 60 else f"{path[:57]}...", lambda path=path: _shown(visitor, path)  # type: ignore[misc]


def _shown(visitor: Visitor, path: str) -> None:
    answer = visitor.get(path)
    assert answer.status_code == 200, f"{path}: {answer.status_code}"


def _paths(app: App) -> Iterator[str]:
    campaign, store = app.campaign.id, app.store
    yield from (
        "/hom-nay",
        "/hom-nay/tien-do.png",
        "/can-xu-ly",
        "/can-xu-ly?loai=conflict",
        "/can-xu-ly?loai=unknown_sender",
        "/dot-thu-thap",
        "/nhat-ky",
        "/du-lieu-ca-nhan",
    )
    yield from ("/don-vi", "/don-vi?q=sao+mai", "/don-vi?trang=99", "/don-vi?tinh_trang=incomplete")
    yield from (
        "/khoa-hoc",
        "/khoa-hoc?q=han+nang+cao",
        "/khoa-hoc?q=lam+banh&trang=40",
        "/khoa-hoc?trinh_do=college",
    )
    yield from (
        "/khoa-hoc?loc=missing",
        "/khoa-hoc?sap_xep=unit",
        "/dau-moi",
        "/dau-moi?q=0905",
        "/dau-moi?q=thu+ha",
    )
    yield from ("/thu-den", "/thu-den?q=sao+mai", "/thu-di", "/thu-di?q=sao+mai", "/thu-di?trang_thai=held")
    troubled = WantedRecords(troubles=frozenset({Trouble.DOUBTFUL}))
    [line] = store.lists.records(campaign, troubled, Span(0, 1)).lines
    yield f"/don-vi/{line.record.unit_id}"
    yield f"/khoa-hoc/{line.record.id}"
    for kind in (MessageKind.SUBMISSION, MessageKind.QUESTION, MessageKind.BOUNCE):
        # A small campaign may have none of a kind.
        for message in store.messages(campaign, MessageFilter(kind=kind), 1):
            yield f"/thu-den/{message.short_id}"
    yield f"/thu-di/{store.letters(campaign, limit=1)[0].id}"
