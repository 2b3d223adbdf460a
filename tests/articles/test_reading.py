import pytest

from articles.reading import count_words, minutes

BODIES = {
    "": 0,
    "<p>One two</p><p>three</p>": 3,
    "<ul><li>one</li><li>two</li></ul>": 2,
    "one<p>two</p>three": 3,
    "<p>до свідання, м’яч</p>": 4,  # by \w+, so an apostrophe parts a word
    "<blockquote><p>a quote</p></blockquote>": 2,
    '<p>word</p><aside data-article="0b8f3c3e-7f3b-4b0e-9a52-0d3f1d2c7e11">a card</aside><p>on</p>': 2,
    '<figure data-photo="1"><figcaption>a caption counts</figcaption></figure>': 3,
}


@pytest.mark.parametrize("body", BODIES)
def test_words_of_the_story_are_counted_and_cards_are_not(body):
    assert count_words(body) == BODIES[body]


@pytest.mark.parametrize(("words", "expected"), [(0, 1), (1, 1), (238, 1), (239, 2), (476, 2), (477, 3)])
def test_reading_time_is_rounded_up_and_never_nought(words, expected):
    assert minutes(words) == expected
