"""Frames and shapes of an OpenDocument file: which picture each shows; charts and objects are passed over."""

from __future__ import annotations

from collections.abc import Callable

from parsers.document import Picture
from parsers.formats.odf.names import full
from parsers.formats.odf.package import Source, embedded_picture
from parsers.formats.odf.stream import Attributes, Stream

SHAPES = (
    "draw:frame", "draw:custom-shape", "draw:rect", "draw:ellipse", "draw:circle", "draw:line",
    "draw:polyline", "draw:polygon", "draw:regular-polygon", "draw:path", "draw:connector", "draw:caption",
    "draw:measure",
)  # fmt: skip
_HREF = full("xlink:href")


class Drawings:
    """Finds the pictures that pass by in a stream; of one frame's alternatives the first counts."""

    def __init__(self, stream: Stream, source: Source, take: Callable[[Picture], None]) -> None:
        self._stream, self._source, self._take = stream, source, take
        self._shown, self._numbered = False, 0
        self._kept: list[str] | None = None
        stream.listen(
            {
                "draw:frame": self._open_frame,
                "draw:object": self._pass_over("draw:object"),
                "draw:object-ole": self._pass_over("draw:object-ole"),
                "draw:plugin": self._pass_over("draw:plugin"),
                "draw:image": self._open_image,
                "office:binary-data": self._open_data,
            },
            {"office:binary-data": self._close_data},
        )

    def _open_frame(self, _attributes: Attributes) -> None:
        self._shown = False

    def _pass_over(self, name: str) -> Callable[[Attributes], None]:
        def pass_over(_attributes: Attributes) -> None:
            # The picture that follows only stands in for the object.
            self._shown = True
            self._stream.skip(name)

        return pass_over

    def _open_image(self, attributes: Attributes) -> None:
        self._show(self._source.picture(attributes.get(_HREF, "")))

    def _show(self, picture: Picture | None) -> None:
        if picture is not None and not self._shown:
            self._shown = True
            self._take(picture)

    def _open_data(self, _attributes: Attributes) -> None:
        self._kept, self._stream.sink = self._stream.sink, []

    def _close_data(self) -> None:
        encoded, self._stream.sink = "".join(self._stream.sink or ()), self._kept
        self._numbered += 1
        self._show(embedded_picture(encoded, self._numbered))
