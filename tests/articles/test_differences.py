"""What an editor or a reader is shown of a change."""

import pytest

from articles.differences import ADDED, REMOVED, SAME, Segment, blocks, bodies, words


def marked(segments):
    signs = {SAME: "{}", REMOVED: "[-{}-]", ADDED: "[+{}+]"}
    return "".join(signs[segment.kind].format(segment.text) for segment in segments)


CHANGES = {
    ("Ten people died.", "Twelve people died."): "[-Ten -][+Twelve +]people died.",
    ("Ten people", "Ten people died"): "Ten people [+died+]",
    ("", "New"): "[+New+]",
    ("Old", ""): "[-Old-]",
    ("Київ не спить", "Київ спить"): "Київ [-не -]спить",
    ("same", "same"): "same",
}


@pytest.mark.parametrize("pair", CHANGES)
def test_a_changed_number_is_seen_at_once(pair):
    assert marked(words(*pair)) == CHANGES[pair]


@pytest.mark.parametrize("pair", CHANGES)
def test_no_word_of_either_text_is_lost(pair):
    old, new = pair
    segments = words(old, new)
    assert "".join(s.text for s in segments if s.kind != REMOVED) == new
    assert "".join(s.text for s in segments if s.kind == REMOVED).split() == [
        word for word in old.split() if word not in new.split()
    ]


def changed(old, new):
    return [(change.tag, marked(change.segments), change.formatting) for change in bodies(old, new) if change.changed]


def test_only_the_paragraph_that_changed_is_marked():
    assert changed("<p>One.</p><p>Ten died.</p><p>Three.</p>", "<p>One.</p><p>Six died.</p><p>Three.</p>") == [
        ("p", "[-Ten -][+Six +]died.", False)
    ]


def test_a_paragraph_that_came_and_one_that_went():
    old = "<p>The council met on Monday.</p><p>Stays as it is.</p>"
    new = "<p>Stays as it is.</p><p>Trains run again from noon.</p>"
    assert changed(old, new) == [
        ("p", "[-The council met on Monday.-]", False),
        ("p", "[+Trains run again from noon.+]", False),
    ]


def test_a_new_link_under_the_same_words_is_said_to_be_formatting():
    assert changed("<p>Read it here</p>", '<p>Read it <a href="/x/">here</a></p>') == [("p", "Read it here", True)]


def test_list_items_quotes_and_cells_are_compared_each_for_itself():
    body = "<ul><li>a</li><li>b</li></ul><blockquote><p>q</p></blockquote><table><tr><td>1</td><td>2</td></tr></table>"
    assert [(block.tag, block.text) for block in blocks(body)] == [
        ("li", "a"),
        ("li", "b"),
        ("p", "q"),
        ("td", "1"),
        ("td", "2"),
    ]
    assert changed("<ul><li>a</li><li>b</li></ul>", "<ul><li>a</li><li>c</li></ul>") == [
        ("li", "[-b-]", False),
        ("li", "[+c+]", False),
    ]


def test_nothing_against_nothing():
    assert bodies("", "") == []
    assert words("", "") == []
    assert [change.segments for change in bodies("", "loose words")] == [[Segment(ADDED, "loose words")]]
