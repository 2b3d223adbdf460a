"""Captions are read as what is said: with who says it, in paragraphs, and refused in words where they are none."""

import pytest
from django.core.exceptions import ValidationError

from core.captions import Cue, clock, paragraphs, read

WEBVTT = """WEBVTT - made by hand

STYLE
::cue { color: red }

NOTE A note that nobody hears.

1
00:00:01.000 --> 00:00:03.500 align:start position:10%
<v Olha Bondar>The <i>bridge</i> is&nbsp;closed,
<00:00:02.000>all of it.

00:03.500 --> 00:05.000
<v Olha Bondar>Until Monday.

00:00:05.500 --> 00:00:06.000
<v.loud Petro>And &lt;then&gt;?
"""


def said(file):
    return [(one.clock, one.voice, one.text) for one in paragraphs(read(file))]


def test_webvtt_is_read_with_its_voices_and_without_its_marks():
    assert read(WEBVTT)[0] == Cue(1.0, 3.5, "The bridge is\xa0closed, all of it.", "Olha Bondar")
    assert said(WEBVTT) == [
        ("0:01", "Olha Bondar", "The bridge is\xa0closed, all of it. Until Monday."),
        ("0:05", "Petro", "And <then>?"),
    ]


def test_subrip_is_read_too():
    lines = "1|00:01:00,000 --> 00:01:02,000|{\\an8}<b>Перша</b>||2|00:01:02,100 --> 00:01:04,000|друга|"
    file = "\ufeff" + lines.replace("|", "\r\n")
    assert said(file) == [("1:00", "", "Перша друга")]


def test_two_voices_in_one_cue_are_two_paragraphs():
    assert said("WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>Yes.</v>\n<v B>No.</v>") == [
        ("0:01", "A", "Yes."),
        ("0:01", "B", "No."),
    ]


def test_a_silence_begins_a_paragraph_and_so_does_a_sentence_after_a_while():
    cues = [Cue(second, second + 1, f"Word {second}{'.' if second % 10 == 9 else ''}") for second in range(60)]
    assert [one.start for one in paragraphs(cues)] == [0, 30]
    assert [one.start for one in paragraphs([Cue(0, 1, "a"), Cue(4, 5, "b"), Cue(8.1, 9, "c")])] == [0, 8.1]


def test_what_is_shown_twice_is_said_once():
    assert [one.text for one in paragraphs([Cue(0, 1, "a"), Cue(1, 2, "a"), Cue(2, 3, "b")])] == ["a b"]


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("Just some words.", "This is not a captions file"),
        ("WEBVTT\n", "This is not a captions file"),
        ("WEBVTT\n\n00:00:01.000 --> soon\nx", "Line 3 of the captions is not a time like .*: 00:00:01.000 --> soon"),
        ("WEBVTT\n\n00:00:03.000 --> 00:00:01.000\nx", "Line 3 of the captions ends before it begins"),
        ("WEBVTT\n\n" + "00:01.000 --> 00:02.000\nx\n\n" * 10_001, "more than 10000 cues"),
    ],
)
def test_what_is_none_is_refused_in_words(file, words):
    with pytest.raises(ValidationError, match=words):
        read(file)


@pytest.mark.parametrize(("seconds", "shown"), [(0, "0:00"), (5, "0:05"), (245, "4:05"), (3720, "1:02:00")])
def test_a_length_on_a_clock(seconds, shown):
    assert clock(seconds) == shown
