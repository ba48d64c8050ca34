"""A real browser for tests: Debian's Chromium, watched; it reaches this machine and nothing else.

``browser`` is one for all tests of a file. A ``Watched`` page notes whatever a visitor would never see:
words of the console, errors of scripts, requests that fail or that leave this machine.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, Response, sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SERIOUS = frozenset({"serious", "critical"})
HERE = "127.0.0.1"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, started for a file: its driver holds the thread's event loop while it lives."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "apt-get install chromium"
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield started
        started.close()


@dataclass
class Watched:
    """A page and all that went wrong while a visitor looked; ``expected`` are statuses that a test wants."""

    page: Page
    base: str
    expected: frozenset[int] = frozenset()
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda said: self._said(said.text))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("response", self._answered)
        self.page.on("request", lambda asked: self._asked(asked.url))

    def open(self, path: str) -> None:
        """Go to a page of ours and wait until it is still."""
        self.page.goto(self.base + path)
        self.page.wait_for_load_state("networkidle")

    def barriers(self) -> list[str]:
        """What axe-core finds on the page that shuts somebody out, and a page wider than its screen."""
        told = Axe().run(self.page).response["violations"]
        found = [
            f"{self.page.url}: {one['id']}: {one['nodes'][0]['html'][:120]}"
            for one in told
            if one["impact"] in SERIOUS
        ]
        wide = self.page.evaluate("document.documentElement.scrollWidth > innerWidth")
        return [*found, f"{self.page.url}: wider than the screen"] if wide else found

    def focused(self) -> str:
        """The words of what has the keyboard."""
        return str(self.page.evaluate("document.activeElement.textContent.trim()"))

    def _said(self, words: str) -> None:
        # A status that is wanted is told by the console too.
        if not any(f"status of {status}" in words for status in self.expected):
            self.faults.append(words)

    def _asked(self, url: str) -> None:
        if urlsplit(url).hostname not in {HERE, None}:
            self.faults.append(f"left this machine: {url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.faults.append(f"{response.status} {response.url}")
