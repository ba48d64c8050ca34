"""What answers in own words cost grows with the reply and the unit's courses, not with their product."""

from __future__ import annotations

from catalogue.folding.replied import heard
from catalogue.normalizing.answer_values import normalize_field
from catalogue.records import MessageReading, Origin
from tests.support.growth import assert_linear
from tests.support.statements import item

ASKED = tuple(item(number, "*", key) for number, key in enumerate(("delivery", "fee", "url", "level"), 1))
HOSTILE = (
    "se gui ", "1 ", "câu ", "1, ", "học phí là ", "khóa A, ", "các khóa còn lại ", "0909 ", "a: ", "không ",
    "và khóa ", "trừ ", "đúng ", "mục khác ", "da gui ",
)  # fmt: skip


def test_a_reply_made_to_be_slow_is_not() -> None:
    def work(size: int) -> None:
        for piece in HOSTILE:
            for text in (piece * size, f"{piece}\n" * size):
                heard(MessageReading(reader=1, new_text=text), ASKED, {}, normalize_field, Origin())

    assert_linear(work, 150)


def test_a_unit_of_many_courses_reads_a_reply_as_fast_as_its_names_are_compared() -> None:
    reading = MessageReading(
        reader=1, new_text="Khóa học số 7 học trực tiếp, các khóa còn lại trực tuyến. " * 5
    )

    def work(size: int) -> None:
        titles = {f"Khóa học số {number}": str(number) for number in range(size)}
        heard(reading, ASKED, titles, normalize_field, Origin())

    assert_linear(work, 200)
