"""The signs of symbol fonts by their codes, as letters that any font has; reads no file."""

from __future__ import annotations

import re
from collections.abc import Mapping

# The Greek and other letters of Adobe's Symbol encoding, which stand where Latin ones stand elsewhere.
_GREEK = dict(
    zip(
        (*range(0x41, 0x5B), *range(0x61, 0x7B)),
        "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖαβχδεφγηιϕκλμνοπθρστυϖωξψζ",
        strict=True,
    )
)
_PLAIN = {ord(sign): sign for sign in "!#%&()*+,-./0123456789:;<=>?[]_{|}~"}
SYMBOL = _GREEK | _PLAIN | {
    0x22: "∀", 0x24: "∃", 0x27: "∋", 0x40: "≅", 0x5C: "∴", 0x5E: "⊥", 0xA0: "€", 0xA1: "ϒ", 0xA2: "′",
    0xA3: "≤", 0xA4: "⁄", 0xA5: "∞", 0xA6: "ƒ", 0xA7: "♣", 0xA8: "♦", 0xA9: "♥", 0xAA: "♠", 0xAB: "↔",
    0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×",
    0xB5: "∝", 0xB6: "∂", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xBD: "|",
    0xBE: "—", 0xBF: "↵", 0xC5: "⊕", 0xC4: "⊗", 0xC6: "∅", 0xC7: "∩", 0xC8: "∪", 0xC9: "⊃", 0xCC: "⊂",
    0xCE: "∈", 0xCF: "∉", 0xD0: "∠", 0xD2: "®", 0xD3: "©", 0xD4: "™", 0xD5: "∏", 0xD6: "√", 0xD7: "·",
    0xD8: "¬", 0xD9: "∧", 0xDA: "∨", 0xDB: "⇔", 0xDC: "⇐", 0xDD: "⇑", 0xDE: "⇒", 0xDF: "⇓", 0xE0: "◊",
    0xE2: "®", 0xE3: "©", 0xE4: "™", 0xE5: "∑", 0xF2: "∫",
}  # fmt: skip
# Ornaments that say nothing (scissors, hands, zodiac) stay away; so do clocks and faces.
WINGDINGS = {
    0x28: "☎", 0x29: "✆", 0x2A: "✉", 0x2B: "✉", 0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "☐", 0x70: "☐",
    0x71: "☐", 0x72: "☐", 0x73: "⬧", 0x74: "⧫", 0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x78: "☒", 0x9E: "·",
    0x9F: "•", 0xA1: "○", 0xA4: "◉", 0xA6: "❍", 0xA7: "▪", 0xA8: "☐", 0xAB: "★", 0xD8: "➢", 0xDF: "←",
    0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE7: "←", 0xE8: "➔", 0xE9: "↑", 0xEA: "↓", 0xEF: "⇐", 0xF0: "⇒",
    0xF1: "⇑", 0xF2: "⇓", 0xF3: "⇔", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☒",
    **{0x80 + number: sign for number, sign in enumerate("⓪①②③④⑤⑥⑦⑧⑨⑩")},
    **{0x8B + number: sign for number, sign in enumerate("⓿❶❷❸❹❺❻❼❽❾❿")},
}  # fmt: skip
WINGDINGS_2 = {0x2A: "☐", 0xA3: "☐", 0x51: "☒", 0x52: "☒", 0x53: "☒", 0x54: "☒", 0x4F: "✗", 0x50: "✓"}
WINGDINGS_3 = {
    0x66: "←", 0x67: "→", 0x68: "↑", 0x69: "↓", 0x70: "▲", 0x71: "▼", 0x74: "◀", 0x75: "▶", 0x7D: "▶",
}  # fmt: skip
WEBDINGS = {0x61: "✓", 0x63: "☐", 0x67: "■", 0x6E: "●", 0x72: "✗", 0x33: "◀", 0x34: "▶"}
FONTS: Mapping[str, Mapping[int, str]] = {
    "wingdings": WINGDINGS,
    "wingdings 2": WINGDINGS_2,
    "wingdings 3": WINGDINGS_3,
    "webdings": WEBDINGS,
    "symbol": SYMBOL,
}
# A box that is ticked, however its font draws it.
TICKED = str.maketrans("☑🗹🗷", "☒☒☒")
_LATIN, _PRIVATE = 0x100, 0xF000
_PRIVATE_USE = re.compile("[\uf000-\uf0ff]")


def is_symbol_font(font: str) -> bool:
    """Whether letters in a font stand for signs."""
    return font.lower() in FONTS


def sign(font: str, code: int) -> str:
    """The sign that a symbol font shows for a code, "" where it is only an ornament."""
    if _LATIN <= code < _PRIVATE:
        # Beyond the codes of a symbol font: another font shows the letter.
        return chr(code)
    code = code - _PRIVATE if code >= _PRIVATE else code
    return FONTS.get(font.lower(), WINGDINGS).get(code, "")


def signs(text: str, font: str) -> str:
    """Text as a symbol font shows it; private-use signs also without the font's name."""
    if is_symbol_font(font):
        return "".join(sign(font, ord(letter)) if letter.strip() else letter for letter in text)
    if _PRIVATE_USE.search(text):
        return "".join(
            sign("wingdings", ord(letter)) if "\uf000" <= letter <= "\uf0ff" else letter for letter in text
        )
    return text
