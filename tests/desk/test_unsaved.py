"""Nobody's words are lost: what was typed is offered back, and a save over somebody else's is merged."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse
from lxml import html

from desk import autosave, history
from desk.models import Autosave, Story
from tests.cast import NOON, author, person, story
from tests.desk.hands import change_url, opened, save, signed_in, told, words

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"admin:desk_story_{name}", args=args)


def fresh(made):
    return Story.objects.get(pk=made.pk)


def two_open(**fields):
    """A story with a history, open in two browsers."""
    made = story("Head", body="<p>One.</p><p>Two.</p><p>Three.</p>", **fields)
    history.record(made, by=person("ed"), at=NOON)
    ed, paula = signed_in("ed"), signed_in("paula")
    return made, (ed, opened(ed, made)), (paula, opened(paula, made))


def plain(body):
    return body.replace("\n", "")


def test_two_who_save_different_paragraphs_both_keep_their_words():
    made, (ed, first), (paula, second) = two_open()
    ed.post(change_url(made), first | {"body": "<p>ONE.</p><p>Two.</p><p>Three.</p>"})
    response = paula.post(change_url(made), second | {"body": "<p>One.</p><p>Two.</p><p>THREE.</p>"})
    assert response["Location"] == url("merge", made.pk)
    page = paula.get(response["Location"])
    assert "by themselves" in words(page)
    assert "Ed saved" in words(page)
    assert "What Ed changed Text removed: Oneadded: ONE. Two. Three." in words(page)
    assert "What you changed Text One. Two. removed: Threeadded: THREE." in words(page)
    done = paula.post(response["Location"], {"version": fresh(made).version})
    assert "together" in told(paula, done)
    assert plain(fresh(made).body) == "<p>ONE.</p><p>Two.</p><p>THREE.</p>"
    assert not Autosave.objects.exists()
    assert made.saves.count() == 3


def test_a_place_that_both_changed_is_asked_and_nothing_is_written_before():
    made, (ed, first), (paula, second) = two_open()
    ed.post(change_url(made), first | {"headline": "Ed's head"})
    response = paula.post(change_url(made), second | {"headline": "Paula's head", "standfirst": "New"})
    merge = response["Location"]
    assert "Ed's head" in words(paula.get(merge))
    assert "Paula's head" in words(paula.get(merge))
    again = paula.post(merge, {"version": fresh(made).version})
    assert "Choose" in words(again)
    assert fresh(made).headline == "Ed's head"
    paula.post(merge, {"version": fresh(made).version, "headline": "yours"})
    assert (fresh(made).headline, fresh(made).standfirst) == ("Paula's head", "New")


def test_a_byline_that_the_other_rewrote_does_not_stand_in_the_way():
    made, (ed, first), (paula, second) = two_open()
    other = author("Olha Other")
    row = {
        "bylines-TOTAL_FORMS": "2",
        "bylines-1-author": other.pk,
        "bylines-1-roles": ["photos"],
        "bylines-1-position": "1",
    }
    ed.post(change_url(made), first | row)
    history.apply(fresh(made), fresh(made).snapshot())  # as a merge or a restore does: every row is made anew
    response = paula.post(change_url(made), second | {"headline": "New head"})
    paula.post(response["Location"], {"version": fresh(made).version})
    assert fresh(made).headline == "New head"
    assert [one.printed_name for one in fresh(made).credits][-1] == "Olha Other"


def test_a_third_save_during_the_merge_is_looked_at_again():
    made, (ed, first), (paula, second) = two_open()
    ed.post(change_url(made), first | {"headline": "One"})
    merge = paula.post(change_url(made), second | {"standfirst": "Mine"})["Location"]
    version = fresh(made).version
    save(ed, made, headline="Two")
    assert "saved again" in words(paula.post(merge, {"version": version}))
    assert fresh(made).standfirst == ""
    paula.post(merge, {"version": fresh(made).version})
    assert (fresh(made).headline, fresh(made).standfirst) == ("Two", "Mine")


def test_what_was_typed_and_not_saved_is_offered_back_and_saves_nothing_by_itself():
    made = story("Head")
    history.record(made, by=person("ed"), at=NOON)
    ed = signed_in("ed")
    typed = opened(ed, made) | {"headline": "Half a sent"}
    answer = ed.post(url("beat", made.pk), {"form": urlencode(typed, doseq=True), "version": made.version})
    assert answer.json()["kept"]
    page = ed.get(change_url(made))
    assert "never saved" in words(page)
    # What is offered doesn't stand out beside the story's own next step.
    primary = "//*[contains(@class, 'desk-button--primary')][not(ancestor::template)]"
    assert len(html.fromstring(page.content.decode()).xpath(primary)) == 1
    assert "never saved" not in words(signed_in("paula").get(change_url(made)))
    resumed = ed.get(change_url(made) + "?resume=1")
    assert "Half a sent" in resumed.content.decode()
    assert "did not save them" in words(resumed)
    assert fresh(made).headline == "Head"
    ed.post(change_url(made), typed)
    assert fresh(made).headline == "Half a sent"
    assert "never saved" not in words(ed.get(change_url(made)))


def test_an_unfinished_form_of_a_new_story_is_offered_back_too():
    rita = signed_in("rita")
    typed = opened(rita) | {"standfirst": "No headline yet"}
    rita.post(url("beat_new"), {"form": urlencode(typed, doseq=True)})
    assert "never saved" in words(rita.get(url("add")))
    assert "No headline yet" in rita.get(url("add") + "?resume=1").content.decode()
    assert not Story.objects.exists()
    save(rita, headline="A headline", standfirst="Done")
    assert autosave.offered(person("rita"), None) is None


def test_what_was_typed_can_be_thrown_away():
    made = story("Head")
    ed = signed_in("ed")
    ed.post(url("beat", made.pk), {"form": "headline=Junk", "version": "1"})
    ed.post(url("forget", made.pk))
    assert not Autosave.objects.exists()


def test_the_beat_tells_who_is_here_and_that_somebody_saved():
    made, (ed, _first), (paula, _second) = two_open()
    ed.post(url("beat", made.pk), {"version": made.version})
    answer = paula.post(url("beat", made.pk), {"version": made.version}).json()
    [ed_is_here] = answer["others"]
    assert ed_is_here.startswith("Ed has this open since ")
    save(ed, made, headline="New")
    assert paula.post(url("beat", made.pk), {"version": made.version}).json()["version"] > made.version
    ed.post(url("leave", made.pk))
    assert paula.post(url("beat", made.pk), {}).json()["others"] == []


@pytest.mark.parametrize("name", ["beat", "leave", "forget", "merge", "difference", "restore", "history", "preview"])
def test_the_side_doors_of_a_story_are_closed_to_whoever_may_not_read_it(name):
    made = story("CANARY", begun_by=person("robert"))
    history.record(made, by=person("ed"), at=NOON)
    args = [made.pk, made.version] if name in ("difference", "restore") else [made.pk]
    for who in ("rita", "stas", "phil", "nora"):
        client = signed_in(who)
        for method in (client.get, client.post):
            response = method(url(name, *args), follow=True)
            assert "CANARY" not in response.content.decode()
            assert response.status_code in (200, 302, 403, 404, 405)
    assert made.saves.count() == 1
    assert not Autosave.objects.exists()


def test_nobody_sees_what_another_typed():
    made = story("Head")
    autosave.keep(person("ed"), made, "headline=CANARY", version=made.version, at=NOON)
    paula = signed_in("paula")
    for address in (change_url(made), change_url(made) + "?resume=1", url("merge", made.pk)):
        assert "CANARY" not in paula.get(address, follow=True).content.decode()


def test_an_editor_finds_who_changed_a_number_in_two_clicks_and_restores_what_stood():
    made = story("Head", body="<p>Ten people died.</p>")
    history.record(made, by=person("rita"), at=NOON)
    save(signed_in("paula"), made, body="<p>Twelve people died.</p>")
    ed = signed_in("ed")
    page = html.fromstring(ed.get(change_url(made)).content.decode())
    (first,) = page.xpath('//a[contains(@href, "/history/")]/@href')
    second = html.fromstring(ed.get(first).content.decode()).xpath('//a[contains(@href, "/saves/")]/@href')[0]
    answer = ed.get(second)
    found = html.fromstring(answer.content.decode())
    assert [node.text_content().split(":")[-1].split() for node in found.xpath("//del")] == [["Ten"]]
    assert [node.text_content().split(":")[-1].split() for node in found.xpath("//ins")] == [["Twelve"]]
    assert "Paula" in words(answer)
    oldest = made.saves.first()
    ed.post(url("restore", made.pk, oldest.version))
    assert "Ten" in fresh(made).body
    assert made.saves.last().restored_from == oldest


def test_a_difference_of_any_two_saves_and_of_the_first():
    made = story("A")
    history.record(made, by=person("rita"), at=NOON)
    ed = signed_in("ed")
    for headline in ("B", "C"):
        save(ed, made, headline=headline)
    versions = list(made.saves.values_list("version", flat=True))
    page = ed.get(url("difference", made.pk, versions[2]) + f"?from={versions[0]}")
    assert "removed: A" in words(page)
    assert "added: C" in words(page)
    assert ed.get(url("difference", made.pk, versions[0])).status_code == 200
    for wrong in ("x", "99999", "9" * 40, "\x00"):
        assert ed.get(url("difference", made.pk, versions[1]), {"from": wrong}).status_code in (200, 404)
