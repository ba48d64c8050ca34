"""What the desk hands out: downloads under safe names and types, paths of its own, mail that stays dead."""

from __future__ import annotations

import pytest

from intake.desk.responses import download, inert, safe_name


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("Danh mục khóa học.xlsx", "Danh mục khóa học.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("C:\\bảng.xlsx", "bảng.xlsx"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie_ x=1.pdf"),
        ('b"; filename="c.exe', "b_; filename=_c.exe"),
        ("cod\u202efdp.exe", "codfdp.exe"),
        ("...", "tep"),
        ("", "tep"),
        (" . .hidden", "hidden"),
    ],
)
def test_a_file_name_from_a_mail_is_made_safe(given: str, safe: str) -> None:
    assert safe_name(given) == safe


def test_a_long_name_keeps_its_ending() -> None:
    assert safe_name("x" * 500 + ".docx").endswith(".docx")
    assert len(safe_name("x" * 500 + ".docx")) <= 120


def test_a_download_is_kept_and_never_opened_in_the_page() -> None:
    answer = download(b"<script>alert(1)</script>", "Đề án.html", "text/html")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith('attachment; filename="De an.html"; ')
    assert "filename*=UTF-8''%C4%90%E1%BB%81%20%C3%A1n.html" in answer.headers["content-disposition"]
    assert "sandbox" in answer.headers["content-security-policy"]


def test_a_known_type_is_told_without_its_parameters() -> None:
    assert download(b"%PDF", "a.pdf", "Application/PDF; x=y").headers["content-type"] == "application/pdf"


def test_mail_is_drawn_without_script_requests_or_forms() -> None:
    policy = inert("<script>alert(1)</script>").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert policy.endswith("; sandbox")
