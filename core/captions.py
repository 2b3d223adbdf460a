"""
Captions of a video, as WebVTT (https://www.w3.org/TR/webvtt1/) or SubRip has them, read as what is said in it.

The player that shows the video is another site's and has its own; here they are for whoever reads, searches or can't
hear: a transcript.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core import text

MOST = 10_000  # cues; a day of speech
# A longer silence begins a paragraph, and so does the first sentence that begins after this much of one.
SILENCE = 3.0
PARAGRAPH = 25.0

_TIME = r"(?:(\d{1,4}):)?([0-5]?\d):([0-5]\d)[.,](\d{3})"
_TIMING = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?", re.ASCII)
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^<>]+)>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]*>|<[\d:.]+>|\{\\[^{}]*\}", re.IGNORECASE)
_SENTENCE_ENDS = re.compile(r"[.!?…][»”\"’')]*$")


@dataclass(frozen=True)
class Cue:
    """What is said from `start` to `end`, in seconds; `voice` is who says it, where the file tells."""

    start: float
    end: float
    text: str
    voice: str = ""


@dataclass(frozen=True)
class Paragraph:
    """Words that belong together, from the second `start` on."""

    start: float
    text: str
    voice: str = ""

    @property
    def clock(self) -> str:
        return clock(int(self.start))


def clock(seconds: int) -> str:
    """ "4:05", "1:02:00"."""
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def read(file: str) -> list[Cue]:
    """Its cues in order of their times. Raises ValidationError, with the line, for what is no captions file."""
    cues: list[Cue] = []
    lines = file.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    at = 0
    while at < len(lines):
        timing = _TIMING.fullmatch(lines[at])
        if timing is None:
            if "-->" in lines[at]:
                raise ValidationError(
                    _("Line %(line)s of the captions is not a time like 00:01:02.500 --> 00:01:04.000: %(words)s"),
                    code="captions",
                    params={"line": at + 1, "words": lines[at].strip()[:60]},
                )
            at += 1
            continue
        start, end = _seconds(*timing.groups()[:4]), _seconds(*timing.groups()[4:])
        if end < start:
            raise ValidationError(
                _("Line %(line)s of the captions ends before it begins."), code="captions", params={"line": at + 1}
            )
        at += 1
        words = []
        while at < len(lines) and lines[at].strip() and "-->" not in lines[at]:
            words.append(lines[at])
            at += 1
        cues += _cues(start, end, "\n".join(words))
        if len(cues) > MOST:
            raise ValidationError(_("The captions have more than %(count)s cues.") % {"count": MOST}, code="captions")
    if not cues:
        raise ValidationError(
            _("This is not a captions file: WebVTT (.vtt) has times like 00:01:02.500 --> 00:01:04.000 and words."),
            code="captions",
        )
    return sorted(cues, key=lambda cue: cue.start)


def paragraphs(cues: list[Cue]) -> list[Paragraph]:
    """What is said, as one reads it: a new paragraph for another voice, after a silence, and now and then."""
    found: list[list[Cue]] = []
    for cue in cues:
        last = found[-1] if found else None
        if last and (last[-1].text, last[-1].voice) == (cue.text, cue.voice):
            continue  # shown twice, as some programs write it, and said once
        is_new = (
            last is None
            or cue.voice != last[-1].voice
            or cue.start - last[-1].end > SILENCE
            or (cue.start - last[0].start > PARAGRAPH and _SENTENCE_ENDS.search(last[-1].text))
        )
        if is_new:
            found.append([cue])
        else:
            found[-1].append(cue)
    return [Paragraph(one[0].start, " ".join(cue.text for cue in one), one[0].voice) for one in found]


def _cues(start: float, end: float, payload: str) -> Iterator[Cue]:
    """One for each voice in it."""
    before, *rest = _VOICE.split(payload)
    for voice, words in [("", before), *zip(rest[::2], rest[1::2], strict=True)]:
        if said := _plain(words):
            yield Cue(start, end, said, _plain(voice))


def _plain(words: str) -> str:
    return text.one_line(unescape(_TAG.sub("", words)))


def _seconds(hours: str | None, minutes: str, seconds: str, thousandths: str) -> float:
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + int(thousandths) / 1000
