"""A mail in which everything that can hold markup holds some that would act, if anybody let it."""

from __future__ import annotations

from email.message import EmailMessage

from tests.support.holders import zipped

SCRIPT = '<script>alert("x")</script>'
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
HTML = (
    f"<html><head><meta http-equiv=refresh content='0;url=https://xa.example'></head><body>{SCRIPT}"
    "<p onclick='alert(1)'>Kính gửi Sở</p><img src=x onerror=alert(1)><img src='https://xa.example/a.gif'>"
    "<img src='cid:dau@a'><a href='javascript:alert(1)'>liên kết</a><form action='https://xa.example'><input></form>"
    "<div style='background:url(https://xa.example/b)'>nền</div></body></html>"
)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


def hostile_mail(sender: str) -> bytes:
    """Sender, subject, text, HTML, names, files and an archive, all hostile; one honest picture."""
    made = EmailMessage()
    made["From"] = f'"{SCRIPT.replace(chr(34), "")}" <{sender}>'
    made["To"] = "tiepnhan.gdtx@sogddt.example"
    made["Subject"] = f"{SCRIPT} danh sách"
    made["Message-ID"] = "<1.hostile@saomai.example>"
    made["Date"] = "Mon, 19 May 2025 09:30:00 +0700"
    made.set_content("Kính gửi Sở\n" + SCRIPT)
    made.add_alternative(HTML, subtype="html")
    page = made.get_body(("html",))
    assert page is not None
    page.add_related(PNG, maintype="image", subtype="png", cid="<dau@a>")
    made.add_attachment(SVG, maintype="image", subtype="svg+xml", filename="../../dau.pdf.svg")
    made.add_attachment(SCRIPT.encode(), maintype="text", subtype="html", filename=f"{SCRIPT}.html")
    inside = {"bang/khoa-hoc.csv": b"STT;Ten\n", "../../etc/x.html": SCRIPT.encode()}
    made.add_attachment(zipped(inside), maintype="application", subtype="zip", filename="tep.zip")
    return made.as_bytes()
