"""A poll of a mailbox in which nothing is new, inside a process that runs already, as the service does it."""

from __future__ import annotations

import time

from config.settings import load_settings
from intake.app import build_app
from intake.jobs_poll import only_one, poll
from intake.log import configure_log

ROUNDS = 5


def main() -> None:
    """Print the seconds of the quickest of some polls, after one that has settled everything."""
    settings = load_settings()
    configure_log("human", "warning")
    app = build_app(settings)
    spent = []
    with only_one(app):
        poll(app)
        for _ in range(ROUNDS):
            began = time.perf_counter()
            poll(app)
            spent.append(time.perf_counter() - began)
    app.close()
    print(f"{min(spent):.4f}")


if __name__ == "__main__":
    main()
