import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from catalogue.publishing import PublicCourse
from catalogue.records import Unit
from reports.site.cards import Card, card_of
from reports.site.cutting import FEWEST, MOST, pages_of
from reports.site.finding import runs, search_files
from reports.site.places import HEAD, course_path, link, root_of, school_path, search_path
from tests.reports import samples

LEVELS, DELIVERIES, FEES = ("short_term", "elementary", "college"), ("online", "blended"), ("free", "paid")


class Row(NamedTuple):
    id: str


def rows(count: int) -> list[Row]:
    dice = random.Random(count)
    return [Row(f"{dice.getrandbits(48):012x}") for _ in range(count)]


def shapes(entries: Sequence[Row]) -> set[tuple[Row, ...]]:
    return {tuple(page.entries) for page in pages_of(entries)}


def test_a_list_is_cut_into_pages_of_bounded_length_that_follow_each_other() -> None:
    listed = rows(3_000)
    pages = list(pages_of(listed))
    assert [entry for page in pages for entry in page.entries] == listed
    assert all(FEWEST <= len(page.entries) <= MOST for page in pages[:-1])
    assert [page.next_id for page in pages[:-1]] == [page.first_id for page in pages[1:]]
    assert (pages[0].first_id, pages[-1].next_id) == ("", "")


def test_a_new_entry_changes_few_pages_of_a_long_list() -> None:
    listed = rows(3_000)
    before = shapes(listed)
    assert len(before - shapes([Row("000000000000"), *listed])) <= 6
    assert len(before - shapes([*listed[:1500], *listed[1501:]])) <= 6


def test_a_short_list_and_an_empty_one_are_one_page() -> None:
    assert [len(page.entries) for page in pages_of(rows(MOST))] == [MOST]
    assert [len(page.entries) for page in pages_of(rows(0))] == [0]


def test_positions_come_back_from_their_runs() -> None:
    def positions(steps: Iterable[int]) -> list[int]:
        found: list[int] = []
        for step in steps:
            if step >= 0:
                found.append((found[-1] if found else 0) + step)
            else:
                found += [found[-1] + more for more in range(1, 1 - step)]
        return found

    assert runs([4, 5, 6, 9]) == [4, -2, 3]
    dice = random.Random(1)
    for _ in range(50):
        some = sorted(dice.sample(range(300), dice.randrange(1, 200)))
        assert positions(runs(some)) == some


def card(number: int) -> Card:
    dice = random.Random(number)
    unit = Unit(id=f"u{number % 40}", name=f"Trường {number % 40}", kind="college")
    title = f"Nghề {dice.choice(('hàn', 'tiện', 'may', 'điện lạnh', 'đồ họa'))} khóa {number}"
    course = PublicCourse(
        id=f"{dice.getrandbits(48):012x}",
        title=title,
        content="",
        level=dice.choice(LEVELS),
        delivery=dice.choice(DELIVERIES),
        fee=dice.choice(FEES),
    )
    return card_of(unit, course)


def test_what_is_searched_first_stays_small_and_a_change_leaves_most_pieces_alone() -> None:
    cards = sorted((card(number) for number in range(4_000)), key=lambda one: one.order)
    made = dict(search_files(cards))
    head = json.loads(made[HEAD])
    assert len(made[HEAD]) < 10_000
    assert max(map(len, made.values())) < 100_000
    assert [head["count"], len(head["blocks"])] == [4_000, 32]
    assert all(search_path(name) in made for name in [*head["words"].values(), *head["blocks"]])
    entries = [entry for name in head["blocks"] for entry in json.loads(made[search_path(name)])]
    assert [entry[1] for entry in entries] == [course_path(one.id) for one in cards]
    changed = dict(search_files([*cards[:-1], cards[-1]._replace(duration="3 tháng")]))
    assert len(made.keys() - changed.keys()) == 1


def test_links_hold_wherever_the_site_lies_and_no_id_leads_out_of_it() -> None:
    assert link("khoa-hoc/ab/abc.html", "don-vi/x.html") == "../../don-vi/x.html"
    assert link("index.html", "don-vi/x.html") == "don-vi/x.html"
    assert (root_of("index.html"), root_of("a/b/c.html")) == ("", "../../")
    for evil in ("../../etc/passwd", "a/b", "CON", "Ấ", "", "." * 3, "a" * 300):
        path = school_path(evil)
        assert path.startswith("don-vi/x")
        assert path.count("/") == 1
    assert school_path("cd-ben-nghe") == "don-vi/cd-ben-nghe.html"


def test_a_card_tells_the_fee_as_a_learner_reads_it() -> None:
    course = PublicCourse(id="1", title="Hàn", content="c", level="elementary", delivery="online", fee="paid")
    said = [
        card_of(samples.unit(), replace(course, **given)).fee_words
        for given in ({"fee": "free"}, {"fee_vnd": 1500000}, {"fee_text": "500.000 đồng/tháng"}, {})
    ]
    assert said == ["Miễn phí", "1.500.000 đồng", "500.000 đồng/tháng", "Có thu phí"]
