"""Where the program begins: loads the command line and hands over; decides nothing.

What is loaded stays to the end. Looking it through for garbage again and again, and once more before the
program ends, would take a quarter of the time that a poll takes which finds nothing.
"""

from __future__ import annotations

import gc


def main() -> None:
    """Run one command and leave with its exit code."""
    gc.disable()
    from intake.cli import main as command  # noqa: PLC0415 - loading is what is measured here

    gc.freeze()
    gc.enable()
    command()
