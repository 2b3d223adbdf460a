"""Which characters may be stored, and how words are counted."""

import pytest
from django.core.exceptions import ValidationError

from core import text

FORBIDDEN = [
    "\x00",
    "\x01",
    "\x08",
    "\x0b",
    "\x0c",
    "\x1f",
    "\x7f",
    "\x80",
    "\x85",
    "\x9f",
    "\ufffe",
    "\uffff",
    "\ud800",
]


@pytest.mark.parametrize("character", FORBIDDEN, ids=lambda c: f"U+{ord(c):04X}")
@pytest.mark.parametrize("one_line", [False, True])
def test_a_control_character_is_refused(character, one_line):
    with pytest.raises(ValidationError):
        text.validate_characters(f"Ceasefire{character}", one_line=one_line)


@pytest.mark.parametrize("character", ["\t", "\n", "\r", "\u2028", "\u2029"], ids=lambda c: f"U+{ord(c):04X}")
def test_a_line_break_is_refused_in_one_line_only(character):
    text.validate_characters(f"one{character}two")
    with pytest.raises(ValidationError):
        text.validate_characters(f"one{character}two", one_line=True)


def test_the_refusal_says_in_words_where_it_is():
    with pytest.raises(ValidationError) as refused:
        text.validate_characters("Talks resume in the capital on\x07 Monday")
    assert refused.value.messages == [
        "There is an invisible control character (U+0007) after “the capital on”. Delete it and type the words again."
    ]
    with pytest.raises(ValidationError, match="at the beginning"):
        text.validate_characters("\x07Talks resume")


@pytest.mark.parametrize(
    "fine", ["", "Їжак, “лапки”", "emoji 👩‍👩‍👧", "مرحبا", "a\u00a0b", "soft\u00adhyphen", "½ °C — €"]
)
def test_ordinary_text_of_any_script_passes_unchanged(fine):
    text.validate_characters(fine, one_line=True)
    assert text.one_line(fine) == text.lines(fine) == fine


def test_letters_and_their_accents_become_one_character():
    assert text.nfc("Киі\u0308в") == "Київ"


def test_a_pile_of_accents_is_cut_before_it_takes_minutes():
    piled = text.nfc("a" + "\u0323\u0301" * 400_000 + "b")
    assert len(piled) < 40
    assert text.nfc(piled) == piled
    assert text.nfc("\u0344" * 30) == text.nfc(text.nfc("\u0344" * 30))  # one mark that stands for two
    assert text.nfc("—" * 50) == "—" * 50


def test_a_pasted_line_break_becomes_a_space():
    assert text.one_line("  Ceasefire\r\n holds \t in\u2028 Kyiv\n") == "Ceasefire holds in Kyiv"


def test_a_no_break_space_stays():
    assert text.one_line("5\u00a0km") == "5\u00a0km"


def test_lines_end_in_a_line_feed_alone():
    assert text.lines("one\r\ntwo\rthree\n\n") == "one\ntwo\nthree"


@pytest.mark.parametrize(
    ("written", "count"),
    [("", 0), ("one", 1), ("one, two — three!", 3), ("Слава Україні 2024", 3), ("well-known", 2), ("  \n ", 0)],
)
def test_words_are_counted_in_any_script(written, count):
    assert text.words(written) == count
