"""Every door through which public content changes raises the generation, in the same transaction."""

import io

import pytest
from asgiref.sync import async_to_sync
from django.core import serializers
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import isolate_apps

from articles.models import Page
from core import public_changed
from core.models import Generation, PublicModel, current


def page(slug="about", **values):
    return Page(slug=slug, **{"title": "About", "body": "<p>Us.</p>"} | values)


def stored(slug="about"):
    saved = page(slug)
    saved.save()
    return saved


DOORS = {
    "save of a new row": lambda: page("contact").save(),
    "save of an old row": lambda: Page.objects.get().save(),
    "delete": lambda: Page.objects.get().delete(),
    "create": lambda: Page.objects.create(slug="contact", title="Contact"),
    "get_or_create": lambda: Page.objects.get_or_create(slug="contact", defaults={"title": "Contact"}),
    "update_or_create": lambda: Page.objects.update_or_create(slug="about", defaults={"title": "We"}),
    "bulk_create": lambda: Page.objects.bulk_create([page("contact")]),
    "bulk_update": lambda: Page.objects.bulk_update([Page.objects.get()], ["title"]),
    "update": lambda: Page.objects.update(title="We"),
    "update of a part": lambda: Page.objects.filter(slug="about").update(title="We"),
    "delete of many": lambda: Page.objects.all().delete(),
    "asave": lambda: async_to_sync(page("contact").asave)(),
    "aupdate": lambda: async_to_sync(Page.objects.all().aupdate)(title="We"),
    "abulk_create": lambda: async_to_sync(Page.objects.all().abulk_create)([page("contact")]),
    "acreate": lambda: async_to_sync(Page.objects.all().acreate)(slug="contact", title="Contact"),
    "loaddata": lambda: next(serializers.deserialize("json", serializers.serialize("json", Page.objects.all()))).save(),
}


@pytest.mark.django_db
@pytest.mark.parametrize("door", DOORS)
def test_every_door_raises_it(door):
    stored()
    before = current()
    DOORS[door]()
    assert current() > before


@pytest.mark.django_db
def test_reading_does_not():
    stored()
    before = current()
    list(Page.objects.all())
    Page.objects.get_or_create(slug="about")
    Page.objects.count()
    assert current() == before


@pytest.mark.django_db(transaction=True)
def test_a_change_taken_back_takes_the_number_back():
    before = current()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        stored()
        assert current() > before
        raise ZeroDivisionError
    assert current() == before


@pytest.mark.django_db(transaction=True)
def test_a_write_that_fails_leaves_the_number_alone():
    stored()
    before = current()
    with pytest.raises(Exception, match=r"(?i)unique"):
        page().save()
    assert current() == before


@pytest.mark.django_db(transaction=True)
def test_raising_it_outside_a_transaction_is_refused():
    with pytest.raises(transaction.TransactionManagementError):
        public_changed()


@pytest.mark.django_db(transaction=True)
def test_it_is_there_again_after_a_flush():
    call_command("flush", interactive=False, verbosity=0, stdout=io.StringIO())
    assert Generation.objects.count() == 1
    before = current()
    stored()
    assert current() > before


@pytest.mark.django_db
def test_raising_it_makes_the_row_where_it_is_missing():
    Generation.objects.all().delete()
    assert current() == 0
    public_changed()
    public_changed()
    assert Generation.objects.get().pk == 1
    assert current() == 3


@pytest.mark.django_db
def test_there_is_one_row_only():
    with pytest.raises(IntegrityError), transaction.atomic():
        Generation.objects.create(id=2)


@pytest.mark.django_db
def test_asking_costs_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        current()


@isolate_apps("core")
def test_a_manager_that_writes_quietly_is_named_by_the_checks():
    class Loud(PublicModel):
        class Meta:
            app_label = "core"

    class Quiet(PublicModel):
        objects = models.Manager()

        class Meta:
            app_label = "core"

    assert "core.E001" not in [found.id for found in Loud.check(databases=[connection.alias])]
    assert "core.E001" in [found.id for found in Quiet.check(databases=[connection.alias])]
