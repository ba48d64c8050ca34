"""The commands for the rights of persons, and those that take a decision back, on a real installation."""

from __future__ import annotations

from tests.support.cli import Shell


def contact(shell: Shell) -> dict[str, str]:
    found: dict[str, str] = shell.well("list", "contacts", "--json").json()[0]
    return found


def test_a_person_is_found_shown_corrected_and_erased(installed: Shell) -> None:
    one = contact(installed)
    kinds = {held["kind"] for held in installed.well("person", "find", one["name"], "--json").json()}
    assert {"record", "message"} <= kinds
    assert installed.well("person", "show", one["id"], "--json").json()["names"] == [one["name"]]
    installed.well("person", "correct", one["id"], "position", "Hiệu trưởng", "--note", "theo đơn")
    assert "Hiệu trưởng" in installed.well("person", "show", one["id"], "--json").out
    dry = installed.well("person", "erase", one["id"], "--reason", "đơn ngày 20/5", "--dry-run").out
    assert "goes: the bytes of message" in dry
    assert installed.well("person", "requests", "--json").json() == []
    done = installed.well("person", "erase", one["id"], "--reason", "đơn ngày 20/5").out
    assert "erased: request" in done
    assert one["name"] not in installed.well("list", "contacts", "--json").out
    [request] = installed.well("person", "requests", "--json").json()
    assert (request["state"], request["reason"]) == ("done", "đơn ngày 20/5")
    assert "0 erasures ended, 0 messages erased again" in installed.well("person", "resume").out
    assert installed.well("status", "--json").json()["messages"] == 3


def test_a_mere_name_is_refused_with_a_word_on_what_a_key_is(installed: Shell) -> None:
    refused = installed.run("person", "erase", contact(installed)["name"], "--reason", "x")
    assert refused.code == 2
    assert "a key is the id of a contact" in refused.err


def test_a_decision_is_undone_by_the_id_that_it_was_told_with(installed: Shell) -> None:
    course = installed.well("list", "courses", "--json").json()[0]
    told = installed.well("decide", "set", course["id"], "fee", "2.500.000 đồng").out
    first = told.rpartition("(decision ")[2].partition(",")[0].rstrip(")\n")
    assert "taken back" in installed.well("decide", "undo", first, "--note", "nhầm").out
    decisions = installed.well("list", "decisions", "--json").json()
    assert {one["kind"] for one in decisions} == {"set_value", "undo"}
    assert all(one["taken back by"] for one in decisions if one["kind"] == "set_value")
    assert installed.run("decide", "undo", first).code == 2


def test_a_case_is_closed_by_hand_and_opened_again(installed: Shell) -> None:
    def status() -> str:
        units = installed.well("list", "units", "--json").json()
        return next(str(one["status"]) for one in units if one["id"] == "cd-sao-mai")

    before = status()
    installed.well("decide", "complete", "cd-sao-mai", "--note", "đã thống nhất")
    assert status() == "complete"
    installed.well("decide", "complete", "cd-sao-mai", "--off")
    assert status() == before
