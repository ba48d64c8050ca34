"""Logins: passwords are hashed, guessing grows slow, a login ends by itself, by hand and with its account."""

from __future__ import annotations

import pytest

from catalogue.accounts import RIGHTS, Right, Role
from intake.app import App
from intake.desk import logins
from intake.desk.logins import PATIENCE, Refused
from intake.errors import UsageError
from tests.support.apps import Office
from tests.support.apps import office as office

PASSWORD = "ba chiếc thuyền xanh"
HERE = "127.0.0.1"


@pytest.fixture
def app(office: Office) -> App:
    logins.add_user(office.app, "lan", Role.OFFICER, PASSWORD)
    return office.app


def came_in(app: App, password: str = PASSWORD, name: str = "lan", address: str = HERE) -> str:
    token = logins.log_in(app, name, password, address)
    assert isinstance(token, str)
    return token


def test_the_right_password_opens_a_session_of_its_user(app: App) -> None:
    session = logins.session_of(app, came_in(app))
    assert session is not None
    assert (session.user.name, session.user.role) == ("lan", Role.OFFICER)


def test_each_login_has_a_token_of_its_own(app: App) -> None:
    first, second = came_in(app), came_in(app)
    assert first != second
    assert logins.session_of(app, first) != logins.session_of(app, second)


def test_the_database_holds_neither_password_nor_token(app: App, office: Office) -> None:
    token = came_in(app)
    stored = b"".join(path.read_bytes() for path in office.folder.glob("intake.db*"))
    assert token.encode() not in stored
    assert PASSWORD.encode() not in stored
    assert b"$argon2id$" in stored


@pytest.mark.parametrize(
    ("name", "password"), [("lan", "sai mật khẩu rồi"), ("khong-co", PASSWORD), ("", "")]
)
def test_a_wrong_name_or_password_is_refused_alike(app: App, name: str, password: str) -> None:
    assert logins.log_in(app, name, password, HERE) == Refused()


def test_guessing_at_a_name_is_stopped_even_with_the_right_password_then_and_from_anywhere(
    app: App, office: Office
) -> None:
    for count in range(PATIENCE.of_a_name - 1):
        app.store.accounts.note_failure(("user:lan", f"from:10.0.0.{count}"), app.clock())
    assert logins.log_in(app, "lan", "đoán lần cuối", "10.0.0.98") == Refused()
    refused = logins.log_in(app, "lan", PASSWORD, "10.0.0.99")
    assert refused == Refused(office.clock.now + PATIENCE.span)
    office.clock.forward(minutes=16)
    assert isinstance(logins.log_in(app, "lan", PASSWORD, "10.0.0.99"), str)


def test_a_new_password_opens_a_name_that_guessing_shut(app: App) -> None:
    for _ in range(PATIENCE.of_a_name):
        assert isinstance(logins.log_in(app, "lan", "sai mật khẩu rồi", HERE), Refused)
    logins.set_password(app, "lan", "bốn chiếc thuyền đỏ")
    assert came_in(app, "bốn chiếc thuyền đỏ")


def test_guessing_at_many_names_from_one_address_is_stopped(app: App) -> None:
    for count in range(PATIENCE.of_an_address - 1):
        app.store.accounts.note_failure((f"user:người-{count}", "from:10.0.0.7"), app.clock())
    assert logins.log_in(app, "người-khác", "một mật khẩu nào đó", "10.0.0.7") == Refused()
    refused = logins.log_in(app, "lan", PASSWORD, "10.0.0.7")
    assert isinstance(refused, Refused)
    assert refused.until is not None
    assert isinstance(logins.log_in(app, "lan", PASSWORD, "10.0.0.8"), str)


def test_a_login_ends_when_nobody_uses_it(app: App, office: Office) -> None:
    token = came_in(app)
    office.clock.forward(minutes=59)
    assert logins.session_of(app, token) is not None
    office.clock.forward(minutes=59)
    assert logins.session_of(app, token) is not None
    office.clock.forward(minutes=61)
    assert logins.session_of(app, token) is None
    office.clock.forward(minutes=-61)
    assert logins.session_of(app, token) is None


def test_a_login_ends_after_its_hours_however_busy(app: App, office: Office) -> None:
    token = came_in(app)
    for _ in range(13):
        assert logins.session_of(app, token) is not None
        office.clock.forward(minutes=58)
    assert logins.session_of(app, token) is None


@pytest.mark.parametrize("change", ["password", "role", "close"])
def test_a_changed_account_ends_its_logins(app: App, change: str) -> None:
    token = came_in(app)
    if change == "password":
        logins.set_password(app, "lan", "bốn con ngựa trắng")
    elif change == "role":
        logins.set_role(app, "lan", Role.VIEWER)
    else:
        logins.close_user(app, "lan")
    assert logins.session_of(app, token) is None


def test_a_closed_account_lets_nobody_in_until_it_has_a_new_password(app: App) -> None:
    logins.close_user(app, "lan")
    assert logins.log_in(app, "lan", PASSWORD, HERE) == Refused()
    logins.set_password(app, "lan", "bốn con ngựa trắng")
    assert came_in(app, "bốn con ngựa trắng")


@pytest.mark.parametrize("password", ["ngắn", "aaaaaaaaaaaaaaaa", "mật-khẩu-của-lan", "x" * 1001])
def test_a_password_that_is_easily_guessed_is_not_taken(app: App, password: str) -> None:
    with pytest.raises(UsageError, match="password"):
        logins.set_password(app, "lan", password)


@pytest.mark.parametrize("name", ["", " lan", "a\nb", "x" * 65])
def test_what_is_no_name_becomes_no_user(app: App, name: str) -> None:
    with pytest.raises(UsageError, match="no name of a user"):
        logins.add_user(app, name, Role.VIEWER, "bốn con ngựa trắng")


def test_a_name_is_taken_once(app: App) -> None:
    with pytest.raises(UsageError, match="already"):
        logins.add_user(app, "lan", Role.VIEWER, "bốn con ngựa trắng")


def test_who_only_views_sees_no_persons_and_decides_nothing() -> None:
    assert RIGHTS[Role.VIEWER] == {Right.READ}
    assert Right.DECIDE not in RIGHTS[Role.OPERATOR]
    assert Right.OPERATE not in RIGHTS[Role.OFFICER]
