"""Where each page of the site lies, as a path below its folder, and how one page names another; text only."""

from __future__ import annotations

import re
from hashlib import sha256
from posixpath import relpath

INDEX = "index.html"
COURSES, SCHOOLS, LISTS = "khoa-hoc", "don-vi", "danh-sach"
PICTURES, PROGRAMMES, SEARCH, LOOKS = "anh", "chuong-trinh", "tim", "giao-dien"
OWN_FOLDERS = (COURSES, SCHOOLS, LISTS, PICTURES, PROGRAMMES, SEARCH, LOOKS)
"""Everything below these is the site's own: what the last export did not make is taken away."""

HEAD = f"{SEARCH}/muc-luc.json"
_PLAIN = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def course_path(course_id: str) -> str:
    """The page of a course; a folder for each two first letters, so that none grows too large."""
    name = safe(course_id)
    return f"{COURSES}/{name[:2]}/{name}.html"


def school_path(unit_id: str, page: int = 1) -> str:
    """The page of a school, or a further one of its courses."""
    name = safe(unit_id)
    return f"{SCHOOLS}/{name}.html" if page == 1 else f"{SCHOOLS}/{name}/{page}.html"


def list_path(slug: str, first_id: str = "") -> str:
    """A list's first page, or the further one that begins with that id."""
    return f"{LISTS}/{slug}/{safe(first_id)}.html" if first_id else f"{LISTS}/{slug}.html"


def picture_path(name: str, width: int, ending: str) -> str:
    """One width of a picture in one form."""
    return f"{PICTURES}/{name[:2]}/{name}-{width}.{ending}"


def programme_path(name: str) -> str:
    """A course's programme as a file."""
    return f"{PROGRAMMES}/{name[:2]}/{name}.pdf"


def search_path(name: str) -> str:
    """A piece of what is searched, named by its contents."""
    return f"{SEARCH}/{name}.json"


def root_of(path: str) -> str:
    """How a page names the site's folder, with a slash behind it; "" for pages in it."""
    return "../" * path.count("/")


def link(source: str, target: str) -> str:
    """How one page names another, wherever the site lies."""
    return relpath(target, source.rpartition("/")[0] or ".")


def safe(name: str) -> str:
    """An id as a file's name: itself where it is plain, else by its hash, so that none climbs or clashes."""
    return name if _PLAIN.fullmatch(name) else f"x{sha256(name.encode()).hexdigest()[:16]}"
