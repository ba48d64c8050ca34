"""Bytes that no reading kept are looked through too: quotes, headers, packed sheets."""

from __future__ import annotations

import io
import zipfile

import pytest

from catalogue.persons import Traits
from intake.raw_search import file_speaks_of, mail_speaks_of
from tests.support.apps import mail

HOA = Traits.of(names=["Lê Thị Hoa"], phones=["+84909000001"])


def package(**members: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in members.items():
            file.writestr(f"{name}.xml", text)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "media_type", "found"),
    [
        (package(sheet="<t>Lê Thị</t><t> Hoa</t>"), "application/octet-stream", True),
        (package(one="<t>ai khác</t>", two="<t>0909.000.001</t>"), "application/zip", True),
        (package(sheet="<t>Lê Thị Hồng</t>"), "application/zip", False),
        ("họ tên;Lê Thị Hoa".encode("utf-16"), "text/csv", True),
        (b"\x89PNG\r\n" + "Lê Thị Hoa".encode(), "image/png", False),
        (b"PK\x03\x04 no package at all", "application/zip", False),
    ],
)
def test_a_file_is_looked_into_as_far_as_it_holds_text(data: bytes, media_type: str, found: bool) -> None:  # noqa: FBT001 - a case's expected answer
    assert file_speaks_of(data, media_type, HOA) is found


def test_a_mail_is_looked_through_with_its_quotes_and_headers() -> None:
    assert mail_speaks_of(mail(1, "Đã rõ.\n\n> Kính gửi bà Lê Thị Hoa,\n"), HOA)
    assert mail_speaks_of(
        mail(1, "Đã rõ.\n", headers=["Cc: hoa <x@y.example>, le thi hoa <z@y.example>"]), HOA
    )
    assert mail_speaks_of(mail(1, "Đã rõ.\n", table="STT;Phụ trách\n1;0909 000 001"), HOA)
    assert not mail_speaks_of(mail(1, "Đã rõ.\n"), HOA)
