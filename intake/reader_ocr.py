"""The program tesseract: whether it is there and fit, and what it says of one page; writes no file."""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalogue.reading.parts import Recogniser
from parsers.ocr.scan import RecognitionError, Task

PROGRAM = "tesseract"
LANGUAGES = ("vie", "eng", "osd")
CPU_SECONDS = 20
"""What one answer may take: many times what a full page does."""

_ANSWER_SECONDS = 10
_VERSION = re.compile(r"tesseract v?(\S+)")
_ROTATE = re.compile(r"^Rotate: (\d+)", re.MULTILINE)
_QUARTER = 90
_ASKED = {
    Task.LINES: ("-l", "vie", "--psm", "6"),
    Task.LATIN: ("-l", "eng", "--psm", "6"),
    Task.DIGITS: ("-l", "eng", "--psm", "6", "-c", "tessedit_char_whitelist=0123456789"),
    Task.TURN: ("-l", "osd", "--psm", "0"),
}
_MOST_ANSWER = 16 << 20


class OcrMissingError(Exception):
    """Scans cannot be read on this machine; the message names what lacks and the cure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tesseract:
    """The program as it was found. ``wall_seconds`` is the longest that one answer is waited for."""

    path: str
    version: str
    wall_seconds: float

    def recognise(self, picture: bytes, task: Task) -> str:
        """What it says of a grey map, in hOCR. Raises RecognitionError."""
        words = [self.path, "stdin", "stdout", *_ASKED[task], "--dpi", "300"]
        if task is not Task.TURN:
            words += ["-c", "tessedit_create_hocr=1", "-c", "tessedit_create_txt=0"]
        answer = self._ask(words, picture, is_turn=task is Task.TURN)
        if task is not Task.TURN:
            return answer
        found = _ROTATE.search(answer)
        return str(int(found[1]) // _QUARTER) if found else "0"

    def _ask(self, words: Sequence[str], picture: bytes, *, is_turn: bool) -> str:
        with subprocess.Popen(  # noqa: S603 - a program found on our own path, no shell
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**_environment(), "OMP_THREAD_LIMIT": "1"},
        ) as process:
            # Of its own: the limit of whoever starts it counts from that one's beginning.
            resource.prlimit(process.pid, resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
            try:
                answer, _ = process.communicate(picture, timeout=self.wall_seconds)
            except subprocess.TimeoutExpired as error:
                process.kill()
                raise RecognitionError(f"no answer within {self.wall_seconds:g} s") from error
        if process.returncode and is_turn:
            return ""  # too little text to tell how it is turned
        if process.returncode:
            raise RecognitionError(f"{PROGRAM} ended with {process.returncode}")
        return answer[:_MOST_ANSWER].decode("utf-8", "replace")


def find_recogniser(wall_seconds: float) -> Recogniser:
    """What reads scans, within so many seconds for each answer. Raises OcrMissingError."""
    program = find_tesseract(wall_seconds)
    return Recogniser(f"ocr {PROGRAM} {program.version}", program.recognise)


def find_tesseract(wall_seconds: float) -> Tesseract:
    """The program with the languages that are needed. Raises OcrMissingError."""
    _need_pillow()
    path = shutil.which(PROGRAM)
    if path is None:
        raise OcrMissingError(
            f"{PROGRAM} is not installed; cure: sudo apt-get install tesseract-ocr tesseract-ocr-vie"
        )
    found = _VERSION.search(_said(path, "--version"))
    if found is None:
        raise OcrMissingError(f"{path} does not tell its version; cure: install tesseract 5 again")
    languages = _said(path, "--list-langs").split()
    absent = [f"tesseract-ocr-{one}" for one in LANGUAGES if one not in languages]
    if absent:
        raise OcrMissingError(
            f"{PROGRAM} lacks what it reads with; cure: sudo apt-get install {' '.join(absent)}"
        )
    return Tesseract(path=path, version=found[1], wall_seconds=wall_seconds)


def _need_pillow() -> None:
    try:
        import PIL.Image  # noqa: F401, PLC0415 - of an extra that may be absent
    except ImportError as error:
        raise OcrMissingError("Pillow is not installed; cure: pip install 'intake[ocr]'") from error


def _said(path: str, option: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - a program found on our own path, no shell
            [path, option], capture_output=True, check=True, timeout=_ANSWER_SECONDS, env=_environment()
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise OcrMissingError(f"{path} {option} failed: {type(error).__name__}") from error
    return (done.stdout + done.stderr).decode("utf-8", "replace")


def _environment() -> Mapping[str, str]:
    return {name: os.environ[name] for name in ("PATH", "TESSDATA_PREFIX") if name in os.environ}
