"""Web addresses and picture names as offices write them; text in, values out, nothing is ever fetched."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qs, urlsplit

from catalogue.normalizing.choices import is_blank, says_none

_TOP_LEVEL = (
    "vn|com|net|org|edu|gov|info|io|me|biz|asia|app|site|online|co|tv|academy|school|link|ly|gl|page|dev|xyz|shop|store"
    "|example|test"
)
_ADDRESS = re.compile(
    r"https?://[^\s<>\"'“”]+"
    r"|(?<![\w@.\-/])www\.[^\s<>\"'“”]+"
    rf"|(?<![\w@.\-/])(?:[a-z0-9](?:[a-z0-9\-]*[a-z0-9])?\.)+(?:{_TOP_LEVEL})(?![\w@.\-])(?::\d+)?(?:/[^\s<>\"'“”]*)?",
    re.IGNORECASE,
)
# What most cells hold: one tidy address, so that the search can be spared.
_CLEAN = re.compile(r"https?://[a-z0-9\-]+(?:\.[a-z0-9\-]+)+(?:/[\w\-./%=&?#~+]*[\w/])?")
_BROKEN_SCHEME = re.compile(r"\b(https?)\s*:\s*/\s*/\s*", re.IGNORECASE)
# A cell or a page too narrow breaks an address after a slash or a hyphen.
_WRAPPED = re.compile(r"(?<=[/\-_=?&])[ \t]*\n[ \t]*(?=[\w])(?!https?:|www\.)", re.IGNORECASE)
_LONGEST_TEXT = 2_000
_CHAT = "chat"
_SHARED = "shared"
_TRAILING = ".,;:!?\"'”’»…"
_CLOUD = re.compile(
    r"^(?:drive|docs|photos|forms)\.google\.|^photos\.app\.goo\.gl$|^forms\.gle$|(?:^|\.)(?:1drv\.ms|onedrive\.live\.com"
    r"|sharepoint\.com|dropbox\.com|db\.tt|mega\.nz|mediafire\.com|fshare\.vn|wetransfer\.com|we\.tl|icloud\.com"
    r"|box\.com|pcloud\.link|terabox\.com)$"
)
_NO_PAGE = re.compile(
    r"(?:^|\.)(?:zalo\.me|m\.me|t\.me|wa\.me|zoom\.us|zoom\.com|meet\.google\.com|teams\.microsoft\.com)$"
)
# Pages that only lead on: host and path, and the parameters that hold where to.
_REDIRECTS = re.compile(
    r"(?:www\.)?google\.[a-z.]{2,6}/url|[\w.\-]+\.safelinks\.protection\.outlook\.com/|lm?\.facebook\.com/l\.php"
    r"|link\.zalo\.me/|(?:www\.)?youtube\.com/redirect",
    re.IGNORECASE,
)
_LEADS_TO = ("q", "url", "u", "continue")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|bmp|heic|heif|svg|tiff?|jfif)$", re.IGNORECASE)
_ONE_PICTURE = re.compile(r"[\w\- ]{1,80}\.(?:jpe?g|png|gif|webp)", re.IGNORECASE)
_PICTURE_NAME = re.compile(
    r"[^\n;,|:*?\"<>]+?\.(?:jpe?g|png|gif|webp|bmp|heic|heif|svg|tiff?|jfif)(?![^\W_])", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Link:
    """``url`` is the first address, None where there is none; ``answered`` where the text says so.

    ``doubt`` tells an address that is hardly the page of a class (a meeting, a chat, a shared folder).
    """

    url: str | None
    answered: bool = False
    doubt: str = ""


def read_url(text: str, href: str = "") -> Link:
    """The address of a page: the one behind the text first, else the first one written."""
    for address in (*addresses(href), *addresses(text)):
        kind = _kind_of(_host(address))
        if kind != _CHAT:
            return Link(address, doubt="kind: a shared folder, not a page" if kind == _SHARED else "")
    if is_blank(text) and not says_none(text):
        return Link(None)
    if says_none(text):
        return Link(None, answered=True)
    return Link(None, doubt="invalid: no web address")


def addresses(text: str) -> tuple[str, ...]:
    """All web addresses of a text, each once, a scheme added where it lacks; mail addresses are none."""
    if "." not in text:
        return ()
    if _CLEAN.fullmatch(text):
        return (_led_to(text),)
    plain = unicodedata.normalize("NFC", text)
    plain = _WRAPPED.sub("", _BROKEN_SCHEME.sub(r"\1://", plain))
    found = (_tidied(match.group()) for match in _ADDRESS.finditer(plain))
    return tuple(dict.fromkeys(address for address in found if "." in _host(address)))


def cloud_links(text: str) -> tuple[str, ...]:
    """The addresses of shared folders and files in a text (Drive, OneDrive, Dropbox and the like)."""
    if "/" not in text or "." not in text:
        return ()
    return tuple(address for address in addresses(text) if _kind_of(_host(address)) == _SHARED)


def read_pictures(text: str, href: str = "") -> tuple[str, ...]:
    """Names of picture files and picture addresses in a text; "Có file kèm" names none."""
    text = text[:_LONGEST_TEXT]
    if not href and _ONE_PICTURE.fullmatch(text):
        return (_led_to(text),)
    pages = (*addresses(href), *addresses(text))
    found = [page for page in pages if _PICTURE.search(urlsplit(page).path) or "/" in urlsplit(page).path[1:]]
    rest = _ADDRESS.sub("\n", unicodedata.normalize("NFC", text)) if pages else text
    if "." in rest:
        names = _PICTURE_NAME.finditer(unicodedata.normalize("NFC", rest))
        found.extend(name.group().strip(" \t-–•()[]") for name in names)
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=4096)
def _kind_of(host: str) -> str:
    """Whether a host keeps shared files or is for chats and meetings, "" for a site of its own."""
    return _CHAT if _NO_PAGE.search(host) else _SHARED if _CLOUD.search(host) else ""


def _tidied(address: str) -> str:
    bare = address.rstrip(_TRAILING)
    while bare.endswith((")", "]", "}")) and bare.count("(") < bare.count(")") + bare.count("]") + bare.count(
        "}"
    ):
        bare = bare[:-1].rstrip(_TRAILING)
    if not re.match(r"https?://", bare, re.IGNORECASE):
        bare = "https://" + bare
    scheme, _, rest = bare.partition("://")
    host, slash, path = rest.partition("/")
    return _led_to(f"{scheme.lower()}://{host.lower()}{slash}{path}")


def _led_to(address: str) -> str:
    """Where a page that only counts clicks leads to ("google.com/url?q=..."); every other address itself."""
    if not _REDIRECTS.match(address.partition("://")[2]):
        return address
    said = parse_qs(urlsplit(address).query)
    targets = [one for key in _LEADS_TO for one in said.get(key, ()) if re.match(r"https?://", one)]
    return targets[0] if targets else address


def _host(address: str) -> str:
    return address.partition("://")[2].partition("/")[0].partition(":")[0]
