"""What our own server found of a sender."""

import pytest

from intake.trust import Trust, findings, judge, words
from parsers.message import Message, read_message

OURS = ("mx.sogddt.example",)


def mail(*headers: str, sender: str = "daotao@saomai.example") -> Message:
    lines = [*headers, f"From: CĐ Sao Mai <{sender}>", "Subject: x", "", "Kính gửi Sở."]
    return read_message("\r\n".join(lines).encode())


def results(text: str, server: str = OURS[0]) -> str:
    return f"Authentication-Results: {server}; {text}"


@pytest.mark.parametrize(
    ("found", "trust"),
    [
        ("dmarc=pass (p=none dis=none) header.from=saomai.example", Trust.PASS),
        (
            "dkim=pass header.d=saomai.example header.s=a header.b=Xy; spf=fail smtp.mailfrom=x.example",
            Trust.PASS,
        ),
        ("dkim=pass header.i=@mail.saomai.example", Trust.PASS),
        ("spf=pass (ok) smtp.mailfrom=daotao@saomai.example", Trust.PASS),
        ("dkim=pass header.d=elsewhere.example", Trust.MISSING),
        ("spf=pass smtp.mailfrom=bounce@elsewhere.example; dkim=none", Trust.MISSING),
        ("dmarc=fail header.from=saomai.example; dkim=pass header.d=saomai.example", Trust.FAIL),
        (
            "dkim=fail (bad signature) header.d=saomai.example; spf=softfail smtp.mailfrom=saomai.example",
            Trust.FAIL,
        ),
        ("spf=none; dkim=none; dmarc=none header.from=saomai.example", Trust.MISSING),
        ("dkim=temperror header.d=saomai.example", Trust.MISSING),
        ("none", Trust.MISSING),
        ("dkim=pass header.d=ai.example", Trust.MISSING),
        ("DKIM = pass header.d = SaoMai.example", Trust.PASS),
        ("dkim=pass (a (nested; comment) b) header.d=saomai.example", Trust.PASS),
    ],
)
def test_a_finding_of_our_server_decides(found: str, trust: Trust) -> None:
    assert judge(mail(results(found)), OURS) is trust


def test_where_no_server_is_named_nobody_is_judged() -> None:
    assert judge(mail(results("dmarc=fail header.from=saomai.example")), ()) is Trust.UNJUDGED


def test_what_another_server_claims_counts_for_nothing() -> None:
    assert (
        judge(mail(results("dmarc=pass header.from=saomai.example", "mx.evil.example")), OURS)
        is Trust.MISSING
    )


def test_a_header_that_the_sender_brought_under_our_name_counts_for_nothing() -> None:
    forged = results("dmarc=pass header.from=saomai.example")
    received = "Received: from evil.example by mx.sogddt.example; Mon, 12 May 2025 09:00:00 +0700"
    true = results("dmarc=fail header.from=saomai.example")
    assert judge(mail(true, received, forged), OURS) is Trust.FAIL
    assert judge(mail(received, true, received, forged), OURS) is Trust.FAIL


def test_several_headers_of_our_server_are_one_finding() -> None:
    message = mail(results("spf=fail smtp.mailfrom=x.example"), results("dkim=pass header.d=saomai.example"))
    assert judge(message, OURS) is Trust.PASS
    assert [one.method for one in findings(message, OURS)] == ["spf", "dkim"]
    assert words(message, OURS) == "spf=fail (x.example), dkim=pass (saomai.example)"


def test_a_mail_without_a_sender_or_with_a_torn_header_is_not_trusted() -> None:
    torn = read_message(b"Authentication-Results: mx.sogddt.example; dkim=pass header.d=\r\n\r\nx")
    assert judge(torn, OURS) is Trust.MISSING
    assert judge(mail("Authentication-Results:  "), OURS) is Trust.MISSING
