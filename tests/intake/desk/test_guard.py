"""The guard: the desk answers to its own names only, takes forms of its own pages only, and no long ones."""

from __future__ import annotations

import pytest
from starlette.datastructures import Headers

from intake.desk.guard import LARGEST_BODY, Place, place_of, refused

ALONE = place_of("127.0.0.1", "")
BEHIND_A_PROXY = place_of("127.0.0.1", "https://desk.sogddt.example")
HOST = "127.0.0.1:8025"


def judged(place: Place, method: str, **headers: str) -> int:
    """The status with which a request is refused, 0 where it is not."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    found = refused(method, Headers(named), place)
    return found[0] if found else 0


@pytest.mark.parametrize("host", ["127.0.0.1:8025", "localhost:8025", "localhost", "[::1]:8025", "LOCALHOST"])
def test_this_machine_finds_the_desk_by_any_of_its_names(host: str) -> None:
    assert judged(ALONE, "GET", host=host) == 0


@pytest.mark.parametrize(
    "host", ["", "evil.example", "127.0.0.1.evil.example", "[::1", "localhost.evil.example:1"]
)
def test_a_name_that_only_points_here_finds_nothing(host: str) -> None:
    assert judged(ALONE, "GET", host=host) == 421


def test_behind_a_proxy_the_public_name_counts_too() -> None:
    assert judged(BEHIND_A_PROXY, "GET", host="desk.sogddt.example") == 0
    assert judged(BEHIND_A_PROXY, "GET", host="sogddt.example") == 421


def test_a_form_of_another_site_is_refused_whatever_it_carries() -> None:
    assert judged(ALONE, "POST", host=HOST, origin="https://evil.example", content_length="3") == 403
    assert judged(ALONE, "POST", host=HOST, origin="null", content_length="3") == 403
    assert judged(ALONE, "POST", host=HOST, sec_fetch_site="cross-site", content_length="3") == 403
    assert judged(ALONE, "POST", host=HOST, content_length="3") == 403


def test_a_form_of_another_port_of_this_machine_is_refused() -> None:
    assert judged(ALONE, "POST", host=HOST, origin="http://127.0.0.1:9000", content_length="3") == 403


def test_a_form_of_our_own_page_is_taken() -> None:
    assert judged(ALONE, "POST", host=HOST, origin=f"http://{HOST}", content_length="3") == 0
    assert judged(ALONE, "POST", host=HOST, sec_fetch_site="same-origin", content_length="3") == 0
    public = "https://desk.sogddt.example"
    assert judged(BEHIND_A_PROXY, "POST", host="desk.sogddt.example", origin=public, content_length="3") == 0


def test_over_tls_a_form_sent_without_it_is_refused() -> None:
    plain = "http://desk.sogddt.example"
    sent = {"host": "desk.sogddt.example", "origin": plain, "content_length": "3"}
    assert judged(BEHIND_A_PROXY, "POST", **sent) == 403


def test_a_body_is_bounded_and_says_its_length() -> None:
    own = {"host": HOST, "origin": f"http://{HOST}"}
    assert judged(ALONE, "POST", **own, content_length=str(LARGEST_BODY + 1)) == 413
    assert judged(ALONE, "POST", **own) == 411
    assert judged(ALONE, "POST", **own, content_length="-1") == 411
