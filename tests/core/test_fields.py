"""Fields whose text is clean in the table, by whichever door it came."""

import pytest
from django import forms
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import Case, CharField, F, OuterRef, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Concat, Lower, Replace
from django.utils import timezone

from articles.models import Page
from authors.models import Author
from core.fields import HTMLField, LineField, PlainTextField
from core.html import CleanHTML

DIRTY = '<p onclick="x()">Words<script>alert(1)</script></p><img src=x onerror=alert(1)><a href="javascript:x()">a</a>'
CLEAN = "<p>Words</p><a>a</a>"


def page(**values):
    return Page(**{"slug": "about", "title": "About", "body": DIRTY} | values)


def in_the_table(column="body"):
    """What the table holds, asked without Django's fields."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM articles_page")
        return [value for (value,) in cursor.fetchall()]


def smuggle(body):
    """A row as only SQL could have written it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO articles_page (slug, title, body, updated_at) VALUES ('about', %s, %s, %s)",
            [body[:120], body, timezone.now()],
        )


def _saved_again():
    kept = Page.objects.create(slug="about", title="About", body="")
    kept.body = DIRTY
    kept.save(update_fields=["body"])


def _bulk_updated():
    kept = Page.objects.create(slug="about", title="About", body="")
    kept.body = DIRTY
    Page.objects.bulk_update([kept], ["body"])


def _updated():
    Page.objects.create(slug="about", title="About", body="")
    Page.objects.update(body=DIRTY)


def _upserted():
    Page.objects.create(slug="about", title="About", body="")
    Page.objects.bulk_create([page()], update_conflicts=True, unique_fields=["slug"], update_fields=["body"])


def _loaded():
    written = serializers.serialize("json", [page(pk=1, updated_at=timezone.now())])
    next(serializers.deserialize("json", written)).save()


DOORS = {
    "save": lambda: page().save(),
    "save of an old row": _saved_again,
    "create": lambda: Page.objects.create(slug="about", title="About", body=DIRTY),
    "bulk_create": lambda: Page.objects.bulk_create([page()]),
    "bulk_create over an old row": _upserted,
    "update": _updated,
    "bulk_update": _bulk_updated,
    "get_or_create": lambda: Page.objects.get_or_create(slug="about", defaults={"title": "About", "body": DIRTY}),
    "update_or_create, new": lambda: Page.objects.update_or_create(
        slug="about", defaults={"title": "About", "body": DIRTY}
    ),
    "update_or_create, old": lambda: (
        page(body="").save(),
        Page.objects.update_or_create(slug="about", defaults={"body": DIRTY}),
    ),
    "loaddata": _loaded,
}


@pytest.mark.django_db
@pytest.mark.parametrize("door", DOORS)
def test_a_script_tag_written_by_each_door_never_reaches_the_table(door):
    DOORS[door]()
    assert in_the_table() == [CLEAN]


EXPRESSIONS = {
    "a Value": Value(DIRTY),
    "a Value of another field": Value(DIRTY, output_field=TextField()),
    "a Value of a line": Value(DIRTY, output_field=LineField()),
    "a Concat": Concat(Value("<scr"), Value("ipt>"), output_field=TextField()),
    "a Replace": Replace("body", Value("["), Value("<")),
    "another column": F("title"),
    "its own column": F("body"),
    "a function of a column": Lower("title"),
    "a Cast": Cast(Value(DIRTY), TextField()),
    "a Case of values": Case(When(pk__gt=0, then=Value(DIRTY)), output_field=TextField()),
    "a Case with a column": Case(When(pk__gt=0, then=Value("", output_field=HTMLField())), default=F("title")),
    "a Subquery": Subquery(Page.objects.filter(pk=OuterRef("pk")).values("title")[:1], output_field=CharField()),
}


@pytest.mark.django_db
@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_an_expression_that_would_smuggle_text_is_refused(expression):
    page(body="<p>Clean</p>", title="<script>").save()
    with pytest.raises(TypeError, match=r"Page\.body takes text"):
        Page.objects.update(body=EXPRESSIONS[expression])
    assert in_the_table() == ["<p>Clean</p>"]


@pytest.mark.django_db
@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_an_expression_on_an_instance_is_refused(expression):
    kept = Page.objects.create(slug="about", title="About", body="")
    kept.body = EXPRESSIONS[expression]
    with pytest.raises(TypeError):
        kept.save()
    with pytest.raises(TypeError):
        page(slug="new", body=EXPRESSIONS[expression]).save()
    with pytest.raises(TypeError):
        Page.objects.bulk_create([page(slug="new", body=EXPRESSIONS[expression])])
    with pytest.raises(TypeError):
        Page.objects.update_or_create(slug="about", defaults={"body": EXPRESSIONS[expression]})
    with pytest.raises(TypeError):
        kept.slug = "about"
        Page.objects.bulk_update([kept], ["body"]) if expression == "another column" else kept.save()


@pytest.mark.django_db
def test_a_copy_of_a_dirty_column_is_refused_and_its_text_cleaned_when_saved():
    smuggle(DIRTY)
    with pytest.raises(TypeError):
        Page.objects.update(body=F("title"))
    Page.objects.get().save()
    assert in_the_table() == [CLEAN]


@pytest.mark.django_db
def test_bulk_update_writes_each_row_its_own_text():
    kept = [Page.objects.create(slug=slug, title=slug, body="") for slug in ("about", "contact", "privacy")]
    for one in kept:
        one.body, one.title = f"<p>{one.slug}</p><script>", f" {one.slug}\n page "
    Page.objects.bulk_update(kept, ["body", "title"])
    assert sorted(in_the_table()) == ["<p>about</p>", "<p>contact</p>", "<p>privacy</p>"]
    assert sorted(in_the_table("title")) == ["about page", "contact page", "privacy page"]


@pytest.mark.django_db
def test_the_instance_holds_what_was_stored():
    kept = page(title=" About\nus ")
    kept.save()
    assert (kept.title, kept.body) == ("About us", CLEAN)
    assert isinstance(kept.body, CleanHTML)
    kept.refresh_from_db()
    assert (kept.title, kept.body) == ("About us", CLEAN)
    assert type(kept.body) is str, "what comes from the table is not marked safe by itself"


CONTROL = {"title": "Ab\x01out", "body": "<p>a&#1;b</p>"}


@pytest.mark.django_db
@pytest.mark.parametrize("name", CONTROL)
def test_a_control_character_is_refused_by_each_door(name):
    kept = Page.objects.create(slug="contact", title="Contact", body="")
    with pytest.raises(ValidationError):
        page(**CONTROL).save()
    with pytest.raises(ValidationError):
        Page.objects.bulk_create([page(**CONTROL)])
    with pytest.raises(ValidationError):
        Page.objects.update(**{name: CONTROL[name]})
    setattr(kept, name, CONTROL[name])
    with pytest.raises(ValidationError):
        Page.objects.bulk_update([kept], [name])
    with pytest.raises(ValidationError) as refused:
        kept.full_clean()
    assert "invisible control character" in refused.value.message_dict[name][0]
    assert (in_the_table("title"), in_the_table()) == (["Contact"], [""])


@pytest.mark.django_db
def test_a_line_longer_than_its_column_is_refused_on_both_databases():
    with pytest.raises(ValidationError, match="121 characters; 120 is the most"):
        page(title="x" * 121).save()
    with pytest.raises(ValidationError):
        Page.objects.update_or_create(slug="about", defaults={"title": "x" * 121})


@pytest.mark.django_db
def test_text_is_stored_composed_and_found_decomposed():
    Author.objects.create(name="Киі\u0308в", slug="kyiv", biography="one\r\ntwo ")
    kept = Author.objects.get(name="Киі\u0308в")
    assert (kept.name, kept.biography) == ("Київ", "one\ntwo")


class PageForm(forms.ModelForm):
    class Meta:
        model = Page
        fields = ("title", "body")


@pytest.mark.django_db
def test_a_form_says_what_is_wrong_beside_the_field_and_keeps_what_was_typed():
    form = PageForm({"title": "Ab\x01out", "body": "<p>" + "<b>" * 200 + "words"})
    assert not form.is_valid()
    assert form.errors["title"] == [
        "There is an invisible control character (U+0001) after “Ab”. Delete it and type the words again."
    ]
    assert "more than 100 layers" in form.errors["body"][0]
    assert "words</textarea>" in form["body"].as_widget()


@pytest.mark.django_db
def test_a_form_refuses_a_title_of_spaces_and_cleans_the_rest():
    assert PageForm({"title": " \n ", "body": ""}).errors["title"] == ["This field is required."]
    form = PageForm({"title": " About\n us", "body": DIRTY})
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"title": "About us", "body": CLEAN}


@pytest.mark.parametrize("field", [LineField("headline", max_length=80), PlainTextField("note"), HTMLField("body")])
def test_a_migration_writes_the_field_down_and_reads_it_back(field):
    _name, path, args, kwargs = field.deconstruct()
    assert path == f"core.fields.{type(field).__name__}"
    assert type(field)(*args, **kwargs).deconstruct()[1:] == (path, args, kwargs)


def test_a_line_has_a_length_unless_told_another():
    assert LineField().max_length == 200
    assert isinstance(LineField(), models.CharField)
