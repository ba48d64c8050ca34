"""The digest's two pictures: figures in, PNG bytes out, the same for the same figures; shows nothing.

Drawn for a phone: few words, large. Each picture is a light card of its own, since mail programs that turn
letters dark leave pictures as they are.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from PIL import Image

from catalogue.outbox import LetterFile
from catalogue.progress import Progress
from catalogue.snapshot import Snapshot
from reports.digest import COVERAGE_PICTURE, PROGRESS_PICTURE, Picture
from reports.digest_course import Bar, course_of, coverage
from reports.wording import thousands

WIDTH = 480
"""How wide a picture is shown at most; it is drawn with twice as many dots, for fine screens."""
PROGRESS_HEIGHT = 250
MEDIA_TYPE = "image/png"
GROUND, INK, SOFT, GRID = "#f7f9fc", "#1f2733", "#4b5563", "#d5dbe4"
DONE, OPEN, NONE, WAIT = "#157347", "#c77700", "#6b7280", "#c4453a"
"""The colours of the four statuses, those of the bar at the top of the digest."""
PALE = {DONE: "#bfe3cf", WAIT: "#f0b8b2"}

_SCALE = 2
_DPI = 100
_COLOURS = 48
_FONTS = Path(mpl.get_data_path(), "fonts", "ttf")
_PLAIN = _FONTS / "DejaVuSans.ttf"
_BOLD = _FONTS / "DejaVuSans-Bold.ttf"
_SIZE = 11.5
_ROW = 46
_MOST_TICKS = 6
_LONGEST_LABEL = 30


def pictures(snapshot: Snapshot) -> tuple[Picture, Picture]:
    """The two pictures of a report, as files that its HTML names."""
    bars = coverage(snapshot)
    return (
        _picture(PROGRESS_PICTURE, draw_progress(course_of(snapshot)), PROGRESS_HEIGHT),
        _picture(COVERAGE_PICTURE, draw_coverage(bars), coverage_height(len(bars))),
    )


def draw_progress(course: Progress) -> bytes:
    """How many units were done each day, where that stands today, and the way to all by the last day."""
    figure, axes = _card(PROGRESS_HEIGHT)
    days = [day for day, _ in course.done]
    counts = [count for _, count in course.done]
    last = max(course.span.last_day, days[-1])
    axes.fill_between(_numbers(days), counts, step="post", color=PALE[DONE], linewidth=0)
    axes.step(_numbers(days), counts, where="post", color=DONE, linewidth=2.6)
    if course.open and course.days:
        way = ([days[-1], course.span.last_day], [course.now, course.invited])
        axes.plot(_numbers(way[0]), way[1], color=WAIT, linewidth=2.2, linestyle=(0, (4, 2.5)))
    axes.axhline(course.invited, color=SOFT, linewidth=1.2)
    axes.axvline(_number(course.span.last_day), color=SOFT, linewidth=1.2, linestyle=(0, (1, 2)))
    axes.plot([_number(days[-1])], [course.now], marker="o", markersize=7, color=DONE)
    axes.set_xlim(_number(days[0]) - 0.3, _number(last) + 0.5)
    axes.set_ylim(0, max(1, course.invited) * 1.2)
    _name_days(axes, days[0], last)
    _name_levels(axes, course)
    return _png(figure)


def draw_coverage(bars: Sequence[Bar]) -> bytes:
    """Each kind of unit as a bar of shares, with how many of how many are done."""
    figure, axes = _card(coverage_height(len(bars)))
    for row, bar in enumerate(bars):
        _draw_bar(axes, -row, bar)
    axes.set_position((0.03, 0.02, 0.94, 0.96))
    axes.set_xlim(0, 1)
    axes.set_ylim(-max(1, len(bars)) + 0.62, 0.66)
    axes.set_axis_off()
    return _png(figure)


def coverage_height(rows: int) -> int:
    """How high the second picture is shown."""
    return 14 + _ROW * max(1, rows)


def _picture(name: str, data: bytes, height: int) -> Picture:
    return Picture(LetterFile(name, MEDIA_TYPE, data), WIDTH, height)


def _card(height: int) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(WIDTH / _DPI, height / _DPI), dpi=_DPI * _SCALE, facecolor=GROUND)
    axes = figure.add_axes((0.035, 0.13, 0.92, 0.84))
    axes.set_facecolor(GROUND)
    return figure, axes


def _draw_bar(axes: Axes, at: float, bar: Bar) -> None:
    """A bar of four shares below its words; what is done stands first."""
    left = 0.0
    for part, color in zip(bar.parts, (DONE, NONE, OPEN, WAIT), strict=True):
        share = part / bar.whole if bar.whole else 0
        axes.barh(at, share, left=left, height=0.32, color=color, edgecolor=GROUND, linewidth=0.8)
        left += share
    label = bar.label if len(bar.label) <= _LONGEST_LABEL else bar.label[: _LONGEST_LABEL - 1] + "…"
    axes.text(0, at + 0.22, label, font=_font(), color=INK, va="bottom", ha="left", parse_math=False)
    axes.text(
        1, at + 0.22, f"{bar.done}/{bar.whole}", font=_font(bold=True), color=INK, va="bottom", ha="right"
    )


def _name_days(axes: Axes, first: date, last: date) -> None:
    """Some days below the picture, the last one among them."""
    span = (last - first).days
    step = max(1, -(-span // (_MOST_TICKS - 1)))
    days = [last - timedelta(days=number) for number in range(0, span + 1, step)][::-1]
    axes.set_xticks(_numbers(days), [f"{day.day}/{day.month}" for day in days], font=_font(), color=SOFT)
    axes.tick_params(axis="x", length=0, pad=5)


def _name_levels(axes: Axes, course: Progress) -> None:
    """Where today's figure stands, and where all would be; no more lines than these."""
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(GRID)
    axes.set_yticks([])
    words = f"{thousands(course.invited)} đơn vị"
    left = axes.get_xlim()[0]
    axes.annotate(
        words,
        (left, course.invited),
        (0, 4),
        textcoords="offset points",
        font=_font(),
        color=SOFT,
        va="bottom",
    )
    _name_today(axes, course)


def _name_today(axes: Axes, course: Progress) -> None:
    """Today's figure beside its point: below it near the top, to its left near the right edge."""
    today, high = _number(course.span.today), axes.get_xlim()[1]
    near_top = course.now > course.invited * 0.84
    near_left = today - axes.get_xlim()[0] < (high - axes.get_xlim()[0]) * 0.1
    axes.annotate(
        thousands(course.now),
        (today, course.now),
        xytext=(9 if near_left else -9, -26 if near_top else 7),
        textcoords="offset points",
        font=_font(bold=True, size=15),
        color=DONE,
        ha="left" if near_left else "right",
    )


def _number(day: date) -> int:
    return day.toordinal()


def _numbers(days: Sequence[date]) -> list[int]:
    return [_number(day) for day in days]


def _font(*, bold: bool = False, size: float = _SIZE) -> FontProperties:
    # By file, so that no list of the machine's fonts is made or asked.
    return FontProperties(fname=str(_BOLD if bold else _PLAIN), size=size)


def _png(figure: Figure) -> bytes:
    """The figure in few colours and without a word on who drew it when."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    dots = Image.frombytes(
        "RGBA",
        canvas.get_width_height(physical=True),
        bytes(canvas.buffer_rgba()),  # type: ignore[no-untyped-call]
    )
    drawn = dots.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    out = io.BytesIO()
    drawn.save(out, format="PNG", optimize=True)
    return out.getvalue()
