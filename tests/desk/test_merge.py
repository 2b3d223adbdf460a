"""Two people over one text: what merges by itself, and what is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.merge import merge

BASE = {
    "headline": "Head",
    "standfirst": "Stand",
    "topics": [1, 2],
    "related": ["a"],
    "bylines": [{"author": 1}],
    "lead_photo": 5,
    "lead_caption": "Caption",
    "lead_photographer": "P",
    "lead_agency": "",
    "lead_distributor": "",
    "lead_alt": "Alt",
    "body": "<p>one</p><p>two</p><p>three</p>",
}


def with_(**changes):
    return {**BASE, **changes}


def text(*paragraphs):
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def plain(body):
    return body.replace("\n", "")


def test_two_who_changed_different_paragraphs_both_keep_theirs():
    merged = merge(BASE, with_(body=text("ONE", "two", "three")), with_(body=text("one", "two", "THREE")))
    assert merged.conflicts == []
    assert plain(merged.result()["body"]) == text("ONE", "two", "THREE")


def test_a_paragraph_added_by_each_at_different_places():
    merged = merge(
        BASE, with_(body=text("zero", "one", "two", "three")), with_(body=text("one", "two", "three", "four"))
    )
    assert plain(merged.result()["body"]) == text("zero", "one", "two", "three", "four")


def test_loose_words_with_angle_brackets_stay_words():
    loose = "&lt;b&gt;bold&lt;/b&gt; &amp; so<hr>1 &lt;2"
    merged = merge(with_(body=loose), with_(body=loose + "<p>theirs</p>"), with_(body="<p>yours</p>" + loose))
    assert merged.conflicts == []
    assert plain(merged.result()["body"]) == f"<p>yours</p>{loose}<p>theirs</p>"


def test_the_same_change_by_both_is_no_conflict():
    both = with_(body=text("one", "TWO", "three"), headline="New")
    merged = merge(BASE, both, dict(both))
    assert merged.conflicts == []
    assert merged.result()["headline"] == "New"


def test_one_paragraph_that_both_changed_is_asked():
    merged = merge(BASE, with_(body=text("one", "theirs", "three")), with_(body=text("one", "yours", "three")))
    [conflict] = merged.conflicts
    assert (conflict.base, conflict.theirs, conflict.yours) == ("<p>two</p>", "<p>theirs</p>", "<p>yours</p>")
    for choice, expected in {
        "theirs": text("one", "theirs", "three"),
        "yours": text("one", "yours", "three"),
        "both": text("one", "theirs", "yours", "three"),
    }.items():
        assert plain(merged.result({conflict.key: choice})["body"]) == expected
    with pytest.raises(KeyError):
        merged.result()


def test_a_paragraph_that_one_removed_and_the_other_changed_is_asked():
    merged = merge(BASE, with_(body=text("one", "three")), with_(body=text("one", "changed", "three")))
    [conflict] = merged.conflicts
    assert (conflict.theirs, conflict.yours) == ("", "<p>changed</p>")


def test_fields_merge_each_for_itself():
    merged = merge(BASE, with_(headline="Their head"), with_(standfirst="Your stand"))
    assert merged.conflicts == []
    assert (merged.result()["headline"], merged.result()["standfirst"]) == ("Their head", "Your stand")


def test_a_headline_that_both_changed_is_asked():
    merged = merge(BASE, with_(headline="Theirs"), with_(headline="Yours"))
    assert [conflict.key for conflict in merged.conflicts] == ["headline"]
    assert merged.result({"headline": "theirs"})["headline"] == "Theirs"


def test_topics_added_and_removed_by_each_come_together():
    merged = merge(BASE, with_(topics=[1, 2, 3]), with_(topics=[2, 4]))
    assert merged.result()["topics"] == [2, 3, 4]


def test_captions_of_one_picture_merge_and_pictures_go_with_their_words():
    merged = merge(BASE, with_(lead_caption="Theirs"), with_(lead_alt="Yours"))
    assert merged.conflicts == []
    new = {"lead_photo": 6, "lead_caption": "New caption", "lead_alt": "New alt"}
    merged = merge(BASE, with_(lead_caption="Theirs"), with_(**new))
    assert [conflict.key for conflict in merged.conflicts] == ["picture"]
    taken = merged.result({"picture": "yours"})
    assert {key: taken[key] for key in new} == new


def test_only_one_side_changed_is_taken_to_the_byte():
    yours = with_(body="<p>one</p>\n\n\n<p>two &amp; a half</p>")
    assert merge(BASE, BASE, yours).result() == yours
    assert merge(BASE, yours, BASE).result() == yours


paragraphs = st.lists(st.sampled_from("abcdef"), max_size=6)


@given(base=paragraphs, theirs=paragraphs, yours=paragraphs)
def test_no_word_of_either_side_is_lost_without_a_question(base, theirs, yours):
    merged = merge(with_(body=text(*base)), with_(body=text(*theirs)), with_(body=text(*yours)))
    choices = {conflict.key: "both" for conflict in merged.conflicts}
    result = plain(merged.result(choices)["body"])
    for word in (set(theirs) | set(yours)) - set(base):
        assert f"<p>{word}</p>" in result


@given(base=paragraphs, theirs=paragraphs)
def test_merging_with_who_changed_nothing_gives_the_others_text(base, theirs):
    before, after = with_(body=text(*base)), with_(body=text(*theirs))
    assert merge(before, after, before).result() == after
    assert merge(before, before, after).result() == after
