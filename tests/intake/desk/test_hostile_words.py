"""Every page that can be reached, after schools wrote markup wherever they write: it stays words."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest

from catalogue.records import DecisionKind
from intake.jobs_decide import set_value
from intake.jobs_letters import ask
from tests.support.apps import ADDRESSES, DOI_THONG, HEADINGS, SAO_MAI, Office, row
from tests.support.desks import BASE, DeskClient, Visitor
from tests.support.queues import received

EVIL = "\"'><b data-evil onmouseover=alert(1)>{{7*7}}</b><!--</title></textarea><script>"
PERSON, PHONE = "Bà Trịnh Thu Ngân", "0918 202 431"
MOST_PAGES = 400
LEADING = {"href", "src", "action", "srcdoc", "formaction", "data", "ping"}
FORMS = ("/don-vi", "/khoa-hoc", "/dau-moi", "/thu-den", "/thu-di")


class Elements(HTMLParser):
    """What a page is made of: its tags with their attributes, and the addresses it leads to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def addresses(self) -> Iterator[str]:
        for _tag, attributes in self.tags:
            yield from (value for name, value in attributes.items() if name in {"href", "src"})


def hostile_mail(number: int, sender: str, *titles: str) -> bytes:
    """A mail of a school whose every word is markup; its body is HTML of the worst kind."""
    told = EmailMessage()
    told["From"] = f'"{PERSON} {EVIL.replace(chr(34), "")}" <{sender}>'
    told["To"] = "tiepnhan.gdtx@sogddt.example"
    told["Subject"] = f"Khóa học {EVIL}"
    told["Message-ID"] = f"<{number}.evil@{sender.partition('@')[2]}>"
    told["Date"] = "Mon, 19 May 2025 09:30:00 +0700"
    told.set_content(f"Đầu mối liên hệ: {PERSON} {EVIL}, chức vụ: Trưởng phòng, điện thoại: {PHONE}.")
    told.add_alternative(
        f"<p>Đầu mối liên hệ: {PERSON}, điện thoại: {PHONE}</p><base href=//evil.example>"
        "<svg><style><img data-evil src=x onerror=alert(1)></style></svg><math><mtext><table><mglyph><style>"
        "<!--</style><img data-evil src onerror=alert(1)>--><noscript><p title='</noscript><b data-evil>'>"
        "<form action=//evil.example><input name=x></form><meta http-equiv=refresh content='0;//e.example'>"
        "<iframe srcdoc='<b data-evil>'></iframe><a href='javascript:a()' style='background:url(//e.x)'>x"
        "<p style=\"color:red;background:u\\72l('//evil.example')\">",
        subtype="html",
    )
    cells = [HEADINGS]
    for at, title in enumerate(titles, 1):
        one = row(title, curriculum=f"10 bài {EVIL}", content=f"=cmd|' /C calc'!A0 {EVIL}")
        keys = ("title", "level", "delivery", "fee", "content", "curriculum", "url")
        cells.append(";".join([str(at), *('"' + one[key].replace('"', '""') + '"' for key in keys)]))
    told.add_attachment("\r\n".join(cells).encode(), maintype="text", subtype="csv", filename=f"ds{EVIL}.csv")
    return told.as_bytes()


@pytest.fixture
def hostile(office: Office) -> Office:
    """An installation to which three senders wrote markup only."""
    school, stranger = ADDRESSES[SAO_MAI], "la@gmail.example"
    received(
        office, hostile_mail(1, school, f"Hàn điện {EVIL}", "=1+1"), hostile_mail(2, stranger, "Cắm hoa")
    )
    received(office, hostile_mail(3, ADDRESSES[DOI_THONG]))
    course = next(one for one in office.state().courses if one.name.startswith("Hàn"))
    set_value(office.app, course.id, "duration", f"3 tháng {EVIL}", f"ghi chú {EVIL}")
    ask(office.app)
    return office


def reached(visitor: Visitor) -> Iterator[tuple[str, str]]:
    """Every page that links and frames lead to, each once, with its HTML."""
    waiting = ["/hom-nay", *(f"{path}?q={EVIL}&don_vi={EVIL}" for path in FORMS), f"/can-xu-ly?tim={EVIL}"]
    begun = frozenset(waiting)
    known = set(waiting)
    while waiting:
        path = waiting.pop(0)
        answer = visitor.client.get(path)
        assert answer.status_code == (200 if path not in begun else answer.status_code), path
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        yield path, answer.text
        for address in Elements(answer.text).addresses():
            there = urljoin(path, address.partition("#")[0])
            if there.startswith("/") and there not in known and "static" not in there:
                assert len(known) < MOST_PAGES
                known.add(there)
                waiting.append(there)


@pytest.mark.parametrize("role", ["officer", "viewer"])
def test_what_schools_write_stays_words_on_every_page(
    hostile: Office, desk_client: DeskClient, role: str
) -> None:
    del hostile
    pages = dict(reached(desk_client(role)))
    assert any("data-evil" in text for text in pages.values())
    for path, text in pages.items():
        for tag, attributes in Elements(text).tags:
            assert "data-evil" not in attributes, (path, tag)
            assert not [name for name in attributes if name.startswith("on")], (path, tag)
            for name in LEADING & attributes.keys():
                assert is_harmless(attributes[name], attributes.get("rel", "")), (path, tag, attributes)


def is_harmless(address: str, rel: str) -> bool:
    """Whether it is of the desk, a picture of a mail itself, or a page of a school that learns nothing."""
    parts = urlsplit(address)
    if (not parts.scheme and not parts.netloc) or address.startswith("data:image/png;base64,"):
        return True
    return parts.scheme in {"http", "https"} and {"noopener", "noreferrer"} <= set(rel.split())


def test_a_viewer_reaches_no_page_that_names_a_person(hostile: Office, desk_client: DeskClient) -> None:
    decided = hostile.app.store.all_decisions(hostile.app.campaign.id)
    assert [one.kind for one in decided] == [DecisionKind.SET_VALUE]
    shown = dict(reached(desk_client("viewer")))
    assert len(shown) > len(FORMS)
    for path, text in shown.items():
        for word in (
            "Ngân",
            "202 431",
            "0918",
            ADDRESSES[SAO_MAI],
            "ghi chú",
            "/thu-den",
            "/thu-di",
            "/dau-moi",
        ):
            assert word not in text, (path, word)


def test_files_to_keep_start_no_formula_and_bear_safe_names(hostile: Office, desk_client: DeskClient) -> None:
    del hostile
    officer = desk_client("officer")
    table = officer.get("/khoa-hoc.csv")
    assert "'=1+1" in table.text
    assert "\r\n=" not in table.text
    assert ",=" not in table.text
    files = [
        (path, there)
        for path, text in reached(officer)
        for there in Elements(text).addresses()
        if "/tep/" in there or there.endswith("/ban-goc")
    ]
    assert files
    for _path, there in files:
        answer = officer.client.get(there, headers={"Origin": BASE})
        told = answer.headers["content-disposition"]
        assert told.startswith('attachment; filename="')
        assert not set("<>\r\n") & set(told)
        assert "sandbox" in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-store"
