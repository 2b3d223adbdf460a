"""The story form: what a save stores, what it leaves alone, and what it says when it can't."""

import pytest
from django.urls import reverse

from articles.models import Edition
from desk import workflow
from desk.models import Story, StoryByline
from tests.cast import NOON, author, person, publish, section, story, topic
from tests.desk.hands import change_url, errors, fields_of, opened, save, signed_in, told, words

pytestmark = pytest.mark.django_db


def test_a_story_is_begun_by_whoever_sends_the_form():
    rita = signed_in("rita")
    response = save(rita, headline="A bridge", body="<p>It stands.</p>", section=section().pk)
    made = Story.objects.get(headline="A bridge")
    assert response["Location"] == change_url(made)
    assert made.begun_by == person("rita") and made.status == "draft"
    assert [move.act for move in made.moves.all()] == ["begin"]
    assert made.saves.count() == 1


def test_a_reporter_signs_their_own_new_story():
    own = author("Rita R.", account=person("rita"))
    save(signed_in("rita"), headline="Signed")
    assert [row.author for row in Story.objects.get(headline="Signed").credits] == [own]


def test_an_editor_does_not_sign_what_they_begin_for_others():
    author("Ed E.", account=person("ed"))
    save(signed_in("ed"), headline="For others")
    assert Story.objects.get(headline="For others").credits == []


def test_a_save_stores_columns_topics_and_related_stories():
    made, other, subject = story(), story("Another"), topic("Bridges")
    save(signed_in("ed"), made, headline="Changed", topics=[subject.pk], related=[str(other.uid)])
    made = Story.objects.get(pk=made.pk)
    assert made.headline == "Changed"
    assert made.filed_under == [subject]
    assert made.related_uids == [other.uid]


def test_the_order_of_related_stories_is_kept():
    first, second, made = story("First"), story("Second"), story()
    ed = signed_in("ed")
    save(ed, made, related=[str(second.uid), str(first.uid)])
    assert Story.objects.get(pk=made.pk).related_uids == [second.uid, first.uid]
    assert opened(ed, made)["related"] == [str(second.uid), str(first.uid)]


def test_nothing_changed_is_nothing_saved():
    made = story(body="<p>One.</p><ul><li>a</li></ul><p>Two – “three”.</p>", topics=[topic()], related=[story()])
    for act in ("submit", "approve"):
        workflow.move(made, act, by=person("ed"), at=NOON)
    before = Story.objects.get(pk=made.pk)
    ed = signed_in("ed")
    response = save(ed, made)
    after = Story.objects.get(pk=made.pk)
    assert (after.status, after.version, after.saved_at) == ("approved", before.version, before.saved_at)
    assert "Nothing had changed" in told(ed, response)


def test_the_editors_own_way_of_laying_out_blocks_is_no_change():
    made = story(body="<p>One.</p><ul><li>a</li></ul>")
    version = Story.objects.get(pk=made.pk).version
    save(signed_in("ed"), made, body="<p>One.</p>\r\n\r\n<ul>\r\n\t<li>a</li>\r\n</ul>\r\n")
    assert Story.objects.get(pk=made.pk).version == version


def test_a_change_after_approval_falls_back_to_review():
    made = story()
    for act in ("submit", "approve"):
        workflow.move(made, act, by=person("ed"), at=NOON)
    save(signed_in("rita"), made, body="<p>Other words.</p>")
    assert Story.objects.get(pk=made.pk).status == "in_review"


def test_a_change_of_a_published_story_makes_a_draft_that_readers_do_not_see():
    made = story(body="<p>Old.</p>")
    publish(made)
    save(signed_in("ed"), made, body="<p>New.</p>")
    assert Story.objects.get(pk=made.pk).status == "draft"
    assert Edition.objects.get(article__uid=made.uid).body == "<p>Old.</p>"


def test_a_changed_byline_alone_is_a_change_too():
    made = story(by=[author("First")])
    for act in ("submit", "approve"):
        workflow.move(made, act, by=person("ed"), at=NOON)
    save(signed_in("ed"), made, **{"bylines-0-roles": ["words", "photos"]})
    made = Story.objects.get(pk=made.pk)
    assert made.credits[0].roles == ["words", "photos"]
    assert made.status == "in_review"


def test_bylines_are_added_moved_and_removed():
    first, second, third = author("First"), author("Second"), author("Third")
    made = story(by=[first, second])
    save(
        signed_in("ed"),
        made,
        **{
            "bylines-TOTAL_FORMS": "3",
            "bylines-0-position": "2",
            "bylines-1-position": "1",
            "bylines-2-author": third.pk,
            "bylines-2-roles": ["photos"],
            "bylines-2-position": "",
            "bylines-2-name": "",
            "bylines-2-title": "",
        },
    )
    made = Story.objects.get(pk=made.pk)
    assert [(row.author, row.position) for row in made.credits] == [(second, 0), (first, 1), (third, 2)]
    save(signed_in("ed"), made, **{"bylines-0-DELETE": "on"})
    assert [row.author for row in Story.objects.get(pk=made.pk).credits] == [first, third]


def test_the_same_person_twice_is_refused_in_words():
    same = author("Same")
    made = story(by=[same])
    response = save(
        signed_in("ed"),
        made,
        **{
            "bylines-TOTAL_FORMS": "2",
            "bylines-1-author": same.pk,
            "bylines-1-roles": ["photos"],
            "bylines-1-name": "",
        },
    )
    assert response.status_code == 200
    assert "already" in errors(response)
    assert StoryByline.objects.filter(story=made).count() == 1


def test_a_form_from_before_another_save_is_refused_with_everything_still_in_it():
    made = story("Before", by=[author("Rita")])
    ed = signed_in("ed")
    stale = opened(ed, made)
    save(signed_in("paula"), made, headline="Paula's", **{"bylines-0-DELETE": "on"})
    response = ed.post(
        change_url(made),
        stale | {"headline": "Ed's", "body": "<p>Ed's words.</p>", "bylines-0-name": "E. D.", "topics": [topic().pk]},
    )
    assert response.status_code == 200
    assert "Someone saved or moved this story" in errors(response)
    kept = fields_of(response)
    assert kept["headline"] == "Ed's" and kept["body"] == "<p>Ed's words.</p>"
    assert kept["bylines-0-name"] == "E. D." and kept["topics"] == str(topic().pk)
    assert Story.objects.get(pk=made.pk).headline == "Paula's"
    # Sent once more, it is refused once more.
    assert "Someone saved or moved" in errors(ed.post(change_url(made), kept))


def test_a_form_from_before_a_move_is_refused_too():
    made = story()
    rita = signed_in("rita")
    stale = opened(rita, made)
    workflow.move(Story.objects.get(pk=made.pk), "submit", by=person("ed"), at=NOON)
    response = rita.post(change_url(made), stale | {"headline": "Late"})
    assert "Someone saved or moved" in errors(response)


def test_the_version_cannot_be_left_out():
    made = story()
    ed = signed_in("ed")
    sent = opened(ed, made)
    del sent["loaded_version"]
    assert "Someone saved" in errors(ed.post(change_url(made), sent | {"headline": "Smuggled"}))


def test_status_and_owner_are_not_the_forms_to_set():
    made = story()
    save(signed_in("rita"), made, headline="New", status="published", begun_by=person("ed").pk, version="99", uid="x")
    after = Story.objects.get(pk=made.pk)
    assert (after.status, after.begun_by, after.uid) == ("draft", person("rita"), made.uid)


def test_a_script_does_not_reach_the_table():
    made = story()
    save(signed_in("ed"), made, body='<p onclick="x()">Hi<script>alert(1)</script></p>')
    assert "script" not in Story.objects.get(pk=made.pk).body
    assert "onclick" not in Story.objects.get(pk=made.pk).body


def test_a_text_over_the_limit_is_refused_in_words_with_the_text_still_there():
    made = story()
    text = "<p>" + "ї" * 1_100_000 + "</p>"
    response = save(signed_in("ed"), made, body=text, headline="Kept")
    assert response.status_code == 200
    assert "1,000,000 is the most" in errors(response)
    assert fields_of(response)["body"] == text


def test_twenty_thousand_tags_inside_each_other_are_refused_in_words():
    made = story()
    response = save(signed_in("ed"), made, body="<blockquote>" * 20_000 + "deep")
    assert response.status_code == 200
    assert "layers of formatting" in errors(response)


def test_control_characters_and_long_headlines_are_refused_in_words():
    made = story()
    ed = signed_in("ed")
    assert "control character" in errors(save(ed, made, headline="Bad\x07bell"))
    assert "300 is the most" in errors(save(ed, made, headline="x" * 301))


def test_an_address_that_another_article_of_the_day_has_is_refused_in_words():
    publish(story("Bridge", slug="bridge"))
    made = story("Other", slug="other")
    publish(made)
    response = save(signed_in("ed"), made, slug="bridge")
    assert "Another article" in errors(response)
    assert fields_of(response)["slug"] == "bridge"


def test_the_form_counts_words_without_a_script():
    made = story(body="<p>One two three.</p>")
    assert "3 words · 1 min read" in words(signed_in("ed").get(change_url(made)))


def test_a_section_that_was_deleted_meanwhile_is_said_and_the_text_kept():
    made, ed = story(), signed_in("ed")
    form, gone = opened(ed, made), section("Passing")
    key = gone.pk
    gone.delete()
    answer = ed.post(change_url(made), form | {"section": key, "body": "<p>Typed meanwhile.</p>"})
    assert answer.status_code == 200
    assert "no longer exists" in errors(answer)
    assert "Typed meanwhile." in answer.content.decode()


def test_a_spiked_story_is_there_to_read_and_not_to_save():
    made = story("Dropped", body="<p>Still legible.</p>")
    workflow.move(made, "spike", by=person("ed"), at=NOON)
    ed = signed_in("ed")
    page = ed.get(change_url(made))
    assert "Still legible." in words(page) and "Restore" in words(page)
    assert ed.post(change_url(made), {"headline": "Risen"}).status_code == 403
    assert Story.objects.get(pk=made.pk).headline == "Dropped"


def test_a_picture_brings_its_words_and_leaves_those_that_were_typed():
    from tests.photos.pictures import photo

    picture = photo(caption="A bridge.", photographer="Ann", agency="AFP", alt="A bridge over a river")
    made = story()
    save(signed_in("ed"), made, lead_photo=picture.pk, lead_caption="Our own words.")
    made = Story.objects.get(pk=made.pk)
    assert (made.lead_photo, made.lead_caption) == (picture, "Our own words.")
    assert (made.lead_photographer, made.lead_agency, made.lead_alt) == ("Ann", "AFP", "A bridge over a river")
    # Emptied on purpose, it stays empty; taken away, the picture takes its words along.
    save(signed_in("ed"), made, lead_agency="")
    assert Story.objects.get(pk=made.pk).lead_agency == ""
    save(signed_in("ed"), made, lead_photo="")
    made = Story.objects.get(pk=made.pk)
    assert (made.lead_photo, made.lead_caption, made.lead_alt) == (None, "", "")


def test_the_page_with_the_editor_has_the_looser_policy_and_no_other_has():
    made = story()
    ed = signed_in("ed")
    loose = ed.get(change_url(made))["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-inline'" in loose and "unsafe-eval" not in loose
    for url in (reverse("admin:desk_story_changelist"), reverse("admin:desk_story_preview", args=[made.pk])):
        assert "unsafe-inline" not in ed.get(url)["Content-Security-Policy"]


def test_words_about_a_tag_are_words_when_the_form_is_opened_and_saved_again():
    body = "<p>Write &lt;b&gt;bold&lt;/b&gt;, &amp;lt; and &lt;a href=javascript:alert(1)&gt;x&lt;/a&gt;.</p>"
    made, rita = story(body=body), signed_in("rita")
    assert opened(rita, made)["body"] == body
    save(rita, made, headline="Changed")
    made.refresh_from_db()
    assert made.body == body and made.headline == "Changed"
