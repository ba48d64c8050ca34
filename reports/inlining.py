"""Styles of a mail laid into its elements, since many programs drop sheets; the one door to css-inline."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import css_inline

_SHEETS = Path(__file__).with_name("templates") / "html"


def with_styles(html: str, sheet: str) -> str:
    """The page with the rules of a shipped sheet ("digest.css") in its elements.

    What the page's own style element holds stays there: the rules for dark screens and narrow windows.
    """
    return _inliner(sheet).inline(html)


@lru_cache(maxsize=4)
def _inliner(sheet: str) -> css_inline.CSSInliner:
    return css_inline.CSSInliner(
        inline_style_tags=False,
        keep_style_tags=True,
        load_remote_stylesheets=False,
        extra_css=(_SHEETS / sheet).read_text("utf-8"),
    )
