"""What gathering promises: whom a message names as contact, and what is said of all its courses."""

from __future__ import annotations

from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from catalogue.fields import CONTACT, COURSE
from catalogue.normalizing.evidence import Source
from catalogue.reading.gather import Finding, gather, unclaimed_cells
from catalogue.reading.lines import Line
from catalogue.reading.pictures import attach_pictures, judge_picture
from catalogue.reading.signatures import read_signature
from catalogue.records import Entry, JsonValue, PartOutcome, PartStatus
from config.campaign import Campaign, Officer
from parsers.document import Place
from parsers.wanted import Candidate, Extraction, Reading, Unclaimed

FILE = Source(message_id="<1@truong.example>", part="ds.xlsx")
OTHER = Source(message_id="<1@truong.example>", part="cong van.docx")
MAIL = Source(message_id="<1@truong.example>")


def campaign() -> Campaign:
    return Campaign(
        id="c", title="", subject_tag="", letter_no="", letter_date=None, letter_subject="", unit_kinds={},
        opens_on=date(2025, 5, 5), before=date(2025, 5, 30), grace_days=0,
        time_zone=ZoneInfo("Asia/Ho_Chi_Minh"), reminder_days=(), office_start=time(7), office_end=time(17),
        digest_at=time(7), clarifications_per_day=1, clarifications_in_all=3,
        mailbox_address="tiepnhan@so.example", department="", office="",
        officer=Officer(title="Ông", name="Trần Văn Sở", phone="0901 000 001", email="so@so.example"),
        portal_url="", course_fields={}, contact_fields={}, keywords=(), holidays=frozenset(), wording={},
        extra_headings={},
    )  # fmt: skip


def reading(field: str, text: str, **more: Any) -> Reading:
    return Reading(
        field=field, text=text, **{"place": Place("DS", 5, 2), "confidence": 0.9, "reason": "label", **more}
    )


def course(**texts: str) -> Candidate:
    cells = enumerate(texts.items(), 2)
    readings = tuple(reading(key, text, place=Place("DS", 5, column)) for column, (key, text) in cells)
    return Candidate(kind=COURSE, readings=readings, region="DS")


def contact(reason: str = "label", **texts: str) -> Candidate:
    cells = enumerate(texts.items(), 2)
    readings = tuple(
        reading(key, text, reason=reason, place=Place("DS", 9, column)) for column, (key, text) in cells
    )
    return Candidate(kind=CONTACT, readings=readings, region="DS")


def finding(*candidates: Candidate, source: Source = FILE, shared: tuple[Reading, ...] = ()) -> Finding:
    return Finding(
        source=source, extraction=Extraction(candidates=candidates, shared=shared), is_body=source is MAIL
    )


def names(entries: tuple[Entry, ...]) -> list[JsonValue]:
    return [entry.values["full_name"].value for entry in entries if entry.kind == CONTACT]


def signature(*lines: str) -> Entry | None:
    return read_signature([Line(text, Place(row=row)) for row, text in enumerate(lines, 9)], MAIL)


SIGNED = (
    "Lý Thị Thư",
    "Chuyên viên",
    "Trường Cao đẳng Ví Dụ",
    "ĐT: 0909 555 666 | Email: thu@truong.example",
)
NAMED = contact(full_name="Ông Lê Văn An", position="Trưởng phòng", phone="0903 111 222")


def test_the_signature_counts_only_where_nothing_else_names_a_contact() -> None:
    assert names(gather([finding(NAMED)], signature(*SIGNED), campaign())) == ["Lê Văn An"]
    assert names(gather([finding(course(title="Hàn"))], signature(*SIGNED), campaign())) == ["Lý Thị Thư"]


def test_a_signature_gives_name_post_phone_and_address() -> None:
    signed = signature(*SIGNED)
    assert signed is not None
    assert {key: value.value for key, value in signed.values.items()} == {
        "full_name": "Lý Thị Thư",
        "position": "Chuyên viên",
        "phone": "+84909555666",
        "email": "thu@truong.example",
    }


def test_a_signature_without_a_phone_or_without_a_person_is_no_contact() -> None:
    assert signature("Lý Thị Thư", "Trường Cao đẳng Ví Dụ") is None
    assert signature("Trường Cao đẳng Ví Dụ", "ĐT: 028 3822 1418") is None


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ("ThS. LÊ VĂN AN", "TRƯỞNG PHÒNG", "TRƯỜNG CAO ĐẲNG VÍ DỤ", "ĐT: 028 3822 1418"),
            {"full_name": "Lê Văn An", "position": "TRƯỞNG PHÒNG", "phone": "+842838221418"},
        ),
        (
            ("Lê Văn An | Giáo vụ | Trung tâm Ví Dụ", "T: 028 3822 1418 | M: 0903 111 222"),
            {"full_name": "Lê Văn An", "position": "Giáo vụ", "phone": "+84903111222"},
        ),
        (
            ("Le Van An (Mr.)", "Academic Manager", "Vi Du College", "Tel: 0903111222 Fax: 028 3822 1419"),
            {"full_name": "Le Van An", "position": "Academic Manager", "phone": "+84903111222"},
        ),
        (
            ("TM. BAN GIÁM ĐỐC", "GIÁM ĐỐC", "Lê Văn An", "0903 111 222"),
            {"full_name": "Lê Văn An", "position": "GIÁM ĐỐC", "phone": "+84903111222"},
        ),
        (
            ("Lê Văn An", "Phòng Đào tạo - Trường Cao đẳng Ví Dụ", "0903 111 222"),
            {"full_name": "Lê Văn An", "phone": "+84903111222"},
        ),
        (
            ("Cô Hạnh - giáo vụ", "0903111222"),
            {"full_name": "Hạnh", "position": "giáo vụ", "phone": "+84903111222"},
        ),
    ],
)
def test_signatures_of_many_shapes_are_read(lines: tuple[str, ...], expected: dict[str, JsonValue]) -> None:
    signed = signature(*lines)
    assert signed is not None
    assert {key: value.value for key, value in signed.values.items()} == expected


def test_an_office_with_a_phone_is_a_contact_without_a_name() -> None:
    signed = signature("Phòng Đào tạo", "ĐT: 028 3822 1418")
    assert signed is not None
    assert "full_name" not in signed.values
    assert signed.values["position"].value == "Phòng Đào tạo"


def test_signers_are_no_contacts_where_a_contact_is_named() -> None:
    signer = contact(reason="signature", full_name="Hồ Thị Ký", position="Hiệu trưởng", phone="0903 999 888")
    assert names(gather([finding(signer), finding(NAMED, source=OTHER)], None, campaign())) == ["Lê Văn An"]


def test_what_came_into_no_entry_stays_visible() -> None:
    found = finding(course(title="Hàn", images="Có file kèm"), contact(position="Thư ký"))
    entries = gather([found], None, campaign())
    shown = [cell.text for cell in unclaimed_cells([found], entries)]
    assert shown == ["Có file kèm", "Thư ký"]


def test_the_departments_own_officer_is_nobodys_contact() -> None:
    officer = contact(full_name="Ông Trần Văn Sở", position="Chuyên viên", phone="0901.000.001")
    assert gather([finding(officer)], None, campaign()) == ()


def test_a_name_alone_is_no_contact_and_a_post_with_a_phone_is_one() -> None:
    alone = contact(full_name="Lê Văn An")
    office = contact(full_name="Phòng Đào tạo", phone="028 3822 1418")
    (entry,) = gather([finding(alone, office)], None, campaign())
    assert entry.values["position"].value == "Phòng Đào tạo"


def test_a_course_without_a_title_is_partial_so_that_it_makes_no_record_of_its_own() -> None:
    (entry,) = gather([finding(course(fee="Miễn phí", level="Sơ cấp"))], None, campaign())
    assert entry.partial


def test_what_the_mail_says_of_all_courses_is_laid_on_each_that_does_not_say_it_itself() -> None:
    online = reading("delivery", "Các khóa đều học trực tuyến", choice="online", place=Place(row=3))
    free = reading("fee", "Các khóa đều miễn phí", choice="free", place=Place(row=3))
    listed = finding(course(title="Hàn", delivery="Trực tiếp"), course(title="May", fee="500.000đ"))
    hand, sewing = gather([listed, finding(source=MAIL, shared=(online, free))], None, campaign())
    assert (hand.values["delivery"].value, hand.values["fee"].value) == ("in_person", "free")
    assert (sewing.values["delivery"].value, sewing.values["fee"].value) == ("online", "paid")
    assert sewing.values["fee_vnd"].value == 500_000
    assert sewing.values["delivery"].origin.part == ""


def test_one_page_for_all_courses_may_be_told_in_running_text() -> None:
    told = Extraction(prose=((Place(row=2), "Học viên đăng ký các lớp tại https://truong.example/dang-ky."),))
    home = Extraction(prose=((Place(row=2), "Website: https://truong.example"),))
    listed = finding(course(title="Hàn"), course(title="May", url="https://truong.example/may"))
    spoken = gather([listed, Finding(source=MAIL, extraction=told, is_body=True)], None, campaign())
    assert [entry.values["url"].value for entry in spoken] == [
        "https://truong.example/dang-ky",
        "https://truong.example/may",
    ]
    silent = gather([listed, Finding(source=MAIL, extraction=home, is_body=True)], None, campaign())
    assert "url" not in silent[0].values


def test_what_one_list_says_of_its_own_courses_does_not_reach_another_list() -> None:
    free = reading("fee", "Các khóa miễn phí", choice="free")
    one = finding(course(title="Hàn"), shared=(free,))
    other = finding(course(title="May"), source=OTHER)
    assert [sorted(entry.values) for entry in gather([one, other], None, campaign())] == [
        ["fee", "fee_vnd", "title"],
        ["title"],
    ]


def picture(name: str) -> PartOutcome:
    return PartOutcome(
        number="3", filename=name, path="", media_type="image/jpeg", size=9, sha256="", status=PartStatus.READ
    )


def images(pictures: list[str], *titles: str) -> list[JsonValue]:
    listed = gather([finding(*(course(title=title) for title in titles))], None, campaign())
    entries, _ = attach_pictures(listed, [picture(name) for name in pictures], MAIL)
    return [entry.values["images"].value if "images" in entry.values else None for entry in entries]


def test_pictures_named_like_a_course_are_that_courses() -> None:
    given = ["May ao dai 1.jpg", "may-ao-dai-2.PNG", "MayCongNghiep.jpeg", "so do.jpg"]
    assert images(given, "May áo dài", "May công nghiệp", "Hàn") == [
        ["May ao dai 1.jpg", "may-ao-dai-2.PNG"],
        ["MayCongNghiep.jpeg"],
        None,
    ]


def test_a_pictures_number_before_its_name_is_no_part_of_it() -> None:
    assert images(["2. Leo nui.png", "1 - May.jpg"], "May áo dài", "Hướng dẫn leo núi") == [
        None,
        ["2. Leo nui.png"],
    ]


def test_of_two_titles_the_one_that_says_more_takes_the_picture() -> None:
    assert images(["thiet ke do hoa nang cao.jpg"], "Thiết kế đồ họa", "Thiết kế đồ họa nâng cao") == [
        None,
        ["thiet ke do hoa nang cao.jpg"],
    ]


def test_a_picture_that_two_titles_fit_alike_is_nobodys() -> None:
    assert images(["thiet ke.jpg"], "Thiết kế đồ họa", "Thiết kế thời trang") == [None, None]


def test_a_course_in_two_files_has_its_picture_in_both() -> None:
    assert images(["may ao dai.jpg"], "May áo dài", "Hàn", "MAY ÁO DÀI") == [
        ["may ao dai.jpg"],
        None,
        ["may ao dai.jpg"],
    ]


def test_a_single_course_owns_the_pictures_beside_it_but_no_logo() -> None:
    assert images(["lop hoc.jpg", "logo.png", "image001.png"], "Hàn") == [["lop hoc.jpg"]]


def status(name: str, *, courses: bool, inline: bool = False, own: tuple[str, ...] = ()) -> tuple[str, str]:
    judged = judge_picture(picture(name), frozenset(own), has_list=courses, is_inline=inline)
    return judged.status.value, judged.reason


def test_a_picture_is_a_courses_a_logo_or_a_photographed_list() -> None:
    assert status("may.jpg", courses=True, own=("may.jpg",)) == ("read", "")
    assert status("IMG_4471.jpeg", courses=False) == ("unreadable", "scanned")
    assert status("scan cong van.jpg", courses=True) == ("unreadable", "scanned")
    assert status("image001.png", courses=False) == ("ignored", "")
    assert status("anh.png", courses=True, inline=True) == ("ignored", "")


def test_two_statements_for_all_that_disagree_wait_for_confirmation_on_every_course() -> None:
    said = (
        reading("delivery", "trực tuyến", reason="title", place=Place("DS", 1, 1)),
        reading("delivery", "trực tiếp", reason="prose", place=Place("DS", 2, 1)),
    )
    own = course(title="May", delivery="Trực tiếp")
    welding, sewing = gather([finding(course(title="Hàn"), own, shared=said)], None, campaign())
    assert (welding.values["delivery"].value, sewing.values["delivery"].value) == ("online", "in_person")
    assert welding.values["delivery"].doubt == "conflict: DS!A2 says 'trực tiếp'"
    assert not sewing.values["delivery"].doubt


def test_a_doubt_about_a_course_s_pictures_stays_when_more_are_attached() -> None:
    unsure = reading("images", "han.jpg", confidence=0.4)
    welding = Candidate(kind=COURSE, readings=(reading("title", "Hàn điện"), unsure), region="")
    [listed] = gather([finding(welding)], None, campaign())
    [entry], _ = attach_pictures([listed], [picture("Hàn điện.jpg")], MAIL)
    assert entry.values["images"].value == ["han.jpg", "Hàn điện.jpg"]
    assert (entry.values["images"].confidence, entry.values["images"].doubt) == (0.4, "confidence: label")


def test_names_of_a_mere_list_count_only_where_nothing_tells_of_the_courses_themselves() -> None:
    names = [reading("title", title, reason="item of a list") for title in ("May", "Hàn")]
    listed = finding(*(Candidate(kind=COURSE, readings=(one,), region="") for one in names), source=OTHER)
    alone = gather([listed], None, campaign())
    beside = gather([listed, finding(course(title="May áo", level="Sơ cấp"))], None, campaign())
    assert [one.values["title"].value for one in alone] == ["May", "Hàn"]
    assert [one.values["title"].value for one in beside] == ["May áo"]


def test_two_documents_that_disagree_on_all_courses_leave_it_to_be_confirmed() -> None:
    said = [
        finding(source=source, shared=(reading("delivery", text, reason="prose"),))
        for source, text in ((OTHER, "trực tuyến"), (MAIL, "trực tiếp"))
    ]
    (welding,) = gather([*said, finding(course(title="Hàn"))], None, campaign())
    found = welding.values["delivery"]
    assert (found.value, found.doubt.partition(":")[0]) == ("online", "conflict")


def test_who_is_named_as_contact_by_name_only_counts_where_nobody_else_does() -> None:
    named = finding(contact(full_name="Ông Lê Văn An"))
    (alone,) = gather([named], None, campaign())
    assert (names((alone,)), alone.doubt) == (["Lê Văn An"], "unclear: named by a name only")
    assert names(gather([named], signature(*SIGNED), campaign())) == ["Lý Thị Thư"]
    many = [contact(full_name=f"Lê Văn {name}") for name in ("An", "Bình", "Cường", "Dũng")]
    assert names(gather([finding(*many)], None, campaign())) == []


def test_a_level_that_only_the_title_tells_is_a_suggestion() -> None:
    both = finding(course(title="Sơ cấp May"), course(title="Cao đẳng Dược", level="Trung cấp"))
    suggested, told = [one for one in gather([both], None, campaign()) if one.kind == COURSE]
    assert (suggested.values["level"].value, suggested.values["level"].reason) == ("elementary", "title")
    assert suggested.values["level"].doubt
    assert suggested.values["title"].value == "Sơ cấp May"
    assert (told.values["level"].value, told.values["level"].doubt) == ("intermediate", "")


@pytest.mark.parametrize(("sheet", "waits"), [("nháp (không dùng)", True), ("Nhập liệu", False)])
def test_courses_of_a_sheet_set_aside_by_its_name_wait_for_the_officer(sheet: str, waits: bool) -> None:  # noqa: FBT001 - a table of cases
    aside = Candidate(
        kind=COURSE, readings=(reading("title", "Vệ sĩ", place=Place(sheet, 5, 2)),), region=sheet
    )
    said = gather([finding(course(title="Bảo vệ"), aside)], None, campaign())
    assert [one.doubt.startswith("draft") for one in said] == [False, waits]
    (alone,) = gather([finding(aside)], None, campaign())
    assert not alone.doubt


def test_a_course_whose_state_says_that_it_is_not_held_waits_for_the_officer() -> None:
    state = Unclaimed(text="Đã hủy", heading="Tình trạng", place=Place("DS", 5, 9))
    extraction = Extraction(candidates=(course(title="Nuôi ong"),), unclaimed=(state,))
    (said,) = gather([Finding(source=FILE, extraction=extraction)], None, campaign())
    assert said.doubt.startswith("stopped")
