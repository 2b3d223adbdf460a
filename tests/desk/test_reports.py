"""A reader's report on the desk: beside its story, for whoever may see that, until somebody deals with it."""

import pytest
from django.urls import reverse

from articles.models import Correction, Edition, Report
from desk import publishing, reports
from desk.models import Story
from desk.workflow import Refused
from tests.cast import HOUR, MINUTE, NOON, edit, person, publish, story

from .hands import act_url, change_url, fields_of, signed_in, told, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    made = story("Three bridges")
    publish(made, at=NOON - HOUR)
    return Story.objects.get(pk=made.pk)


@pytest.fixture
def report(made):
    edition = made.editions().get()
    return Report.objects.create(
        article=edition.article, edition=edition, text="There are <b>four</b>.", contact="vera@example.org", at=NOON
    )


def url_of(made, report):
    return reverse("admin:desk_story_report", args=[made.pk, report.pk])


def test_the_story_shows_it_and_its_page_says_all(made, report):
    ed = signed_in("ed")
    assert "There are <b>four</b>." in words(ed.get(change_url(made)))
    page = words(ed.get(url_of(made, report)))
    assert "There are <b>four</b>." in page
    assert "vera@example.org" in page


def test_the_list_and_the_page_are_for_those_who_may_read_the_story(made, report):
    index = reverse("admin:articles_report_changelist")
    for who, sees in {"rita": True, "ed": True, "clara": True, "olha": False, "stas": False, "phil": False}.items():
        client = signed_in(who)
        listed = client.get(index)
        if listed.status_code == 200:
            assert ("four" in listed.content.decode()) is sees, who
        else:
            assert not sees, who
        assert (client.get(url_of(made, report)).status_code == 200) is sees, who
        one = client.get(reverse("admin:articles_report_change", args=[report.pk]))
        assert (one.status_code == 200) is sees, who
        assert sees or "four" not in one.content.decode(), who


def test_nobody_changes_adds_or_deletes_one_in_the_admin(made, report):
    chief = signed_in("clara")
    assert chief.get(reverse("admin:articles_report_add")).status_code == 403
    assert chief.post(reverse("admin:articles_report_change", args=[report.pk]), {"text": "x"}).status_code == 403
    assert chief.post(reverse("admin:articles_report_delete", args=[report.pk])).status_code == 403
    assert Report.objects.get().text == report.text


def test_one_that_needs_no_correction_is_noted_once(made, report):
    ed = signed_in("ed")
    ed.post(url_of(made, report))
    report.refresh_from_db()
    assert (report.handled_by, report.correction) == (person("ed"), None)
    assert "There are" not in words(ed.get(change_url(made)))
    assert "already" in told(ed, ed.post(url_of(made, report)))


def test_from_a_report_one_walks_to_a_published_correction(made, report):
    edit(made, body="<p>There are four bridges.</p>")
    paula = signed_in("paula")
    page = paula.get(url_of(made, report))
    (link,) = [link for link in links(page) if "/act/publish/" in link]
    form = fields_of(paula.get(link), "act_form")
    assert (form["change"], form["report"]) == ("correction", str(report.pk))
    form["correction"] = "An earlier version said three bridges. There are four."
    paula.post(act_url(made, "publish"), form)
    report.refresh_from_db()
    correction = Correction.objects.get()
    assert (report.correction, report.handled_by) == (correction, person("paula"))
    assert (correction.approved_by, correction.edition_after.number) == (person("paula"), 2)


def test_from_a_report_one_corrects_the_live_text_and_nothing_else_that_is_in_hand(made, report):
    edit(made, standfirst="Half written.")
    paula = signed_in("paula")
    (link,) = [link for link in links(paula.get(url_of(made, report))) if "/fix/" in link]
    page = paula.get(link)
    form = fields_of(page, "fix_form")
    assert (form["change"], form["report"]) == ("correction", str(report.pk))
    form |= {"body": "<p>There are four bridges.</p>", "correction": "We had said three. There are four."}
    assert paula.post(link.partition("?")[0], form).status_code == 302
    report.refresh_from_db()
    correction = Correction.objects.get()
    assert (report.correction, report.handled_by) == (correction, person("paula"))
    assert "Half written" not in correction.edition_after.standfirst


def links(response):
    from lxml import html

    return html.fromstring(response.content.decode()).xpath("//a/@href")


def test_a_correction_that_does_not_go_out_leaves_the_report_waiting(made, report):
    by = person("paula")
    changed = edit(made, body="<p>Four.</p>")
    publishing.publish(
        changed, by=by, at=NOON, live_from=NOON + HOUR, change="correction", correction="Four.", report=report
    )
    assert not reports.waiting(made)
    publishing.reschedule(fresh(made), by=by, at=NOON + MINUTE, live_from=NOON + 2 * HOUR)
    report.refresh_from_db()
    assert report.correction.edition_after == Edition.objects.latest("number")
    publishing.cancel(fresh(made), by=by, at=NOON + 2 * MINUTE)
    assert list(reports.waiting(made)) == [report]


def fresh(made):
    return Story.objects.get(pk=made.pk)


def test_a_report_is_dealt_with_once(made, report):
    reports.settle(report, by=person("ed"), at=NOON)
    changed = edit(made, body="<p>Four.</p>")
    with pytest.raises(Refused, match="already"):
        publishing.publish(changed, by=person("paula"), at=NOON, change="update", report=report)
    assert Edition.objects.count() == 1
