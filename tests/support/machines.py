"""Invented mail that programs send to an intake, each in the form of its software; nobody waits for an answer."""

# ruff: noqa: E501 - what programs write stands in their lines

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.support.bounces import encoded
from tests.support.mails import mail, multipart, part, text_part

OURS = "tiepnhan.gdtx@sogddt.example"
SCHOOL = "vanphong@bienxanh.example"
OUR_ID = "<abcdefghijklmnop.qrstuvwxyz234567@sogddt.example>"
OUR_SUBJECT = "[HTCĐ-2025] Đề nghị bổ sung thông tin khóa học - Trường TC Biển Xanh (mã CC25-7K3QF2)"
ANSWERING = (f"In-Reply-To: {OUR_ID}", f"References: {OUR_ID}")


@dataclass(frozen=True)
class Sample:
    """One mail and what it is called in a test's name."""

    name: str
    raw: bytes

    def __str__(self) -> str:
        return self.name


def head(subject: str, *more: str, sender: str = f"Van phong <{SCHOOL}>") -> list[str]:
    named = {line.partition(":")[0].lower() for line in more}
    usual = [
        "Message-ID: <auto.1@mx.bienxanh.example>",
        "Date: Thu, 15 May 2025 08:05:00 +0700",
        f"To: {OURS}",
    ]
    return [
        "Received: from mx.bienxanh.example (mx.bienxanh.example [192.0.2.25]) by imap.sogddt.example; Thu, 15 May 2025 08:05:01 +0700",
        f"From: {sender}",
        f"Subject: {subject if subject.isascii() else encoded(subject)}",
        *(line for line in usual if line.partition(":")[0].lower() not in named),
        "MIME-Version: 1.0",
        *more,
    ]


def plain(headers: Sequence[str], text: str) -> bytes:
    return mail(
        [*headers, "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit"], text
    )


def machines() -> Iterator[Sample]:
    """All samples."""
    yield from absences()
    yield from challenges()
    yield from receipts()
    yield from calendars()
    yield from bulk()
    yield from tickets()
    yield from own_letters()
    yield from other_programs()


ABSENCES = (
    "Hiện tôi đang đi công tác từ ngày 19/5 đến hết ngày 23/5/2025. Tôi sẽ trả lời thư của Quý vị khi trở lại.",
    "Tôi nghỉ phép từ 19/5 đến 30/5/2025. Trường hợp cần thiết xin liên hệ cô Sương, điện thoại 0916 000 111.",
    "Xin chào, tôi đang nghỉ thai sản đến hết tháng 9. Việc gấp xin liên hệ phòng Đào tạo.",
    "I am out of the office until Monday 26 May with limited access to email. For urgent matters please contact lan@bienxanh.example.",
    "Thank you for your email. I am on annual leave and will return on 26 May.",
    "Tôi không có mặt tại văn phòng, đang đi công tác. Tôi sẽ gửi phản hồi khi trở lại. Xin gửi thư về phòng Đào tạo khi cần.",
)
HEADERS = (
    ("exchange", "Trả lời Tự động: " + OUR_SUBJECT, ("X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent", "Auto-Submitted: auto-generated", "X-Auto-Response-Suppress: All")),
    ("outlook in English", "Automatic reply: " + OUR_SUBJECT, ("Auto-Submitted: auto-generated",)),
    ("gmail", "Re: " + OUR_SUBJECT, ("Auto-Submitted: auto-replied", "Precedence: bulk", "X-Autoreply: yes", *ANSWERING)),
    ("zimbra", "Re: " + OUR_SUBJECT, ("Auto-Submitted: auto-replied (zimbra; vacation)", "Precedence: bulk", *ANSWERING)),
    ("dovecot sieve", "Auto: " + OUR_SUBJECT, ("Auto-Submitted: auto-replied (vacation)", "Precedence: bulk", *ANSWERING)),
    ("cpanel", "Vắng mặt", ("X-Autorespond: Vang mat", "Precedence: auto_reply", "X-Precedence: auto_reply")),
    ("mdaemon", "Thông báo vắng mặt", ("X-MDaemon-Deliver-To: tiepnhan", "Auto-Submitted: auto-generated")),
    ("lotus notes", "Lan Tran is out of the office", ("Auto-Submitted: auto-generated",)),
    ("no mark but the subject", "Out of Office: nghỉ phép", ()),
)  # fmt: skip


def absences() -> Iterator[Sample]:
    for number, (software, subject, marks) in enumerate(HEADERS):
        yield Sample(f"absence: {software}", plain(head(subject, *marks), ABSENCES[number % len(ABSENCES)]))
    for number, text in enumerate(ABSENCES, 1):
        yield Sample(
            f"absence without a mark, answering: {number}",
            plain(head("Re: " + OUR_SUBJECT, *ANSWERING), text),
        )
    for number, text in enumerate(ABSENCES, 1):
        page = f"<html><body><p style='font-size:11pt'>{text}</p></body></html>"
        marks = ("Auto-Submitted: auto-generated", "X-Auto-Response-Suppress: DR, OOF, AutoReply")
        raw = multipart(head("Trả lời tự động: " + OUR_SUBJECT, *marks), [text_part(page, "html")], "related")
        yield Sample(f"absence as a page: {number}", raw)
    loops = (
        "Tôi đang đi công tác. Tôi sẽ trả lời thư của anh/chị khi trở lại vào ngày 26/5.",
        "Văn phòng nghỉ lễ từ 30/4 đến hết 04/5. Trường hợp khẩn vui lòng gọi 0918 202 431.",
        "Cảm ơn anh/chị đã gửi thư. Em đang nghỉ ốm, em sẽ phản hồi sau ạ.",
    )
    for number, text in enumerate(loops, 1):
        yield Sample(
            f"absence in other words: {number}",
            plain(head("Trả lời tự động: Re: " + OUR_SUBJECT, "Precedence: bulk", *ANSWERING), text),
        )


CHALLENGES = (
    ("boxtrapper", "Your email requires verification verify#8f3aCq-1747271100", "The message you sent requires that you verify that you are a real live human being and not a spam source.\n\nTo complete this verification, simply reply to this message and leave the subject line intact.\n", ()),
    ("tmda", "Please confirm your message", "This message was created automatically by mail delivery software (TMDA).\n\nYour message attached below is being held because the address <tiepnhan.gdtx@sogddt.example> has not been verified.\n\nTo release your message for delivery, please send an empty message to the following address.\n", ("X-Delivery-Agent: TMDA/1.1.12 (Macallan)", "Auto-Submitted: auto-replied", "Precedence: bulk")),
    ("spam arrest", "Re: Thong tin khoa hoc [Verification]", "I'm protecting myself from receiving junk mail. Please click the link below to complete the verification process. You have to do this only once.\n\nhttps://www.spamarrest.example/a2?AAc4\n", ()),
    ("earthlink", "Re: Thong tin khoa hoc", "I apologize for this automatic reply to your email. To control spam, I now allow incoming messages only from senders I have approved beforehand. If you would like to be added to my list of approved senders, please fill out the short request form.\n", ()),
    ("boxbe", "Re: Thong tin khoa hoc (Action Required)", 'Hello, your message about "Thong tin khoa hoc" was waitlisted. Please add yourself to my Guest List so your messages will be delivered to my Inbox. Use the link below.\n', ()),
    ("choicemail", "ChoiceMail registration request", "My email is protected by ChoiceMail. Please fill in the request form so that I can approve you as a sender. Your message is held until then.\n", ()),
    ("mailinblack", "Demande d'authentification / Authentication request", "To protect against spam, vanphong@bienxanh.example uses Mailinblack. Please click here to authenticate yourself so that your email can be delivered.\n", ()),
    ("vietnamese: người gửi", "Xác nhận người gửi", "Hộp thư này được bảo vệ chống thư rác. Vui lòng nhấn vào liên kết dưới đây để xác nhận bạn là người gửi thư này: https://xacnhan.bienxanh.example/k=91\n", ()),
    ("vietnamese: không phải robot", "Re: " + OUR_SUBJECT, "Để thư được chuyển đến người nhận, xin trả lời thư này để xác nhận Quý vị không phải là robot. Thư của Quý vị đang được giữ lại.\n", ANSWERING),
    ("vietnamese: mã xác nhận", "Yêu cầu xác thực địa chỉ thư điện tử", "Thư của bạn đang chờ xác thực. Nhập mã xác nhận 4821 tại https://xacthuc.example để hoàn tất.\n", ()),
    ("held for approval", "Your message to vanphong awaits moderator approval", "Your mail to 'vanphong' with the subject\n\n    [HTCD-2025]\n\nIs being held until the list moderator can review it for approval.\n", ("Precedence: bulk",)),
    ("held, to be sent again", "Your message is on hold", "Your message attached below is being held. Please resend it after you verify that you are a person.", ()),
    ("vietnamese: gửi lại", "Thư đang chờ xác nhận", "Thư của Quý vị đang được giữ lại. Vui lòng gửi lại thư sau khi bấm vào liên kết để xác nhận.", ()),
    ("vietnamese: có phải người gửi", "Kiểm tra người gửi", "Bạn có phải là người gửi thư này không? Bấm vào đây để xác nhận không phải là robot.", ()),
    ("sender address verification", "Sender verification required", "Please verify your email address to have your message delivered. Click on the following link to confirm that you sent it.\n", ()),
)  # fmt: skip


def challenges() -> Iterator[Sample]:
    for name, subject, text, marks in CHALLENGES:
        yield Sample(f"challenge: {name}", plain(head(subject, *marks), text))


def receipts() -> Iterator[Sample]:
    fields = f"Reporting-UA: mail.bienxanh.example; Outlook\nFinal-Recipient: rfc822;{SCHOOL}\nOriginal-Message-ID: {OUR_ID}\nDisposition: manual-action/MDN-sent-manually; displayed\n"
    texts = (
        ("outlook", "Đã đọc: " + OUR_SUBJECT, "Thư của bạn đến: Văn phòng đã được đọc lúc 08:05 15/05/2025."),
        ("outlook, deleted unread", "Không đọc: " + OUR_SUBJECT, "Thư của bạn đã bị xóa mà không được đọc."),
        (
            "thunderbird",
            "Return Receipt (displayed) - " + OUR_SUBJECT,
            "This is a Return Receipt for the mail that you sent. Note: This Return Receipt only acknowledges that the message was displayed.",
        ),
        ("exchange", "Read: " + OUR_SUBJECT, "Your message was read on Thursday."),
    )
    for name, subject, text in texts:
        parts = [text_part(text), part(["Content-Type: message/disposition-notification"], fields)]
        yield Sample(
            f"receipt: {name}",
            multipart(head(subject), parts, "report; report-type=disposition-notification"),
        )
    for name, subject, text in texts[:2]:
        yield Sample(f"receipt in words: {name}", plain(head(subject), text))
    yield Sample(
        "receipt in words: zimbra",
        plain(
            head("Read-Receipt: " + OUR_SUBJECT, *ANSWERING),
            "The message sent on Thu to vanphong has been displayed. This is no guarantee that the message has been read or understood.",
        ),
    )
    yield Sample(
        "receipt in words: mdaemon",
        plain(head("Xác nhận đã đọc: " + OUR_SUBJECT), "Thư đã được mở trên máy của người nhận."),
    )


CALENDAR = "BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:{method}\nBEGIN:VEVENT\nUID:1@bienxanh.example\nDTSTART:20250520T010000Z\nSUMMARY:Hop giao ban cong tac dao tao\nORGANIZER:mailto:vanphong@bienxanh.example\nATTENDEE;PARTSTAT={state}:mailto:tiepnhan.gdtx@sogddt.example\nEND:VEVENT\nEND:VCALENDAR\n"


def calendars() -> Iterator[Sample]:
    entries = (
        ("request", "Mời họp: giao ban công tác đào tạo", "REQUEST", "NEEDS-ACTION"),
        ("accepted", "Đã chấp nhận: Họp giao ban", "REPLY", "ACCEPTED"),
        ("declined", "Declined: Hop giao ban", "REPLY", "DECLINED"),
        ("tentative", "Dự kiến: Họp giao ban", "REPLY", "TENTATIVE"),
        ("cancelled", "Đã hủy: Họp giao ban", "CANCEL", "NEEDS-ACTION"),
        ("update", "Cập nhật lời mời: Họp về khóa học", "REQUEST", "NEEDS-ACTION"),
    )
    for name, subject, method, state in entries:
        body = [text_part("Họp giao ban công tác đào tạo, khóa học lúc 8 giờ."),
                part([f"Content-Type: text/calendar; charset=utf-8; method={method}"], CALENDAR.format(method=method, state=state))]  # fmt: skip
        yield Sample(f"calendar: {name}", multipart(head(subject), body, "alternative"))


def bulk() -> Iterator[Sample]:
    letters = (
        (
            "newsletter of a school",
            "Bản tin tháng 5 của Trường Biển Xanh",
            "Bản tin: hoạt động, khóa học mới, tuyển sinh.",
            ("List-Unsubscribe: <https://tin.bienxanh.example/huy>", "Precedence: bulk"),
            SCHOOL,
        ),
        (
            "newsletter of a stranger",
            "Ưu đãi khóa học trực tuyến",
            "Khóa học giảm giá 70%. Đăng ký ngay!",
            ("List-Unsubscribe: <https://ban.example/huy>",),
            "tin@banhang.example",
        ),
        (
            "discussion list",
            "[giaovien] Tài liệu tập huấn",
            "Kính gửi các thầy cô trong nhóm.",
            ("List-Id: <giaovien.nhom.example>", "Precedence: list"),
            "nhom@nhom.example",
        ),
        (
            "social network",
            "Bạn có 3 thông báo mới",
            "Lan và 2 người khác đã nhắc đến bạn.",
            ("List-Unsubscribe: <https://mxh.example/u>", "Auto-Submitted: auto-generated"),
            "notify@mxh.example",
        ),
        (
            "shop",
            "Combo khóa học chỉ còn 99k",
            "Combo ưu đãi, giảm giá, voucher, hotline 1900, đăng ký ngay, quà tặng.",
            (),
            "sale@shop.example",
        ),
        (
            "campaign tool",
            "Mời tham dự khóa học kỹ năng",
            "Trung tâm mời Quý vị tham dự khóa học kỹ năng.",
            ("List-Unsubscribe: <mailto:huy@tool.example>", "X-Mailer: MassMailer"),
            "info@tool.example",
        ),
        ("junk", "Trúng thưởng", "Bạn đã trúng thưởng.", ("Precedence: junk",), "x@junk.example"),
    )
    for name, subject, text, marks, sender in letters:
        yield Sample(f"bulk: {name}", plain(head(subject, *marks, sender=sender), text))


TICKETS = (
    ("otrs", "[Ticket#2025051510000123] Đã tiếp nhận yêu cầu", "Yêu cầu của bạn đã được tiếp nhận với mã 2025051510000123.", ("X-OTRS-Loop: bienxanh",)),
    ("request tracker", "[bienxanh.example #4821] AutoReply: De nghi bo sung", "This message has been automatically generated in response to the creation of a trouble ticket.", ("RT-Ticket: bienxanh.example #4821", "X-RT-Loop-Prevention: bienxanh.example")),
    ("zendesk", "[Biển Xanh] Yêu cầu đã nhận: bổ sung thông tin", "Yêu cầu (4821) của bạn đã được nhận và đang được nhân viên hỗ trợ xem xét. Để bổ sung bình luận, hãy trả lời email này.", ("X-Auto-Response-Suppress: All", "Auto-Submitted: auto-generated")),
    ("freshdesk", "Ticket Received - De nghi bo sung [#4821]", "Dear tiepnhan,\nWe would like to acknowledge that we have received your request and a ticket has been created.\nA support representative will be reviewing your request and will send you a personal response.", ()),
    ("osticket", "Support Ticket Opened [#482110]", "A request for support has been created and assigned #482110. A representative will follow-up with you as soon as possible.", ("X-Autoreply: yes",)),
    ("glpi", "[GLPI #0004821] Phiếu mới: bổ sung thông tin", "URL: https://hotro.bienxanh.example/index.php?redirect=ticket_4821\nMô tả phiếu: đã tạo tự động từ thư.", ("Auto-Submitted: auto-generated",)),
    ("salesforce", "Case 00048211: De nghi bo sung [ ref:_00D.500:ref ]", "Thank you for contacting us. We have received your email and a case has been created. Case number: 00048211.", ()),
    ("jira", "(HTRO-482) De nghi bo sung thong tin", "We've received your request and will get back to you shortly. Just confirming that we got it. View request.", ("X-JIRA-FingerPrint: 91ab", "Auto-Submitted: auto-generated")),
    ("vietnamese, no mark", "Re: " + OUR_SUBJECT, "Cảm ơn Quý khách đã liên hệ. Yêu cầu của Quý khách đã được ghi nhận và sẽ được xử lý trong 24 giờ làm việc.", ANSWERING),
    ("vietnamese, system", "[Mã hồ sơ: HS-2025-0481] Hệ thống đã tiếp nhận", "Hệ thống đã tiếp nhận thư của Anh/Chị. Mã hồ sơ: HS-2025-0481. Đây là thư tự động, vui lòng không trả lời thư này.", ()),
    ("vietnamese, do not answer", "Re: " + OUR_SUBJECT, "Đây là email tự động, vui lòng không trả lời email này.", ANSWERING),
    ("vietnamese, sent by itself", "Re: " + OUR_SUBJECT, "Nhà trường đã nhận được thư của Quý cơ quan và sẽ phản hồi sớm nhất. Thư này được gửi tự động từ hệ thống.", ANSWERING),
    ("english, no mark", "Re: " + OUR_SUBJECT, "Thank you for your message. We have received your email and will reply within two business days. This is an automated response.", ANSWERING),
    ("e-office", "[eOffice] Văn bản đến số 482 đã được tiếp nhận", "Hệ thống quản lý văn bản đã tiếp nhận thư của Quý cơ quan lúc 08:05. Thư được tạo tự động, xin không phản hồi.", ("Auto-Submitted: auto-generated",)),
    ("vietnamese, centre", "Re: " + OUR_SUBJECT, "Cảm ơn anh chị đã liên hệ. Trung tâm sẽ xác nhận và phản hồi trong ngày làm việc.", ANSWERING),
    ("chat robot", "Phản hồi tự động từ Biển Xanh", "Chào bạn! Cảm ơn bạn đã quan tâm. Tư vấn viên sẽ liên hệ lại.", ()),
)  # fmt: skip


def tickets() -> Iterator[Sample]:
    for name, subject, text, marks in TICKETS:
        yield Sample(f"ticket: {name}", plain(head(subject, *marks), text))


def own_letters() -> Iterator[Sample]:
    text = "Kính gửi: Trường Trung cấp Biển Xanh.\n\nSở Giáo dục và Đào tạo đề nghị Quý trường bổ sung:\n1. Khóa Pha chế: chưa có học phí.\n"
    ours = f"Phong GDTX <{OURS}>"
    marks = ("Auto-Submitted: auto-generated", "X-Auto-Response-Suppress: All")
    yield Sample(
        "our letter comes back as it is",
        plain(head(OUR_SUBJECT, *marks, f"Message-ID: {OUR_ID}", sender=ours), text),
    )
    yield Sample(
        "our letter, redirected by a school",
        plain(
            head(
                OUR_SUBJECT,
                *marks,
                f"Message-ID: {OUR_ID}",
                "Resent-From: vanphong@bienxanh.example",
                sender=ours,
            ),
            text,
        ),
    )
    yield Sample(
        "our letter under another id",
        plain(head(OUR_SUBJECT, *marks, "Message-ID: <x.9@list.example>", sender=ours), text),
    )
    yield Sample(
        "our letter without its marks", plain(head(OUR_SUBJECT, f"Message-ID: {OUR_ID}", sender=ours), text)
    )
    yield Sample(
        "a robot sends our letter back",
        plain(head("Re: " + OUR_SUBJECT, "Auto-Submitted: auto-replied", *ANSWERING), text),
    )


def other_programs() -> Iterator[Sample]:
    yield Sample(
        "scanner",
        plain(
            head("Message from KM_C368", "Auto-Submitted: auto-generated", sender="scan@thietbi.example"),
            "Scan job finished.",
        ),
    )
    yield Sample(
        "cron",
        plain(
            head("Cron <root@web> backup", "Auto-Submitted: auto-generated", sender="root@web.example"),
            "backup ok",
        ),
    )
    yield Sample(
        "login code",
        plain(
            head("Mã đăng nhập của bạn", "Auto-Submitted: auto-generated", sender="no-reply@dichvu.example"),
            "Mã xác thực của bạn là 482193. Đây là thư tự động, vui lòng không trả lời.",
        ),
    )
    report = part(
        ["Content-Type: message/feedback-report"], "Feedback-Type: abuse\nUser-Agent: FBL/1.0\nVersion: 1\n"
    )
    yield Sample(
        "complaint",
        multipart(
            head("Complaint about message", sender="fbl@nhamang.example"),
            [text_part("This is an email abuse report."), report],
            "report; report-type=feedback-report",
        ),
    )
    yield Sample(
        "quota warning",
        plain(
            head(
                "Cảnh báo: hộp thư của bạn sắp đầy",
                "Auto-Submitted: auto-generated",
                sender="admin@sogddt.example",
            ),
            "Hộp thư đã dùng 95% dung lượng.",
        ),
    )
    yield Sample(
        "quarantine digest",
        plain(
            head(
                "Spam quarantine digest",
                "Auto-Submitted: auto-generated",
                "Precedence: bulk",
                sender="quarantine@gw.example",
            ),
            "You have 3 new messages in quarantine.",
        ),
    )
    yield Sample(
        "list welcome",
        plain(
            head(
                "Chào mừng đến với danh sách",
                "Precedence: list",
                "List-Unsubscribe: <mailto:x@l.example>",
                sender="list@l.example",
            ),
            "Bạn đã được thêm vào danh sách.",
        ),
    )


MACHINES = tuple(machines())
