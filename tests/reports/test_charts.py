import io
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from catalogue.progress import Progress, Span
from reports import charts
from reports.digest_course import Bar, coverage, pace_words
from tests.reports import samples
from tests.reports.sight import contrast

OPENS, LAST = date(2025, 4, 22), date(2025, 5, 29)
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def course(today: date, *, invited: int = 100, a_day: int = 2) -> Progress:
    days = [OPENS + timedelta(days=number) for number in range((today - OPENS).days + 1)]
    done = tuple((day, min(invited, a_day * number)) for number, day in enumerate(days))
    span = Span(opens_on=OPENS, last_day=LAST, today=today, zone=ZONE)
    return Progress(invited=invited, done=done, span=span)


@pytest.mark.parametrize(
    "shown",
    [
        course(OPENS),
        course(date(2025, 5, 12)),
        course(LAST),
        course(date(2025, 6, 20)),
        course(date(2025, 5, 12), invited=5000, a_day=190),
        course(date(2025, 5, 12), invited=0),
    ],
)
def test_a_picture_is_small_is_drawn_for_fine_screens_and_names_nothing_of_its_making(
    shown: Progress,
) -> None:
    data = charts.draw_progress(shown)
    picture = Image.open(io.BytesIO(data))
    assert picture.size == (charts.WIDTH * 2, charts.PROGRESS_HEIGHT * 2)
    assert picture.info == {}
    assert len(data) < 40_000


def test_the_same_figures_give_the_same_bytes_in_another_process_too() -> None:
    drawn = [sha256(one.file.data).hexdigest() for one in charts.pictures(samples.snapshot())]
    script = (
        "import hashlib; from reports.charts import pictures; from tests.reports import samples\n"
        "print([hashlib.sha256(one.file.data).hexdigest() for one in pictures(samples.snapshot())])"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert ran.stdout.strip() == str(drawn)


def test_one_unit_more_is_another_picture() -> None:
    before = course(date(2025, 5, 12))
    *days, (today, count) = before.done
    after = replace(before, done=(*days, (today, count + 1)))
    assert charts.draw_progress(before) != charts.draw_progress(after)


def test_each_kind_of_unit_has_its_bar_and_a_name_with_signs_of_formulas_is_drawn_as_it_is() -> None:
    bars = coverage(samples.snapshot())
    assert [one.label for one in bars][:2] == ["Trường cao đẳng", "Trường trung cấp"]
    assert sum(one.whole for one in bars) == len(samples.snapshot().units)
    odd = charts.draw_coverage([*bars, Bar("Hội $quán^ Bình_Quới và các cơ sở khác nữa", (0, 0, 0, 0))])
    assert Image.open(io.BytesIO(odd)).size[1] == 2 * charts.coverage_height(len(bars) + 1)


def test_what_is_drawn_stands_out_from_its_card_and_its_card_from_a_dark_screen() -> None:
    for words in (charts.INK, charts.SOFT, charts.DONE):
        assert contrast(words, charts.GROUND) >= 4.5
    for shape in (charts.DONE, charts.OPEN, charts.NONE, charts.WAIT):
        assert contrast(shape, charts.GROUND) >= 3
    assert contrast(charts.GROUND, "#1c222b") >= 4.5


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (
            course(date(2025, 5, 12)),
            (
                "Để kịp thời hạn, cần thêm 60 đơn vị trong 18 ngày kể cả hôm nay, bình quân 3,3 đơn vị mỗi "
                "ngày; bảy ngày qua bình quân 2 đơn vị mỗi ngày."
            ),
        ),
        (
            course(LAST),
            "Để kịp thời hạn, cần thêm 26 đơn vị trong hôm nay; bảy ngày qua bình quân 2 đơn vị mỗi ngày.",
        ),
        (course(date(2025, 5, 31)), "Đã hết thời hạn; còn 22 đơn vị chưa hoàn thành."),
        (course(LAST, a_day=5), "Tất cả đơn vị được mời đã hoàn thành."),
    ],
)
def test_the_pace_is_told_in_words_beside_the_picture(shown: Progress, words: str) -> None:
    assert pace_words(shown) == words
