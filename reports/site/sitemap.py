"""What the site says to search engines: its pages, and that they may be read; text only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

MOST_IN_ONE = 40_000
"""Addresses in one file; the protocol allows 50,000."""

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def sitemap_files(base_url: str, paths: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """The sitemap: one file, or an index of several. Nothing without the site's address."""
    if not base_url:
        return
    chunks = [paths[start : start + MOST_IN_ONE] for start in range(0, len(paths), MOST_IN_ONE)]
    if len(chunks) <= 1:
        yield "sitemap.xml", _addresses(base_url, paths)
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(chunks) + 1)]
    for name, chunk in zip(names, chunks, strict=True):
        yield name, _addresses(base_url, chunk)
    listed = "".join(f"<sitemap><loc>{escape(base_url + name)}</loc></sitemap>\n" for name in names)
    yield "sitemap.xml", f"{_HEAD}<sitemapindex {_SPACE}>\n{listed}</sitemapindex>\n".encode()


def robots_file(base_url: str) -> bytes:
    """What robots may do: read everything; where the sitemap is, if the address is known."""
    where = f"\nSitemap: {base_url}sitemap.xml\n" if base_url else ""
    return f"User-agent: *\nAllow: /\n{where}".encode()


def _addresses(base_url: str, paths: Sequence[str]) -> bytes:
    listed = "".join(f"<url><loc>{escape(base_url + path)}</loc></url>\n" for path in paths)
    return f"{_HEAD}<urlset {_SPACE}>\n{listed}</urlset>\n".encode()
