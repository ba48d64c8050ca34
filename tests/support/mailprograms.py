"""Replies as the named mail programs really make them, as plain text and as HTML; facts of formats only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from textwrap import fill

from tests.support.attributions import ATTRIBUTIONS, HEADERS, ORIGINAL, PHONE_LINES
from tests.support.replying import Reply, letter_html, letter_text, paragraphs, plain

Both = tuple[str, str]
_RULE = "_" * 32
_DIV = "<div>{}</div>"
_BREAK = "<div><br></div>"
_RED = '<div><span style="color:#ff0000">{}</span></div>'
_MSO = '<p class=MsoNormal><span style="font-size:11.0pt;font-family:Calibri">{}<o:p></o:p></span></p>'
_MSO_INK = '<p class=MsoNormal><span style="font-size:11.0pt;color:#C00000">{}<o:p></o:p></span></p>'
_MSO_BLANK = "<p class=MsoNormal><o:p>&nbsp;</o:p></p>"


def rendered(program: str, language: str, reply: Reply) -> Both:
    """The plain text and the HTML of a reply as ``program`` makes it in ``language`` ("vi", "en", ...)."""
    return PROGRAMS[program](reply, language)


def _wrapped(text: str, width: int = 76) -> str:
    return "\n".join(
        fill(line, width, break_long_words=False, break_on_hyphens=False) for line in text.split("\n")
    )


def _block(key: str) -> tuple[str, str]:
    """The header block of a quote as text and as HTML with bold names."""
    fields = HEADERS[key]
    text = "\n".join(f"{name} {value}" for name, value in fields)
    html = "<br>".join(f"<b>{escape(name)}</b> {escape(value)}" for name, value in fields)
    return text, html


def _above(reply: Reply) -> tuple[str, ...]:
    closing = reply.closing
    return reply.above if reply.sign_last or not closing else (*reply.above, "", *closing)


def _under(reply: Reply) -> tuple[str, ...]:
    below = reply.below
    return (*below, "", *reply.closing) if reply.sign_last and reply.closing else below


# --- the Outlooks


def outlook(reply: Reply, language: str) -> Both:
    text, html = _block(f"outlook.{language}")
    whole = f"{plain(_above(reply))}\n\n{text}\n\n{letter_text(reply, '')}\n{plain(_under(reply))}"
    border = (
        "<div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'>"
        f"<p class=MsoNormal>{html}<o:p></o:p></p></div></div>{_MSO_BLANK}"
    )
    body = (
        paragraphs(_above(reply), _MSO, _MSO_BLANK)
        + _MSO_BLANK
        + border
        + letter_html(reply, _MSO_INK)
        + paragraphs(_under(reply), _MSO, _MSO_BLANK)
    )
    return whole, (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>'
        "<style>p.MsoNormal {margin:0cm}</style>"
        f'</head><body lang=VI link="#0563C1"><div class=WordSection1>{body}</div></body></html>'
    )


def outlook_old(reply: Reply, language: str) -> Both:
    """Outlook 2003: the ruled line over the header, the address as [mailto:...]."""
    text, html = _block(f"outlook_old.{language}")
    rule = f"-----{ORIGINAL[f'outlook_old.{language}']}-----"
    whole = f"{plain(_above(reply))}\n\n{rule}\n{text}\n\n{letter_text(reply, '')}\n\n{plain(_under(reply))}"
    body = paragraphs(_above(reply), _MSO, _MSO_BLANK)
    quote = f"<p class=MsoNormal>{rule}<br>{html}</p>{letter_html(reply, _MSO_INK)}"
    return whole, f"<html><body>{body}{quote}{paragraphs(_under(reply), _MSO, _MSO_BLANK)}</body></html>"


def outlook_web(reply: Reply, language: str) -> Both:
    text, html = _block(f"outlook_web.{language}")
    whole = f"{plain(_above(reply))}\n{_RULE}\n{text}\n\n{letter_text(reply, '')}\n{plain(_under(reply))}"
    proof = '<div class="elementToProof" style="font-family:Aptos;font-size:12pt">{}</div>'
    blank = proof.format("<br>")
    sign = "" if reply.sign_last else f'<div id="Signature">{paragraphs(reply.closing, proof, blank)}</div>'
    border = (
        '<div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1">'
        '<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif" style="font-size:11pt" '
        f'color="#000000">{html}</font><div>&nbsp;</div></div>'
    )
    quote = letter_html(reply, _RED) + paragraphs(_under(reply), proof, blank)
    return whole, f"<html><body>{paragraphs(reply.above, proof, blank)}{sign}{border}{quote}</body></html>"


def outlook_phone(reply: Reply, language: str) -> Both:
    text, html = _block(f"outlook_web.{language}")
    line = PHONE_LINES[f"outlook_phone.{language}"]
    whole = (
        f"{plain(_above(reply))}\n\n{line}<https://aka.ms/o0ukef>\n{_RULE}\n{text}\n\n"
        f"{letter_text(reply, '')}\n{plain(_under(reply))}"
    )
    mobile = f'<div id="ms-outlook-mobile-signature"><a href="https://aka.ms/o0ukef">{line}</a></div>'
    border = (
        '<hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr">'
        f'<font face="Calibri, sans-serif">{html}</font><div> </div></div>'
    )
    body = paragraphs(_above(reply), '<div dir="auto">{}</div>', _BREAK) + mobile + border
    body += letter_html(reply, _RED) + paragraphs(_under(reply), _DIV, _BREAK)
    return whole, f"<html><body>{body}</body></html>"


def windows_mail(reply: Reply, language: str) -> Both:
    text, html = _block(f"outlook.{language}")
    line = PHONE_LINES[f"windows_mail.{language}"]
    whole = f"{plain(_above(reply))}\n\n{line}\n\n{text}\n\n{letter_text(reply, '')}\n{plain(_under(reply))}"
    border = f"<div style='border:none;border-top:solid #E1E1E1 1.0pt'><p class=MsoNormal>{html}</p></div>"
    body = paragraphs(_above(reply), _MSO, _MSO_BLANK) + _MSO.format(line) + border
    return whole, f"<html><body>{body}{letter_html(reply, _MSO_INK)}</body></html>"


# --- those that mark each quoted line


def _cited(
    key: str, *, attributed: str, quote: str, own: str = _DIV, width: int = 76
) -> Callable[[Reply, str], Both]:
    """A program with an attribution line and marked quotes; ``attributed`` and ``quote`` are templates."""

    def made(reply: Reply, language: str) -> Both:
        line = ATTRIBUTIONS[f"{key}.{language}"]
        phone = PHONE_LINES.get(f"{key}.{language}", "")
        above = (*_above(reply), *(("", phone) if phone else ()))
        quoted = "\n".join(_marked(letter_text(reply, "> "), width))
        whole = f"{plain(above)}\n\n{_wrapped(line, width)}\n\n{quoted}\n{plain(_under(reply))}\n"
        html_line = attributed.format(escape(line))
        opening, closing = quote.split("{}")
        letter = letter_html(reply, own, closing, opening)
        under = paragraphs(_under(reply), own, _BREAK)
        return whole, f"{paragraphs(above, own, _BREAK)}<br>{html_line}{opening}{letter}{closing}{under}"

    return made


def _marked(text: str, width: int) -> list[str]:
    """Quoted lines broken at the width and marked again; own ones between them as they are."""
    lines: list[str] = []
    for line in text.split("\n"):
        if line.startswith(">"):
            bare = line.removeprefix("> ")
            broken = fill(bare, width - 2, break_long_words=False, break_on_hyphens=False).split("\n")
            lines += [f"> {one}".rstrip() for one in broken]
        else:
            lines.append(line)
    return lines


def gmail(reply: Reply, language: str) -> Both:
    """Gmail in the browser: its signature stands in an element, often under the quote."""
    line = ATTRIBUTIONS[f"gmail.{language}"]
    quoted = "\n".join(_marked(letter_text(reply, "> "), 76))
    sign = f"\n\n-- \n{plain(reply.closing)}" if reply.closing else ""
    first, last = ("", sign) if reply.sign_last else (sign, "")
    whole = f"{plain(reply.above)}{first}\n\n{_wrapped(line)}\n\n{quoted}\n{plain(reply.below)}{last}\n"
    opening = '<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid #ccc">'
    signed = paragraphs(reply.closing, _DIV, _BREAK)
    element = (
        '<div><br></div><span class="gmail_signature_prefix">-- </span><br><div dir="ltr" '
        f'class="gmail_signature" data-smartmail="gmail_signature">{signed}</div>'
    )
    first, last = ("", element) if reply.sign_last else (element, "")
    element_first, element_last = (first, last) if reply.closing else ("", "")
    letter = letter_html(reply, _DIV, "</blockquote>", opening)
    attribution = f'<div dir="ltr" class="gmail_attr">{escape(line)}<br></div>'
    quote = f'<div class="gmail_quote gmail_quote_container">{attribution}{opening}{letter}</blockquote>'
    below = paragraphs(reply.below, _DIV, _BREAK)
    above = paragraphs(reply.above, _DIV, _BREAK)
    return whole, f'<div dir="ltr">{above}</div>{element_first}<br>{quote}{below}</div>{element_last}'


def zimbra(reply: Reply, language: str) -> Both:
    text, html = _block(f"zimbra.{language}")
    rule = f"----- {ORIGINAL[f'zimbra.{language}']} -----"
    whole = f"{plain(_above(reply))}\n\n{rule}\n{text}\n\n{letter_text(reply, '')}\n{plain(_under(reply))}"
    box = '<blockquote style="border-left:2px solid #1010FF;margin-left:5px;padding-left:5px">'
    head = (
        '<hr id="zwchr" data-marker="__DIVIDER__">'
        f'<div data-marker="__HEADERS__">{box}{html}<br></blockquote></div>'
    )
    letter = letter_html(reply, _DIV, "</blockquote>", box)
    quote = f'<div data-marker="__QUOTED_TEXT__">{box}{letter}</blockquote></div>'
    body = paragraphs(_above(reply), _DIV, _BREAK) + "<div><br></div>" + head + quote
    body += paragraphs(_under(reply), _DIV, _BREAK)
    return whole, f'<html><body><div style="font-family:arial">{body}</div></body></html>'


# --- those that put a ruled line and a header


def _ruled(key: str, *, dashes: str, element: str) -> Callable[[Reply, str], Both]:
    """A program that heads its quote with "-----Original Message-----" and fields; nothing is marked."""

    def made(reply: Reply, language: str) -> Both:
        text, html = _block(f"{key}.{language}")
        rule = f"{dashes}{ORIGINAL[f'{key}.{language}']}{dashes[::-1]}"
        phone = PHONE_LINES.get(f"{key}.{language}", "")
        above = (*_above(reply), *(("", phone) if phone else ()))
        whole = f"{plain(above)}\n\n{rule}\n{text}\n\n{letter_text(reply, '')}\n{plain(_under(reply))}"
        head = element.format(f"<div>{rule}</div><div>{html}</div>")
        body = paragraphs(above, _DIV, _BREAK) + _BREAK + head + letter_html(reply, _RED)
        return whole, f"<html><body>{body}{paragraphs(_under(reply), _DIV, _BREAK)}</body></html>"

    return made


def yahoo(reply: Reply, language: str) -> Both:
    line = ATTRIBUTIONS[f"yahoo.{language}"]
    phone = PHONE_LINES.get(f"yahoo.{language}", "")
    above = (*_above(reply), *(("", phone) if phone else ()))
    indented = "\n".join(f" {one}" for one in letter_text(reply, "").split("\n"))
    whole = f"{plain(above)}\n\n    {line}  \n \n{indented}\n{plain(_under(reply))}"
    inner = f"<div>{escape(line)}</div><div><br></div><div><br></div><div>{letter_html(reply, _RED)}</div>"
    quote = (
        f'<div id="ydp1yahoo_quoted_7" class="yahoo_quoted"><div style="color:#26282a">{inner}</div></div>'
    )
    body = paragraphs(above, '<div dir="ltr" data-setdir="false">{}</div>', _BREAK)
    return whole, f'<html><body><div class="ydpyahoo-style-wrap">{body}</div>{quote}</body></html>'


def bare_quote(reply: Reply, _language: str) -> Both:
    """A program that quotes without a word of whom."""
    quoted = "\n".join(_marked(letter_text(reply, "> "), 76))
    box = "<blockquote style='border-left:2px solid blue'>"
    letter = letter_html(reply, _DIV, "</blockquote>", box)
    above, under = (paragraphs(one, _DIV, _BREAK) for one in (_above(reply), _under(reply)))
    html = f"{above}{box}{letter}</blockquote>{under}"
    return f"{plain(_above(reply))}\n\n{quoted}\n{plain(_under(reply))}", html


def no_quote(reply: Reply, _language: str) -> Both:
    lines = (*_above(reply), *_under(reply))
    return plain(lines), paragraphs(lines, '<div dir="auto">{}</div>', _BREAK)


_CITE = '<blockquote type="cite" cite="mid:clarify.1@sogddt.example">{}</blockquote>'
PROGRAMS: Mapping[str, Callable[[Reply, str], Both]] = {
    "outlook": outlook,
    "outlook_old": outlook_old,
    "outlook_web": outlook_web,
    "outlook_phone": outlook_phone,
    "windows_mail": windows_mail,
    "gmail": gmail,
    "gmail_app": _cited(
        "gmail_app",
        attributed='<div class="gmail_quote"><div dir="ltr" class="gmail_attr">{}<br></div>',
        quote='<blockquote class="gmail_quote" style="margin:0 0 0 .8ex">{}</blockquote>',
    ),
    "apple_mail": _cited(
        "apple_mail",
        attributed="<div><br></div><div>{}</div>",
        quote='<blockquote type="cite">{}</blockquote>',
    ),
    "iphone": _cited(
        "iphone",
        attributed='<div dir="ltr"><br><blockquote type="cite">{}<br><br></blockquote></div>',
        quote='<blockquote type="cite"><div dir="ltr">{}</div></blockquote>',
    ),
    "thunderbird": _cited(
        "thunderbird", attributed='<div class="moz-cite-prefix">{}<br></div>', quote=_CITE, width=72
    ),
    "roundcube": _cited(
        "roundcube", attributed='<p id="reply-intro">{}</p>', quote='<blockquote type="cite">{}</blockquote>'
    ),
    "sogo": _cited(
        "sogo", attributed="<br>{}<br>&nbsp;", quote='<blockquote type="cite" cite="x">{}</blockquote>'
    ),
    "zimbra": zimbra,
    "mdaemon": _ruled("mdaemon", dashes="-----", element="<div style='border-left:2px solid #000'>{}</div>"),
    "samsung": _ruled(
        "samsung", dashes="-------- ", element='<div style="font-size:100%" dir="auto">{}</div>'
    ),
    "yahoo": yahoo,
    "bare": bare_quote,
    "none": no_quote,
}
