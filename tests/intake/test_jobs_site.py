import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath
from xml.etree import ElementTree as ET

import pytest

from intake import jobs_decide
from intake.jobs_poll import poll
from intake.jobs_site import SiteDone, publish_site
from intake.site_folder import SiteFolderError
from intake.site_manifest import manifest_path
from reports.site.drawing import SiteRules
from tests.support.apps import BIEN_XANH, SAO_MAI, Office, row
from tests.support.publications import catalogue_mails, jpeg, offer, paper, photograph

BASE = "https://hoctap.example/khoa-hoc/"
PHONES = ("0918 202 431", "0918202431", "+84918202431", "0939 414 515", "+84939414515")
NAMES = ("Trịnh Thu Ngân", "Hồ Quang Bảo")
FIRST_LOAD = 100_000


@pytest.fixture
def filled(office: Office) -> Office:
    for raw in catalogue_mails():
        office.postbox.deliver(raw)
    poll(office.app)
    return office


def publish(office: Office, **rules: object) -> SiteDone:
    given = SiteRules(**({"base_url": BASE} | rules))  # type: ignore[arg-type]
    return publish_site(office.app, site(office), given, lambda *_: None)


def site(office: Office) -> Path:
    return office.folder / "site"


def files(office: Office) -> dict[str, Path]:
    root = site(office)
    return {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}


def pages(office: Office) -> dict[str, str]:
    return {name: path.read_text() for name, path in files(office).items() if name.endswith(".html")}


def course_page(office: Office, title: str) -> str:
    return next(text for text in pages(office).values() if f"<h1>{title}</h1>" in text)


def snapshot(office: Office) -> dict[str, tuple[bytes, int]]:
    return {name: (path.read_bytes(), path.stat().st_mtime_ns) for name, path in files(office).items()}


class Links(HTMLParser):
    """Every address that a page names, and what it runs or styles inside itself."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.inline: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.addresses += [given[name] for name in ("href", "src", "action") if name in given]
        for part in given.get("srcset", "").split(","):
            self.addresses += part.split()[:1]
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(given.get("type", tag))
        self.inline += [name for name in given if name == "style" or name.startswith("on")]


def test_only_what_may_be_published_is_there_and_the_rest_is_told_with_its_reason(filled: Office) -> None:
    done = publish(filled)
    assert (done.courses, done.schools, done.faults) == (7, 3, [])
    assert sorted((one.title, *one.reasons) for one in done.refused) == [
        ("Chăm sóc da cơ bản", "in_person"),
        ("Tiếng Anh giao tiếp", "no_content"),
    ]
    everything = "".join(pages(filled).values())
    assert "Chăm sóc da" not in everything
    assert (
        "Chăm sóc da" in "".join(pages(filled).values())
        if publish(filled, in_person=True).courses == 8
        else False
    )


def test_a_course_page_tells_all_that_is_known_and_nothing_is_run_inside_a_page(filled: Office) -> None:
    publish(filled)
    shown = course_page(filled, "Thiết kế đồ họa cơ bản")
    for word in (
        "1.800.000 đồng",
        "90 giờ",
        "Sơ cấp",
        "Trực tuyến",
        "Trường Cao đẳng Sao Mai",
        "https://hoc.example/",
    ):
        assert word in shown
    [found] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', shown)
    described = json.loads(found)
    assert described["hasCourseInstance"]["courseWorkload"] == "PT90H"
    assert described["image"][0].startswith(BASE + "anh/")
    for text in pages(filled).values():
        assert set(Links(text).inline) <= {"application/ld+json"}
        assert "default-src 'none'; script-src 'self'; style-src 'self'" in text


def test_every_link_leads_to_a_file_of_the_site_and_every_page_is_in_the_sitemap(filled: Office) -> None:
    publish(filled)
    there = files(filled)
    for name, text in pages(filled).items():
        for address in Links(text).addresses:
            if "://" in address or address.startswith("#"):
                continue
            assert not address.startswith("/"), f"{name}: {address} leaves the folder"
            assert normpath(join(dirname(name), address)) in there, f"{name}: {address}"
    listed = {one.text for one in ET.parse(there["sitemap.xml"]).iter() if one.tag.endswith("loc")}
    assert listed == {BASE + name for name in there if name.endswith(".html")}
    assert f"Sitemap: {BASE}sitemap.xml" in there["robots.txt"].read_text()


def test_without_an_address_there_is_no_sitemap_and_no_canonical_name(filled: Office) -> None:
    publish(filled, base_url="")
    assert "sitemap.xml" not in files(filled)
    assert "canonical" not in course_page(filled, "Hàn điện")


def test_no_person_is_on_the_site_before_the_release_nor_after_it_was_taken_back(filled: Office) -> None:
    def shown() -> list[str]:
        everything = [path.read_bytes() for path in files(filled).values()]
        return [
            word
            for word in (*PHONES, *NAMES, "daotao@saomai")
            if any(word.encode() in one for one in everything)
        ]

    publish(filled)
    assert shown() == []
    [contact] = filled.state(SAO_MAI).contacts
    jobs_decide.release(filled.app, contact.id)
    assert publish(filled).made == 1
    assert set(shown()) == {"0918 202 431", "+84918202431", "Trịnh Thu Ngân"}
    assert "Liên hệ tư vấn" not in course_page(filled, "Pha chế đồ uống")
    jobs_decide.release(filled.app, contact.id, off=True)
    publish(filled)
    assert shown() == []


def test_an_export_without_news_touches_no_file(filled: Office) -> None:
    publish(filled)
    before = snapshot(filled)
    done = publish(filled)
    assert (done.made, done.written, done.removed) == (0, 0, 0)
    assert snapshot(filled) == before


def test_news_of_one_school_leaves_the_pages_of_the_others_as_they_are(filled: Office) -> None:
    publish(filled)
    before = snapshot(filled)
    filled.postbox.deliver(offer(5, row("Cắm hoa nghệ thuật"), unit=BIEN_XANH))
    poll(filled.app)
    assert publish(filled).made == 1
    after = snapshot(filled)
    touched = {name for name in after if before.get(name) != after[name]}
    assert not [
        name
        for name in touched
        if "Sao Mai" in after[name][0].decode("utf-8", "ignore") and "khoa-hoc/" in name
    ]
    assert any("Cắm hoa nghệ thuật".encode() in after[name][0] for name in touched)
    # What was written piece by piece is what would have been written at once.
    fresh = publish_site(filled.app, filled.folder / "fresh", SiteRules(base_url=BASE), lambda *_: None)
    assert fresh.courses == 8
    root = filled.folder / "fresh"
    assert {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    } == {name: data for name, (data, _time) in after.items()}


def test_a_course_that_is_no_more_takes_its_page_and_pictures_along(filled: Office) -> None:
    publish(filled)
    course = filled.course("Pha chế đồ uống", BIEN_XANH)
    assert [name for name in files(filled) if course.id in name]
    pictures = {name for name in files(filled) if name.startswith("anh/")}
    jobs_decide.drop_record(filled.app, course.id)
    assert publish(filled).removed > 0
    assert not [name for name in files(filled) if course.id in name]
    assert {name for name in files(filled) if name.startswith("anh/")} < pictures
    assert "Pha chế" not in "".join(pages(filled).values())


def test_what_somebody_deleted_or_a_broken_export_left_behind_is_put_right(filled: Office) -> None:
    publish(filled)
    before = {name: path.read_bytes() for name, path in files(filled).items()}
    next(path for name, path in files(filled).items() if name.startswith("khoa-hoc/")).unlink()
    files(filled)["danh-sach/so-cap.html"].unlink()
    half = site(filled) / "khoa-hoc" / "00" / ".000000000000.html.tmp"
    half.parent.mkdir(exist_ok=True)
    half.write_text("half")
    (site(filled) / "CNAME").write_text("of somebody else")
    publish(filled)
    after = {name: path.read_bytes() for name, path in files(filled).items()}
    assert after.pop("CNAME") == b"of somebody else"
    assert after == before


def test_a_folder_of_somebody_else_is_not_written_to(filled: Office) -> None:
    site(filled).mkdir()
    (site(filled) / "thesis.docx").write_text("dear to somebody")
    with pytest.raises(SiteFolderError, match="name an empty folder"):
        publish(filled)
    assert [*files(filled)] == ["thesis.docx"]
    assert not manifest_path(site(filled)).exists()


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</script><svg onload=alert(1)>",
    "' onmouseover='alert(1)",
    "{{ 7 * 7 }} {% raw %}",
)


def test_what_a_school_writes_stays_text_wherever_it_stands(office: Office) -> None:
    office.postbox.deliver(
        offer(1, *(row(f"Khóa {number} {evil}", content=f"Nội dung {evil}", curriculum=f"{evil} a; b")
                   for number, evil in enumerate(one.replace('"', '""') for one in HOSTILE)))
    )  # fmt: skip
    poll(office.app)
    assert publish(office).courses == len(HOSTILE)
    for name, text in pages(office).items():
        tags = re.findall(r"<(script|svg|img)\b[^>]*", text)
        assert "svg" not in tags, name
        assert set(Links(text).inline) <= {"application/ld+json"}
        assert all("onerror" not in one and "onload" not in one for one in re.findall(r"<img[^>]*>", text))
        for found in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL):
            assert json.loads(found)["@type"] == "Course"


def test_a_broken_picture_is_left_out_and_told_and_the_course_is_there(office: Office) -> None:
    office.postbox.deliver(
        offer(1, row("Hàn điện"), row("Tiện ren"),
              pictures={"han-dien.jpg": jpeg()[:3000], "tien-ren.jpg": jpeg(photograph(700, 500))})
    )  # fmt: skip
    poll(office.app)
    done = publish(office)
    assert [(name, why) for _id, name, why in done.faults] == [("han-dien.jpg", "broken")]
    assert "<figure" not in course_page(office, "Hàn điện")
    assert 'alt="Hình ảnh khóa học Tiện ren"' in course_page(office, "Tiện ren")


def first_load(office: Office) -> Iterator[Path]:
    there = files(office)
    yield there["index.html"]
    for address in dict.fromkeys(Links(there["index.html"].read_text()).addresses):
        name = address.partition("?")[0]
        if name in there and name.endswith((".css", ".js", ".svg", ".webp")):
            yield there[name]


def test_the_first_page_with_all_it_loads_weighs_less_than_100_kb(filled: Office) -> None:
    publish(filled)
    loaded = list(first_load(filled))
    assert {path.suffix for path in loaded} == {".html", ".css", ".js", ".svg", ".webp"}
    assert sum(path.stat().st_size for path in loaded) < FIRST_LOAD


def test_a_programme_that_a_course_names_is_shown_without_its_notes_unless_it_names_a_person(
    office: Office,
) -> None:
    office.postbox.deliver(
        offer(1, row("Hàn điện", curriculum="Xem tệp ct-han.pdf gửi kèm"),
              row("Tiện ren", curriculum="Theo tệp ct-tien.pdf"), row("Phay", curriculum="Tệp ct-phay.pdf"),
              pictures={"ct-han.pdf": paper("Mo dun 1: Han ho quang tay co ban", "Mo dun 2: Han goc"),
                        "ct-tien.pdf": paper("Mo dun 1: Tien tru ngan", "Lien he: 0918 202 431")})
    )  # fmt: skip
    poll(office.app)
    done = publish(office)
    assert sorted(why for _id, _name, why in done.faults) == [
        "programme: names a person",
        "programme: not found",
    ]
    [shown] = [name for name in files(office) if name.startswith("chuong-trinh/")]
    assert b"Nguoi Soan" not in files(office)[shown].read_bytes()
    assert shown in course_page(office, "Hàn điện")
    assert "Tải tệp" not in course_page(office, "Tiện ren") + course_page(office, "Phay")
    assert publish(office).written == 0
