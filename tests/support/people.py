"""Invented mail that people write to an intake with words or marks that programs use too."""

# ruff: noqa: E501 - what people write stands in one line

from __future__ import annotations

from collections.abc import Iterator

from tests.support.machines import ANSWERING, OUR_SUBJECT, SCHOOL, Sample, head, plain
from tests.support.mails import file_part, mail, multipart, part, text_part

RE = "Re: " + OUR_SUBJECT
ANSWERS = (
    "Hiện tôi đang đi công tác, xin gửi danh sách khóa học:\nTên khóa học: Pha chế\nTrình độ: Sơ cấp\nHọc phí: 1.500.000 đồng",
    "Em đang nghỉ phép nên gửi tạm thông tin: học phí khóa Pha chế là 1.500.000 đồng ạ. Việc gấp anh liên hệ cô Sương giúp em.",
    "Tuần sau em xin nghỉ phép, em gửi Sở trước danh sách. Đầu mối liên hệ: cô Lê Thị Sương, Phó phòng, 0916 000 111.",
    "Dạ thầy Hiệu trưởng đang đi công tác, trường sẽ gửi danh sách có chữ ký khi thầy trở lại ạ.",
    "Cô phụ trách đang nghỉ thai sản, đề nghị Sở liên hệ cô Bùi Thị Hạnh, Tổ trưởng, 0918 202 431 để thay.",
    "Anh cho em hỏi đây có phải thư tự động không ạ?",
    "Em thấy cuối thư ghi thư tự động, không biết trả lời thư này Sở có nhận được không ạ?",
    "Thư này của Sở được gửi tự động nên em trả lời luôn ở đây: học phí khóa Pha chế là 1.500.000 đồng.",
    "Nếu đây là thư tự động thì nhờ anh chị xem giúp câu 2: trường chưa có trang thông tin lớp học.",
    "Hệ thống của trường hay gửi thư tự động, mong Sở bỏ qua. Trường gửi lại thông tin: khóa Pha chế học trực tiếp.",
    "Xin đừng trả lời vào địa chỉ cũ, trường dùng địa chỉ này từ nay. Trường xin gửi bổ sung học phí: 1.500.000 đồng.",
    "Đã đọc thư của Sở. Trường không tổ chức khóa học nào trong năm 2025.",
    "Đã tiếp nhận công văn, trường sẽ gửi danh sách trước ngày 29/5.",
    "Trường đã nhận được thư và đang tổng hợp, xin gửi sau ạ.",
    "Cảm ơn Sở đã gửi thư. Trường sẽ phản hồi trong tuần này.",
    "Dạ em nhận được rồi, cảm ơn anh.",
    "1. 1.500.000 đồng\n2. Trực tiếp\n3. Chưa có",
    "Câu 1: miễn phí. Câu 2: cô Lan đang nghỉ phép, sẽ bổ sung sau.",
    "Em vắng mặt hôm qua nên trả lời trễ, mong Sở thông cảm. Học phí khóa Pha chế: 1.500.000 đồng.",
    "I am out of the office this week but here is the list: course Barista, fee 1,500,000 VND, on site. Do you need anything else?",
    "Sorry for the late reply, I was on annual leave. Could you tell me when the deadline is?",
    "Please confirm that you have received our list. Trường xin cảm ơn.",
    "Đề nghị Sở xác nhận đã nhận được danh sách của trường. Xin cảm ơn.",
    "Xin xác nhận số điện thoại 0918 202 431 là đúng.",
    "Xin xác nhận thông tin trên là đúng, địa chỉ thư điện tử của trường là vanphong@bienxanh.example.",
    "Hộp thư của trường bị đầy nên không nhận được tệp của Sở. Nhờ Sở gửi lại giúp.",
    "Thư trước của trường bị trả lại do sai địa chỉ, nay trường gửi lại: khóa Pha chế, sơ cấp, học phí 1.500.000 đồng.",
    "Email cũ không còn sử dụng, đề nghị Sở gửi thư về tuyensinh@bienxanh.example.",
    "Trường xin gia hạn đến 30/5 vì cán bộ phụ trách đi tập huấn được không ạ?",
    "Vâng ạ.",
    "Nhờ anh/chị hướng dẫn cách điền mục hình ảnh. Hiện em đang đi học nên chỉ trả lời buổi tối.",
    "Em xin nghỉ phép từ 19/5, cô Hạnh sẽ thay em làm đầu mối: Bùi Thị Hạnh, Tổ trưởng, 0918 202 431.",
    "Mã khóa học PC-2025-0481, đã tiếp nhận 30 học viên, học phí 1.500.000 đồng.",
    "Phiếu 4821/PC đã được nhà trường tiếp nhận và sẽ trả lời Sở trước 25/5.",
    "Yêu cầu của Sở trường đã tiếp nhận, sẽ gửi danh sách trong ngày mai.",
    "Anh chị hỗ trợ giúp em, khóa Pha chế học phí 1.500.000 đồng, em đang đi công tác nên gõ bằng điện thoại.",
    "Trường đã xác nhận với giáo viên: khóa Pha chế học trực tiếp, học phí 1.500.000 đồng.",
    "Em không vắng mặt ngày nào nhưng không thấy thư của Sở, nhờ Sở kiểm tra giúp.",
    "Sent from my phone. Học phí khóa Pha chế: 1.500.000 đồng.",
    "Tôi đang đi công tác, khi về sẽ trả lời Sở sau, mong thông cảm.",
    "Hiện nay thầy phụ trách đang nghỉ phép, tuần sau thầy trở lại sẽ gửi Sở.",
    "Trường đã bấm vào liên kết trong thư của Sở để xác nhận nhưng không được.",
    "Thank you for your email. Our course Barista costs 1,500,000 VND. Please find attached.",
)
OTHERS = (
    ("Thư tự động", "Kính gửi Sở, trường hỏi vì sao nhận được thư tự động nhắc hai lần? Trường đã gửi danh sách rồi ạ."),
    ("Hỏi về thư tự động của Sở", "Kính gửi Sở, thư tự động ngày 15/5 ghi thiếu học phí, trường không rõ thiếu khóa nào?"),
    ("Xin nghỉ phép và bàn giao đầu mối", "Kính gửi Sở, em xin nghỉ phép từ 19/5. Đầu mối liên hệ mới: Bà Bùi Thị Hạnh, Tổ trưởng, 0918 202 431."),
    ("Danh sách khóa học", "Kính gửi Sở, hiện tôi đang đi công tác, xin gửi danh sách khóa học:\nTên khóa học: Pha chế\nTrình độ: Sơ cấp\nHọc phí: 1.500.000 đồng"),
    ("V/v không gửi được thư", "Kính gửi Sở, trường không gửi được thư đến địa chỉ của Sở, báo lỗi quá dung lượng. Xin hỏi có cách gửi khác không ạ?"),
    ("Đã đọc và trả lời công văn", "Kính gửi Sở, trường đã đọc công văn, trường không có khóa học nào."),
    ("Xác nhận thông tin", "Kính gửi Sở, trường xác nhận thông tin trên là đúng."),
    ("Yêu cầu hỗ trợ điền biểu mẫu", "Kính gửi Sở, trường nhờ hướng dẫn điền biểu mẫu khóa học, có cần ghi mã khóa không ạ?"),
    ("Phiếu thông tin 2025", "Kính gửi Sở, trường gửi phiếu. Tên khóa học: May công nghiệp\nTrình độ: Sơ cấp\nHọc phí: 2.000.000 đồng"),
    ("Case 123: khóa học May", "Kính gửi Sở, trường gửi khóa học.\nTên khóa học: May công nghiệp\nTrình độ: Sơ cấp\nHọc phí: 2.000.000 đồng"),
    ("Automatic welding course", "Dear Sir, we send our course. Kính gửi Sở.\nTên khóa học: Hàn tự động\nTrình độ: Sơ cấp\nHọc phí: 2.000.000 đồng"),
    ("Khóa học Tự động hóa", "Kính gửi Sở, trường gửi khóa học.\nTên khóa học: Tự động hóa công nghiệp\nTrình độ: Trung cấp\nHọc phí: 5.000.000 đồng"),
    ("Tự động hóa và điện lạnh - danh sách lớp", "Kính gửi Sở.\nTên khóa học: Tự động hóa\nTrình độ: Trung cấp\nHọc phí: 5.000.000 đồng"),
    ("Read: danh sách", "Kính gửi Sở, trường gửi danh sách.\nTên khóa học: Pha chế\nTrình độ: Sơ cấp\nHọc phí: 1.500.000 đồng"),
    ("Vắng mặt cán bộ đầu mối - cử người thay", "Kính gửi Sở, cán bộ đầu mối vắng mặt dài ngày, trường cử bà Bùi Thị Hạnh, Tổ trưởng, 0918 202 431 làm đầu mối."),
    ("Trả lời: Đề nghị bổ sung", "Trường trả lời: học phí khóa Pha chế là 1.500.000 đồng."),
    ("Fwd: Trả lời tự động", "Kính chuyển Sở.\nTên khóa học: Pha chế\nTrình độ: Sơ cấp\nHọc phí: 1.500.000 đồng"),
    ("Danh sách gửi lại (bị trả về)", "Kính gửi Sở, thư trước bị trả về, trường gửi lại.\nTên khóa học: Pha chế\nTrình độ: Sơ cấp\nHọc phí: 1.500.000 đồng"),
    ("Xin hỏi hạn nộp", "Kính gửi Sở, hạn nộp là ngày nào ạ? Em đi công tác đến 23/5 mới về."),
    ("Góp ý về thư nhắc", "Kính gửi Sở, hệ thống gửi thư nhắc tự động cả ngày nghỉ, mong Sở xem lại, trường đã gửi đủ danh sách chưa ạ?"),
)  # fmt: skip


def people() -> Iterator[Sample]:
    """All samples."""
    for number, text in enumerate(ANSWERS, 1):
        yield Sample(f"answer {number}: {text[:30]}", plain(head(RE, *ANSWERING), text))
    for subject, text in OTHERS:
        yield Sample(f"letter: {subject}", plain(head(subject), text))
    yield from with_odd_marks()
    yield from with_files()


def with_odd_marks() -> Iterator[Sample]:
    text = (
        "Kính gửi Sở, trường gửi danh sách.\nTên khóa học: Pha chế\nTrình độ: Sơ cấp\nHọc phí: 1.500.000 đồng"
    )
    marks = (
        (
            "group address",
            (
                "List-Id: <vanphong.bienxanh.example>",
                "X-Google-Group-Id: 4821",
                "Precedence: list",
                "List-Unsubscribe: <mailto:g+u@bienxanh.example>",
            ),
        ),
        ("asks for a receipt", (f"Disposition-Notification-To: {SCHOOL}", f"Return-Receipt-To: {SCHOOL}")),
        ("says that nothing is automatic", ("Auto-Submitted: no",)),
        ("bulk by mistake, to the Department", ("Precedence: bulk",)),
        ("no return path", ("Return-Path: <>",)),
        ("suppresses absences", ("X-Auto-Response-Suppress: OOF",)),
        ("important", ("X-Priority: 1", "Importance: high")),
        ("from a mail form", ("X-Mailer: PHPMailer 6.8",)),
        ("autoreply no", ("X-Autoreply: no",)),
        ("ticket-like thread", ("Thread-Topic: Ticket 4821",)),
    )
    for name, lines in marks:
        yield Sample(f"marked: {name}", plain(head("Danh sách khóa học", *lines), text))


def with_files() -> Iterator[Sample]:
    table = "STT;Tên khóa học;Trình độ;Hình thức;Học phí\n1;Pha chế;Sơ cấp;Trực tiếp;1.500.000\n2;May;Sơ cấp;Trực tiếp;2.000.000\n".encode()
    texts = (
        ("away", "Hiện tôi đang đi công tác, xin gửi danh sách trong tệp đính kèm."),
        ("machine-like", "Thư này được gửi tự động từ hệ thống của trường, xin gửi danh sách khóa học."),
        ("nothing", ""),
        ("on leave", "Em nghỉ phép từ mai, gửi Sở danh sách. Việc gấp liên hệ cô Sương."),
        ("do not answer", "Vui lòng không trả lời địa chỉ này. Danh sách đính kèm."),
    )
    for name, text in texts:
        for title, marks in (("answer", ANSWERING), ("letter", ())):
            raw = multipart(
                head(RE if marks else "Danh sách", *marks),
                [text_part(text), file_part("ds-khoa-hoc.csv", table, "text/csv")],
            )
            yield Sample(f"file, {name}, {title}", raw)
    raw = multipart(
        head("Danh sách", "Auto-Submitted: auto-generated"),
        [text_part("Văn bản đi số 48."), file_part("ds-khoa-hoc.csv", table, "text/csv")],
    )
    yield Sample("file from a school's document system", raw)
    passed_on = mail(
        head("Undelivered Mail Returned to Sender", sender="MAILER-DAEMON@mx.example"),
        "<tiepnhan@sogddt.example>: 552 message too large",
    )
    raw = multipart(
        head("Fwd: Thư bị trả lại", *ANSWERING),
        [
            text_part("Kính gửi Sở, thư của trường bị trả lại như đính kèm, nhờ Sở hướng dẫn gửi lại ạ?"),
            part(["Content-Type: message/rfc822"], passed_on.decode()),
        ],
        boundary="huelle",
    )
    yield Sample("a bounce passed on with a question", raw)
    for number, text in enumerate(
        ("Trường không có khóa học.", "Trường không tổ chức khóa học nào, cán bộ phụ trách đang nghỉ phép."),
        1,
    ):
        yield Sample(f"none, {number}", plain(head("Báo cáo", *ANSWERING), text))


PEOPLE = tuple(people())
