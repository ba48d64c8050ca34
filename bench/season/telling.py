"""What a season came to, as a page of text; draws, decides nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from bench.season.play import Result

_WIDTH = 50
MOST_ACTIONS = 15


def page(result: Result) -> str:
    """The whole page, without the time that it took."""
    return "\n".join(_lines(result))


def summary(results: Sequence[Result]) -> str:
    """One line for each season."""
    lines = ["", "seed  complete  letters max/mean  actions/100  wrong  faults"]
    for one in results:
        mean = sum(one.per_school) / one.schools
        lines.append(
            f"{one.seed:>4}  {one.curve[-1][1]:>4}/{one.schools:<3}  {max(one.per_school):>9}/{mean:.2f}"
            f"  {actions_per_hundred(one):>11.1f}  {len(one.wrong):>5}  {len(one.faults):>6}"
        )
    return "\n".join(lines)


def actions_per_hundred(result: Result) -> float:
    """How often the officer had to act, for each hundred schools."""
    return 100 * sum(result.actions.values()) / result.schools


def is_good(result: Result) -> bool:
    """Whether nothing failed that must hold."""
    return not result.faults and not result.wrong


def _lines(result: Result) -> Iterator[str]:
    yield f"A season of {result.schools} schools, seed {result.seed}: {result.mails} mails came in"
    yield ""
    yield "complete at the end of the day"
    for day, done in result.curve:
        yield f"  {day:%a %d/%m} {done:>4}  {'#' * round(_WIDTH * done / result.schools)}"
    yield ""
    mean = sum(result.per_school) / result.schools
    yield f"letters: {_told(result.letters)}"
    yield f"letters to a school: most {max(result.per_school)}, mean {mean:.2f}; so many schools got so many:"
    for count, many in sorted(Counter(result.per_school).items()):
        yield f"  {count:>2} letters: {many:>3}  {'#' * many}"
    yield ""
    yield f"the officer acted {sum(result.actions.values())} times ({actions_per_hundred(result):.1f} per 100 schools): {_told(result.actions)}"
    yield from (f"  {one}" for one in result.log)
    yield f"lines of the digests that he read: {_told(result.lines)}"
    yield f"wrong values without a flag: {len(result.wrong)}"
    yield from (f"  {one}" for one in result.wrong)
    yield f"faults: {len(result.faults)}"
    yield from (f"  {one}" for one in result.faults)
    if result.stories:
        yield "what happened there:"
        yield from (f"  {one}" for one in result.stories)
    if result.notes:
        yield "to look at:"
        yield from (f"  {one}" for one in dict.fromkeys(result.notes))


def _told(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items()) or "none"
