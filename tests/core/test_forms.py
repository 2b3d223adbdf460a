"""An instant is typed as the newsroom's wall shows it, and both changes of the clocks are answered in words."""

from datetime import UTC, datetime

import pytest
from django import forms
from django.contrib import admin
from django.contrib.admin.options import ModelAdmin
from django.db import models
from django.test import override_settings
from django.test.utils import isolate_apps
from lxml import html

from core.forms import InstantField, InstantWidget

SKIPPED = "2026-03-29T03:30"
DOUBLED = "2026-10-25T03:30"


@pytest.fixture(autouse=True)
def in_kyiv():
    with override_settings(TIME_ZONE="Europe/Kyiv"):
        yield


class Form(forms.Form):
    out_at = InstantField(label="Publish at", help_text="Readers get it then.")


class Optional(forms.Form):
    out_at = InstantField(required=False)


def typed(wall, fold=None):
    return {"out_at": wall} | ({} if fold is None else {"out_at_fold": fold})


def rendered(form):
    return html.fromstring(str(form["out_at"]))


def fold_choices(form):
    return [option.text for option in rendered(form).findall(".//option")]


@pytest.mark.parametrize("wall", ["2026-07-15T06:00", "2026-07-15T06:00:00", "2026-07-15 06:00", " 2026-07-15T06:00 "])
def test_a_time_typed_is_an_instant(wall):
    form = Form(typed(wall))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["out_at"] == datetime(2026, 7, 15, 3, 0, tzinfo=UTC)
    assert not fold_choices(form)


def test_the_skipped_hour_is_refused_in_words_and_kept():
    form = Form(typed(SKIPPED))
    assert form.errors["out_at"] == [
        "03:30 does not exist on this day: the clocks go forward over it. 02:30 and 04:30 exist."
    ]
    assert rendered(form).find(".//input").get("value") == SKIPPED
    assert not fold_choices(form)


def test_the_doubled_hour_is_asked_about():
    form = Form(typed(DOUBLED))
    assert form.errors["out_at"] == [
        "03:30 comes twice on this day, as the clocks go back. Choose the first or the second."
    ]
    assert fold_choices(form) == ["first or second?", "the first time (EEST)", "the second time (EET)"]
    assert rendered(form).find(".//input").get("value") == DOUBLED


@pytest.mark.parametrize(("fold", "hour"), [("0", 0), ("1", 1)])
def test_the_answer_is_taken_and_kept(fold, hour):
    form = Form(typed(DOUBLED, fold))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["out_at"] == datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
    assert rendered(form).find(".//option[@selected]").get("value") == fold


@pytest.mark.parametrize("hour", [0, 1])
def test_an_instant_in_the_doubled_hour_comes_back_as_it_was(hour):
    initial = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
    shown = rendered(Form(initial={"out_at": initial}))
    answer = typed(shown.find(".//input").get("value"), shown.find(".//option[@selected]").get("value"))
    again = Form(answer, initial={"out_at": initial})
    assert again.is_valid()
    assert again.cleaned_data["out_at"] == initial
    assert not again.has_changed()


def test_an_answer_left_over_from_another_time_is_ignored():
    form = Form(typed("2026-07-15T06:00", "1"))
    assert form.is_valid()
    assert form.cleaned_data["out_at"] == datetime(2026, 7, 15, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "garbage",
    ["tomorrow", "2026-02-30T10:00", "0001-01-01T00:00", "9999-12-31T23:59", "2026-07-15", "\x00", "9" * 5000, "<b>"],
)
def test_what_is_no_time_is_refused_in_words_and_kept(garbage):
    form = Form(typed(garbage))
    assert form.errors["out_at"] == ["Enter a date and a time, like 2026-03-28 06:00."]
    assert rendered(form) is not None
    assert form["out_at"].value()[0] == garbage


def test_nothing_typed_is_nothing():
    assert Form({}).errors["out_at"] == ["This field is required."]
    form = Optional(typed(""))
    assert form.is_valid()
    assert form.cleaned_data["out_at"] is None
    assert not form.has_changed()


def test_the_zone_stands_beside_it():
    assert "Europe/Kyiv time (EEST)" in rendered(Form(typed("2026-07-15T06:00"))).text_content()
    assert "Europe/Kyiv time (EET)" in rendered(Form(typed("2026-01-15T06:00"))).text_content()
    assert "Europe/Kyiv time" in rendered(Form()).text_content()


def test_it_has_a_label_and_no_script():
    form = Form(typed(DOUBLED))
    shown = html.fromstring(f"<div>{form.as_div()}</div>")
    assert shown.find(".//label").get("for") == shown.find(".//input").get("id")
    assert shown.find(".//select").get("aria-label")
    assert not shown.findall(".//script")
    assert not [name for element in shown.iter() for name in element.attrib if name.startswith("on")]
    assert not form.media.render_js()


def test_what_was_typed_is_escaped():
    assert "<b>" not in str(Form(typed('"><b>'))["out_at"])


@isolate_apps("core")
def test_it_takes_djangos_place_in_the_admin(rf, admin_user):
    class Thing(models.Model):
        out_at = models.DateTimeField(blank=True, null=True)

        class Meta:
            app_label = "core"

    class ThingAdmin(ModelAdmin):
        formfield_overrides = {models.DateTimeField: {"form_class": InstantField, "widget": InstantWidget}}

    request = rf.get("/")
    request.user = admin_user
    form = ThingAdmin(Thing, admin.site).get_form(request)(typed(DOUBLED, "1"))
    assert form.is_valid(), form.errors
    assert form.instance.out_at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert form.has_changed()
