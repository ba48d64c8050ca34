"""The only door to pdfium: a document, its pages and what they hold as plain values; lays nothing out."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2
from pypdfium2 import raw

from parsers.document import Reason, UnreadableError

TEXT = int(raw.FPDF_PAGEOBJ_TEXT)
PATH = int(raw.FPDF_PAGEOBJ_PATH)
IMAGE = int(raw.FPDF_PAGEOBJ_IMAGE)
SHADING = int(raw.FPDF_PAGEOBJ_SHADING)
FORM = int(raw.FPDF_PAGEOBJ_FORM)
WIDGET = int(raw.FPDF_ANNOT_WIDGET)
FREE_TEXT = int(raw.FPDF_ANNOT_FREETEXT)
STRIKEOUT = int(raw.FPDF_ANNOT_STRIKEOUT)
CHECKBOX = int(raw.FPDF_FORMFIELD_CHECKBOX)
RADIO = int(raw.FPDF_FORMFIELD_RADIOBUTTON)
BUTTON = int(raw.FPDF_FORMFIELD_PUSHBUTTON)
INVISIBLE = int(raw.FPDF_TEXTRENDERMODE_INVISIBLE)
STROKED = (int(raw.FPDF_TEXTRENDERMODE_FILL_STROKE), int(raw.FPDF_TEXTRENDERMODE_STROKE))
MOVE, LINE, BEZIER = (
    int(raw.FPDF_SEGMENT_MOVETO),
    int(raw.FPDF_SEGMENT_LINETO),
    int(raw.FPDF_SEGMENT_BEZIERTO),
)
HIDDEN_ANNOTATION = int(raw.FPDF_ANNOT_FLAG_HIDDEN)

Matrix = tuple[float, float, float, float, float, float]
Bounds = tuple[float, float, float, float]
Handle = Any
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_MOST_RAW = 4 << 20
_MOST_CLIPS = 16
_LONGEST_VALUE = 64 << 10
_LONGEST_ADDRESS = 4096


def _direct(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """A function of the library without the conversions that its usual wrapper makes for every call."""
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    made: Callable[..., Any] = ctypes.CFUNCTYPE(result, *arguments)(address)
    return made


_POINTER, _INT = ctypes.c_void_p, ctypes.c_int
# Asked for every letter of a page.
object_of = _direct(raw.FPDFText_GetTextObject, _POINTER, _POINTER, _INT)
is_generated = _direct(raw.FPDFText_IsGenerated, _INT, _POINTER, _INT)
loose_box = _direct(raw.FPDFText_GetLooseCharBox, _INT, _POINTER, _INT, _POINTER)
# Asked for every drawn text.
_origin_of = _direct(raw.FPDFText_GetCharOrigin, _INT, _POINTER, _INT, _POINTER, _POINTER)
_matrix_of = _direct(raw.FPDFText_GetMatrix, _INT, _POINTER, _INT, _POINTER)
_size_of = _direct(raw.FPDFText_GetFontSize, ctypes.c_double, _POINTER, _INT)
_mode_of = _direct(raw.FPDFTextObj_GetTextRenderMode, _INT, _POINTER)
_font_of = _direct(raw.FPDFTextObj_GetFont, _POINTER, _POINTER)
_fill_of = _direct(raw.FPDFPageObj_GetFillColor, _INT, _POINTER, *[_POINTER] * 4)


class Pdf:
    """An open document."""

    def __init__(self, document: pypdfium2.PdfDocument) -> None:
        self._document = document
        self._form: Handle = None
        if document.get_formtype() in (raw.FORMTYPE_ACRO_FORM, raw.FORMTYPE_XFA_FOREGROUND):
            document.init_forms()
            self._form = document.formenv.raw if document.formenv else None

    def __len__(self) -> int:
        return len(self._document)

    @property
    def handle(self) -> Handle:
        """The document for the library's own functions."""
        return self._document.raw

    @contextmanager
    def page(self, number: int) -> Iterator[PdfPage | None]:
        """One page with its text, None where the library cannot load it."""
        try:
            page = self._document[number]
        except pypdfium2.PdfiumError:
            yield None
            return
        try:
            yield PdfPage(page, self._form)
        finally:
            page.close()


@contextmanager
def open_pdf(data: bytes) -> Iterator[Pdf]:
    """The document in the bytes; refused where it has a password or nothing can be made of it."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            raise UnreadableError(Reason.ENCRYPTED, "a PDF with a password") from error
        if getattr(error, "err_code", None) == raw.FPDF_ERR_SECURITY:
            raise UnreadableError(Reason.ENCRYPTED, "a PDF with an unknown encryption") from error
        raise UnreadableError(Reason.CORRUPT, f"pdf: {error}"[:200]) from error
    try:
        yield Pdf(document)
    finally:
        document.close()


class PdfPage:
    """One loaded page."""

    def __init__(self, page: pypdfium2.PdfPage, form: Handle) -> None:
        self._page, self._form = page, form

    @property
    def box(self) -> Bounds:
        """Left, bottom, right, top of what is shown, in the page's own units."""
        left, bottom, right, top = self._page.get_cropbox()
        return left, bottom, right, top

    @property
    def rotation(self) -> int:
        """Quarter turns clockwise."""
        return int(raw.FPDFPage_GetRotation(self._page.raw)) % 4

    @contextmanager
    def text(self) -> Iterator[PdfText]:
        """The letters of the page."""
        text = self._page.get_textpage()
        try:
            yield PdfText(text)
        finally:
            text.close()

    def objects(self) -> Iterator[Handle]:
        """What is drawn, in the order of drawing."""
        for index in range(raw.FPDFPage_CountObjects(self._page.raw)):
            yield raw.FPDFPage_GetObject(self._page.raw, index)

    def annotations(self) -> Iterator[Annotation]:
        """Links, fields and notes that lie on the page."""
        for index in range(raw.FPDFPage_GetAnnotCount(self._page.raw)):
            handle = raw.FPDFPage_GetAnnot(self._page.raw, index)
            if handle:
                try:
                    yield Annotation(handle, self._form)
                finally:
                    raw.FPDFPage_CloseAnnot(handle)

    def links(self, most: int) -> Iterator[tuple[Bounds, str]]:
        """Areas and the web or mail addresses behind them."""
        position, link = ctypes.c_int(0), raw.FPDF_LINK()
        for _ in range(most):
            if not raw.FPDFLink_Enumerate(self._page.raw, position, link):
                return
            rect = raw.FS_RECTF()
            if raw.FPDFLink_GetAnnotRect(link, rect) and (address := self._address(link)):
                yield (rect.left, rect.bottom, rect.right, rect.top), address

    def _address(self, link: Handle) -> str:
        action = raw.FPDFLink_GetAction(link)
        if not action or raw.FPDFAction_GetType(action) != raw.PDFACTION_URI:
            return ""
        buffer = ctypes.create_string_buffer(_LONGEST_ADDRESS)
        length = raw.FPDFAction_GetURIPath(self._page.parent.raw, action, buffer, _LONGEST_ADDRESS)
        return (
            buffer.raw[: max(length - 1, 0)].decode("utf-8", "replace") if length <= _LONGEST_ADDRESS else ""
        )

    def image(self, handle: Handle) -> tuple[int, int, str, bytes, int]:
        """Width, height, the outermost filter, the stored bytes (empty where many) and how many there are."""
        width, height = ctypes.c_uint(0), ctypes.c_uint(0)
        raw.FPDFImageObj_GetImagePixelSize(handle, width, height)
        count = raw.FPDFImageObj_GetImageFilterCount(handle)
        name = ctypes.create_string_buffer(40)
        if count > 0:
            raw.FPDFImageObj_GetImageFilter(handle, count - 1, name, 40)
        size = int(raw.FPDFImageObj_GetImageDataRaw(handle, None, 0))
        stored = b""
        if 0 < size <= _MOST_RAW:
            buffer = ctypes.create_string_buffer(size)
            raw.FPDFImageObj_GetImageDataRaw(handle, buffer, size)
            stored = buffer.raw
        return width.value, height.value, name.value.decode("latin-1"), stored, size


class PdfText:
    """The letters of a page by their index."""

    def __init__(self, text: pypdfium2.PdfTextPage) -> None:
        self._text = text
        self.count = int(text.count_chars())
        self.address = int(ctypes.cast(text.raw, ctypes.c_void_p).value or 0)
        self._point, self._matrix = (ctypes.c_double * 2)(), (ctypes.c_float * 6)()
        self._x = ctypes.addressof(self._point)
        self._y, self._cells = self._x + ctypes.sizeof(ctypes.c_double), ctypes.addressof(self._matrix)

    def letters(self) -> list[str]:
        """Every letter, one string an index."""
        buffer = (ctypes.c_ushort * (self.count + 1))()
        written = raw.FPDFText_GetText(self._text.raw, 0, self.count, buffer) - 1
        text = bytes(buffer)[: 2 * self.count].decode("utf-16-le", "replace")
        if written == self.count and len(text) == self.count:
            return list(text)
        return [_letter(raw.FPDFText_GetUnicode(self._text.raw, index)) for index in range(self.count)]

    def origin(self, index: int) -> tuple[float, float]:
        """Where the baseline begins."""
        if not _origin_of(self.address, index, self._x, self._y):
            return 0.0, 0.0
        return self._point[0], self._point[1]

    def matrix(self, index: int) -> Matrix:
        """How a letter is turned and scaled."""
        if not _matrix_of(self.address, index, self._cells):
            return 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
        a, b, c, d, e, f = self._matrix
        return a, b, c, d, e, f

    def size(self, index: int) -> float:
        """The size of a letter's font before scaling."""
        return float(_size_of(self.address, index))


def _letter(code: int) -> str:
    return chr(code) if 0 <= code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else "\ufffd"  # noqa: PLR2004


class Annotation:
    """A link, field or note."""

    def __init__(self, handle: Handle, form: Handle) -> None:
        self.handle, self._form = handle, form
        self.kind = int(raw.FPDFAnnot_GetSubtype(handle))
        self.hidden = bool(raw.FPDFAnnot_GetFlags(handle) & HIDDEN_ANNOTATION)

    @property
    def bounds(self) -> Bounds:
        rect = raw.FS_RECTF()
        raw.FPDFAnnot_GetRect(self.handle, rect)
        return rect.left, rect.bottom, rect.right, rect.top

    @property
    def field(self) -> int:
        """Which kind of form field, -1 for none."""
        return int(raw.FPDFAnnot_GetFormFieldType(self._form, self.handle)) if self._form else -1

    @property
    def checked(self) -> bool:
        return bool(raw.FPDFAnnot_IsChecked(self._form, self.handle))

    @property
    def value(self) -> str:
        """What was typed into the field."""
        return _wide(
            lambda buffer, size: raw.FPDFAnnot_GetFormFieldValue(self._form, self.handle, buffer, size)
        )

    @property
    def contents(self) -> str:
        """What a note says."""
        return _wide(
            lambda buffer, size: raw.FPDFAnnot_GetStringValue(self.handle, b"Contents", buffer, size)
        )


def _wide(ask: Callable[[Any, int], int]) -> str:
    size = min(int(ask(None, 0)), _LONGEST_VALUE)
    if size <= 2:  # noqa: PLR2004  (the closing zero only)
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    ask(buffer, size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace")


# --- single drawn things


def address_of(handle: Handle) -> int:
    """What tells one drawn thing from another."""
    return int(ctypes.cast(handle, ctypes.c_void_p).value or 0)


def handle_at(address: int) -> Handle:
    """The drawn thing at an address that ``object_of`` gave."""
    return ctypes.cast(address, raw.FPDF_PAGEOBJECT)


def kind_of(handle: Handle) -> int:
    """TEXT, PATH, IMAGE, SHADING or FORM."""
    return int(raw.FPDFPageObj_GetType(handle))


def bounds_of(handle: Handle) -> Bounds | None:
    """Left, bottom, right, top."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(handle, left, bottom, right, top):
        return None
    return left.value, bottom.value, right.value, top.value


def matrix_of(handle: Handle) -> Matrix:
    """How a drawn thing is placed."""
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(handle, found):
        return IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f


def inside(handle: Handle) -> Iterator[Handle]:
    """What a group draws."""
    for index in range(raw.FPDFFormObj_CountObjects(handle)):
        yield raw.FPDFFormObj_GetObject(handle, index)


def clip_of(handle: Handle) -> Bounds | None:
    """The area outside which nothing of a drawn thing is seen, None for no limit."""
    clip = raw.FPDFPageObj_GetClipPath(handle)
    count = int(raw.FPDFClipPath_CountPaths(clip)) if clip else 0
    limit: Bounds | None = None
    for path in range(min(count, _MOST_CLIPS)):
        xs, ys = [], []
        for index in range(min(int(raw.FPDFClipPath_CountPathSegments(clip, path)), _MOST_CLIPS)):
            x, y = ctypes.c_float(), ctypes.c_float()
            raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(clip, path, index), x, y)
            xs.append(x.value)
            ys.append(y.value)
        if xs:
            box = (min(xs), min(ys), max(xs), max(ys))
            limit = box if limit is None else _shared(limit, box)
    return limit


def _shared(one: Bounds, other: Bounds) -> Bounds:
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def fill_of(handle: Handle) -> tuple[int, int, int, int]:
    """Red, green, blue and opacity of the inside."""
    red, green, blue, opacity = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(handle, red, green, blue, opacity):
        return 0, 0, 0, 255
    return red.value, green.value, blue.value, opacity.value


def stroke_of(handle: Handle) -> tuple[int, int, int, int]:
    """Red, green, blue and opacity of the outline."""
    red, green, blue, opacity = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetStrokeColor(handle, red, green, blue, opacity):
        return 0, 0, 0, 255
    return red.value, green.value, blue.value, opacity.value


def drawn_how(handle: Handle) -> tuple[bool, bool]:
    """Whether a path is filled, and whether it is outlined."""
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(handle, filled, stroked)
    return bool(filled.value), bool(stroked.value)


def segment_count(handle: Handle) -> int:
    """How many segments a path has."""
    return int(raw.FPDFPath_CountSegments(handle))


def segments(handle: Handle, most: int) -> Iterator[tuple[int, float, float, bool]]:
    """Kind, end point and whether it closes, for every segment of a path."""
    for index in range(min(segment_count(handle), most)):
        segment = raw.FPDFPath_GetPathSegment(handle, index)
        x, y = ctypes.c_float(), ctypes.c_float()
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        yield (
            int(raw.FPDFPathSegment_GetType(segment)),
            x.value,
            y.value,
            bool(raw.FPDFPathSegment_GetClose(segment)),
        )


def render_mode(address: int) -> int:
    """How the text at an address is painted."""
    return int(_mode_of(address))


def font_of(address: int) -> int:
    """What tells one font from another, 0 for none; of the text at an address."""
    return int(_font_of(address) or 0)


def fill_at(address: int) -> tuple[int, int, int, int]:
    """As ``fill_of``, of the drawn thing at an address."""
    colors = (ctypes.c_uint * 4)()
    first, step = ctypes.addressof(colors), ctypes.sizeof(ctypes.c_uint)
    if not _fill_of(address, first, first + step, first + 2 * step, first + 3 * step):
        return 0, 0, 0, 255
    red, green, blue, opacity = colors
    return red, green, blue, opacity


def font_name(address: int) -> str:
    """A font's name."""
    font = ctypes.cast(address, raw.FPDF_FONT)
    size = int(raw.FPDFFont_GetBaseFontName(font, None, 0))
    buffer = ctypes.create_string_buffer(max(size, 1))
    raw.FPDFFont_GetBaseFontName(font, buffer, size)
    return buffer.value.decode("utf-8", "replace")
