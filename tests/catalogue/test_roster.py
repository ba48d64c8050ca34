"""A roster is read from any list with a name; its units are found again, and namesakes are never mixed up."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from catalogue.records import Unit
from catalogue.units.index import UnitIndex, index_of
from catalogue.units.roster import read_roster
from tests.support.growth import assert_as_cheap

KINDS = {
    "college": "Trường cao đẳng",
    "intermediate_school": "Trường trung cấp",
    "vet_continuing_centre": "Trung tâm GDNN-GDTX",
    "vet_centre": "Trung tâm GDNN",
    "vet_provider": "Cơ sở hoạt động GDNN khác",
}


def csv(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def xlsx(*rows: list[str]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def unit(id_: str, name: str, *aliases: str, emails: str = "", domains: str = "") -> Unit:
    return Unit(
        id=id_,
        name=name,
        kind="college",
        aliases=aliases,
        emails=tuple(emails.split()),
        domains=tuple(domains.split()),
    )


ROSTER = (
    unit(
        "cd-hp",
        "Trường Cao đẳng Hoa Phượng",
        "HPC",
        emails="pdt@hp.example hp@gmail.example",
        domains="hp.example",
    ),
    unit("tc-hp", "Trường Trung cấp Hoa Phượng", emails="tchp@hcm.edu.example", domains="hcm.edu.example"),
    unit("cd-kt", "Trường Cao đẳng Kinh tế - Kỹ thuật Sông Tiên"),
    unit("cd-k", "Trường Cao đẳng Kinh tế Núi Sam"),
    unit("cd-kk", "Trường Cao đẳng Kinh tế - Kỹ thuật Núi Sam"),
    unit("cd-7", "Trường Cao đẳng nghề số 7"),
    unit("cd-8", "Trường Cao đẳng nghề số 8"),
    unit(
        "gdtx",
        "Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên Gò Sao",
        "GDTX Gò Sao",
        emails="ttgdnngdtx.gosao@hcm.edu.example",
    ),
    unit("gdnn", "Trung tâm Giáo dục nghề nghiệp Gò Sao"),
    unit("gdtx-dong", "Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên Gò Sao Đông"),
    unit("cs", "Công ty TNHH Đào tạo Kế toán Sổ Xanh", "Kế toán Sổ Xanh"),
    unit("cd-tp", "Trường Cao đẳng Bách khoa Thành phố Hồ Chí Minh"),
)
INDEX = UnitIndex(ROSTER)


def test_a_list_with_english_headings_is_read_whole() -> None:
    found = read_roster(
        "r.csv",
        csv(
            "id,name,kind,aliases,emails,domains",
            "cd-a,Trường Cao đẳng A,college,CĐ A;CĐA,PDT@a.example;b@gmail.example,a.example;www.am.example",
        ),
    )
    assert found.problems == ()
    assert found.units == (
        Unit(
            id="cd-a",
            name="Trường Cao đẳng A",
            kind="college",
            aliases=("CĐ A", "CĐA"),
            emails=("pdt@a.example", "b@gmail.example"),
            domains=("a.example", "am.example"),
        ),
    )


def test_a_workbook_with_vietnamese_headings_below_a_title_is_read() -> None:
    data = xlsx(
        ["DANH SÁCH ĐƠN VỊ"],
        [],
        ["STT", "Tên đơn vị", "Loại hình", "Email", "Tên miền", "Tên viết tắt"],
        [
            "1",
            "Trường Trung cấp Ô tô Bánh Xanh",
            "Trường trung cấp",
            "a@bx.example",
            "bx.example",
            "TC Bánh Xanh",
        ],
        ["2", "Trung tâm GDNN Tóc Đẹp"],
    )
    found = read_roster("ds.xlsx", data, KINDS)
    assert [(one.id, one.kind, one.aliases) for one in found.units] == [
        ("truong-trung-cap-o-to-banh-xanh", "intermediate_school", ("TC Bánh Xanh",)),
        ("trung-tam-gdnn-toc-dep", "vet_centre", ()),
    ]


def test_what_is_not_understood_is_named_with_its_row_and_the_rest_is_read() -> None:
    found = read_roster(
        "r.csv",
        csv(
            "id,name,kind,aliases,emails,domains",
            ",,college,,x@a.example,",
            "a,Trường Cao đẳng A,lạ,,khong phai thu,a b",
            "a,Trường Cao đẳng B,college,,,",
        ),
        KINDS,
    )
    assert [one.name for one in found.units] == ["Trường Cao đẳng A"]
    assert found.units[0].kind == "college"
    assert [problem.partition(":")[0] for problem in found.problems][:2] == ["row 2", "row 3"]
    assert "row 4: id 'a' is already that of 'Trường Cao đẳng A', the row is left out" in found.problems


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", csv("STT,Khóa học", "1,May")])
def test_a_file_that_is_no_roster_says_so(data: bytes) -> None:
    found = read_roster("r.csv", data)
    assert found.units == ()
    assert len(found.problems) == 1


def test_an_address_finds_its_unit_also_at_a_public_provider() -> None:
    assert INDEX.by_address("PDT@hp.example") == "cd-hp"
    assert INDEX.by_address("hp@gmail.example") == "cd-hp"
    assert INDEX.by_address("ai-do@gmail.example") is None


def test_a_domain_finds_its_unit_only_where_it_is_the_units_own() -> None:
    assert INDEX.by_domain("moi@hp.example") == "cd-hp"
    assert INDEX.by_domain("moi@mail.hp.example") == "cd-hp"
    assert INDEX.by_domain("khac@hcm.edu.example") is None  # two units write from it
    for domain in ("gmail.com", "yahoo.com.vn", "outlook.com", "hotmail.com", "icloud.com"):
        assert UnitIndex([unit("x", "X", domains=domain)]).by_domain(f"a@{domain}") is None


def test_the_name_of_a_mailbox_may_spell_the_unit() -> None:
    assert (
        UnitIndex([unit("g", "X", "TTGDNN-GDTX Gò Sao")]).by_mailbox_name("ttgdnngdtx.gosao@hcm.example")
        == "g"
    )


@pytest.mark.parametrize(
    ("text", "unit_id"),
    [
        ("TRƯỜNG CAO ĐẲNG HOA PHƯỢNG", "cd-hp"),
        ("Trường TC Hoa Phượng gửi danh sách", "tc-hp"),
        ("truong cd hoa phuong", "cd-hp"),
        ("CĐ KT-KT Sông Tiên", "cd-kt"),
        ("CĐKTKT Sông Tiên", "cd-kt"),
        ("Trường Cao đẳng Sông Tiên", "cd-kt"),
        ("CĐ Kinh tế Núi Sam", "cd-k"),
        ("CĐ Kinh tế và Kỹ thuật Núi Sam", "cd-kk"),
        ("TCN số 7 và Trường CĐ nghề số 8", "cd-8"),
        ("Trường Cao đẳng Nghề số 7", "cd-7"),
        ("TTGDNN-GDTX Gò Sao", "gdtx"),
        ("TT GDNN Gò Sao", "gdnn"),
        ("Trung tâm GDNN – GDTX Gò Sao Đông", "gdtx-dong"),
        ("Công ty Kế toán Sổ Xanh", "cs"),
        ("HPC - course list", "cd-hp"),
        ("Trường CĐ Bách khoa TP.HCM", "cd-tp"),
        ("trường cao đẳng\nHOA PHƯỢNG", "cd-hp"),
    ],
)
def test_a_name_is_found_in_its_many_forms(text: str, unit_id: str) -> None:
    assert INDEX.match_name([text]).unit_id == unit_id


@pytest.mark.parametrize(
    "text",
    [
        "Hoa Phượng",  # college or school?
        "Trường Hoa Phượng",
        "Trung tâm GDTX Hoa Phượng",  # no such centre
        "Trường Cao đẳng Y tế Hoa Phượng",  # teaches something else
        "Trường Cao đẳng Hoa Phượng Đỏ",  # another name that goes on
        "Trường Cao đẳng nghề số 9",
        "Trường CĐ Hoa Phượng và Trường TC Hoa Phượng",
        "mùa hoa phượng ở Gò Sao",
        "hpc",
        "",
    ],
)
def test_a_name_that_leaves_a_doubt_finds_nobody(text: str) -> None:
    found = INDEX.match_name([text])
    assert found.unit_id is None
    assert found.reason


def test_the_first_text_that_names_one_unit_decides() -> None:
    assert INDEX.match_name(["Danh sách", "CĐ Hoa Phượng", "TC Hoa Phượng"]).unit_id == "cd-hp"


def test_an_index_is_built_once_for_a_roster() -> None:
    units = {one.id: one for one in ROSTER}
    assert index_of(units) is index_of(units)
    assert index_of(dict(units)) is not index_of(units)


def test_a_large_roster_costs_no_more_a_message() -> None:
    names = [
        f"Trường Cao đẳng Kinh tế Tân {chr(97 + i % 26)}{chr(97 + i // 26 % 26)} {i}" for i in range(5000)
    ]
    units = [unit(f"u{i}", name) for i, name in enumerate(names)]
    small, large = UnitIndex(units[:500]), UnitIndex(units)
    text = "Trường Cao đẳng Kinh tế Tân Phú gửi danh sách khóa học của trường. " * 60 + names[432]
    assert large.match_name([text]).unit_id == small.match_name([text]).unit_id == "u432"
    assert_as_cheap(lambda: large.match_name([text]), lambda: small.match_name([text]))
