import dataclasses

import pytest

from catalogue.outbox import Letter
from catalogue.records import LetterKind
from catalogue.tokens import (
    find_references,
    message_id,
    reference,
    references_within,
    reply_address,
    verify_message_id,
    verify_reference,
)

SECRET = b"a secret of the tests"
LETTER = Letter(
    campaign="course-catalogue-2025", unit_id="cd-a", kind=LetterKind.CLARIFICATION, window="1",
    to="daotao@cda.example", subject="", text="", html="",
)  # fmt: skip


def ref(unit: str | None = "cd-a", serial: int = 1, secret: bytes = SECRET) -> str:
    return reference("course-catalogue-2025", unit, serial, secret)


def test_a_reference_is_short_readable_and_the_same_each_time() -> None:
    codes = {reference("course-catalogue-2025", f"unit-{n}", 1, SECRET) for n in range(300)}
    assert len(codes) == 300
    assert all(code.startswith("CC25-") and len(code) == 11 for code in codes)
    assert not set("".join(code.split("-")[1] for code in codes)) & set("IO01")
    assert ref() == ref()


@pytest.mark.parametrize(
    "other", [ref(unit="cd-b"), ref(serial=2), ref(unit=None), ref(secret=b"another secret")]
)
def test_a_reference_verifies_only_for_its_own_case_and_secret(other: str) -> None:
    assert verify_reference(ref().lower(), "course-catalogue-2025", "cd-a", 1, SECRET)
    assert not verify_reference(other, "course-catalogue-2025", "cd-a", 1, SECRET)


def test_a_message_id_proves_itself_even_in_capitals_and_a_changed_one_does_not() -> None:
    value = message_id(LETTER, SECRET, "So.example")
    assert value.startswith("<")
    assert value.endswith("@so.example>")
    assert verify_message_id(value, SECRET)
    assert verify_message_id(f" {value.upper()} ", SECRET)
    assert not verify_message_id(value.replace("@so.", "@xo."), SECRET)
    assert not verify_message_id(value, b"another secret")
    assert not verify_message_id("<someone@so.example>", SECRET)


def test_a_letter_keeps_its_message_id_through_changes_of_its_text_but_not_of_its_window() -> None:
    value = message_id(LETTER, SECRET, "so.example")
    assert message_id(dataclasses.replace(LETTER, text="x", attempts=3), SECRET, "so.example") == value
    assert message_id(dataclasses.replace(LETTER, window="2"), SECRET, "so.example") != value


def test_references_are_found_in_subjects_and_plus_addresses_however_they_come_back() -> None:
    code = ref()
    decomposed = f"Re: Đề nghị bổ sung (ma\u0303 {code})"
    address = reply_address("tiepnhan@so.example", code)
    assert address == f"tiepnhan+{code.lower()}@so.example"
    for text in (f"TL: [HTCĐ-2025] Nhắc (mã {code})", f"(ma {code.lower()})", decomposed, f"<{address}>"):
        assert find_references(text) == (code,)
    assert find_references(f"(mã {code}) {address}") == (code,)


def test_a_course_code_or_a_longer_word_is_no_reference() -> None:
    assert find_references("Lớp TH25-ABCDEF, khóa CNTT-2025, mã số thuế 0301234567") == ()
    assert find_references("(mã CC25-ABCDEFGH)") == ()


def test_in_running_text_a_reference_needs_no_word_before_it_but_capitals_and_a_year() -> None:
    code = ref()
    assert references_within(f"> Mã hồ sơ: {code}.\n> {code}") == (code,)
    assert references_within(f"gửi {code.lower()}, ABC-DEFGHJ, 9{code}, {code}-1") == ()
