"""What was published is changed by no door: not the model, not the queryset, not SQL."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, connection, models, transaction
from django.db.models import ProtectedError

from articles import triggers
from articles.digests import chain
from articles.models import (
    Closure,
    Correction,
    Digest,
    Edition,
    EditionByline,
    EditionPicture,
    EditionTopic,
    Erasure,
    Frozen,
    Withdrawal,
)
from desk import publishing
from desk.models import Story
from tests.cast import HOUR, NOON, edit, person, publish, section, story, topic
from tests.photos.pictures import photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def corrected():
    body = f'<p>Text.</p><figure data-photo="{photo().pk}" data-alt="A man" data-agency="AFP"></figure>'
    made = story("Wrong", topics=[topic()], related=[story()], body=body)
    publish(made)
    publish(edit(made, headline="Right"), at=NOON + HOUR, change="correction", correction="We had it wrong.")
    return Story.objects.get(pk=made.pk)


@pytest.fixture
def rows(corrected):
    publishing.withdraw(corrected, by=person("paula"), at=NOON + 2 * HOUR, reason="Wrong again")
    return {
        "articles_edition": Edition.objects.first(),
        "articles_editionbyline": EditionByline.objects.first(),
        "articles_editiontopic": EditionTopic.objects.first(),
        "articles_editionrelated": Edition.objects.first().relations.first(),
        "articles_editionpicture": EditionPicture.objects.first(),
        "articles_correction": Correction.objects.first(),
        "articles_withdrawal": Withdrawal.objects.first(),
        "articles_erasure": Erasure.objects.create(
            edition=Edition.objects.last(), erased_at=NOON, reason="Court order 7", by=person("clara")
        ),
        "articles_closure": Closure.objects.create(
            edition=Edition.objects.first(), closed_at=NOON, reason="Court order 8", by=person("ed")
        ),
        "articles_digest": _first_link(),
    }


def _first_link():
    chain(NOON + 3 * HOUR)
    return Digest.objects.exclude(edition__in=Erasure.objects.values("edition")).first()


def test_the_rows_of_this_test_are_all_the_frozen_tables(rows):
    assert {*rows} == {*triggers.FROZEN}


def another_value(row, field):
    value = getattr(row, field.attname)
    match field:
        case models.DateTimeField():
            return value + HOUR if value else NOON
        case models.BooleanField():
            return not value
        case models.UUIDField():
            return "0b8f3c3e-7f3b-4b0e-9a52-0d3f1d2c7e11"
        case models.JSONField():
            return ["video"]
        case models.ForeignKey() | models.IntegerField():
            return (value or 0) + 1000
        case _:
            return f"{value}x"


def test_no_door_changes_a_column_of_what_was_published(rows, subtests):
    for table, row in rows.items():
        for field in row._meta.concrete_fields:
            if field.primary_key or field.column in triggers.FROZEN[table]:
                continue
            value = another_value(row, field)
            quoted = connection.ops.quote_name(field.column)
            with subtests.test(table=table, column=field.column):
                with pytest.raises(Frozen):
                    type(row).objects.filter(pk=row.pk).update(**{field.attname: value})
                with pytest.raises(DatabaseError), transaction.atomic():
                    # A plain manager's update() goes past our models.
                    models.QuerySet(type(row)).filter(pk=row.pk).update(**{field.attname: value})
                with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(f"UPDATE {table} SET {quoted} = NULL WHERE id = %s", [row.pk])
                    if getattr(row, field.attname) is None:
                        raise DatabaseError  # it was NULL: nothing was changed


def test_no_door_saves_over_or_deletes_what_was_published(rows, subtests):
    for table, row in rows.items():
        with subtests.test(table=table):
            with pytest.raises(Frozen):
                row.save()
            with pytest.raises((Frozen, ProtectedError)):
                row.delete()
            with pytest.raises((Frozen, ProtectedError)):
                type(row).objects.filter(pk=row.pk).delete()
            with pytest.raises(Frozen):
                type(row).objects.bulk_update([row], [row._meta.concrete_fields[1].name])
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {table} WHERE id = %s", [row.pk])


def test_of_an_edition_only_its_end_moves(corrected):
    Edition.objects.filter(live_until=None).update(live_until=NOON + 3 * HOUR)
    assert Edition.objects.filter(live_until=NOON + 3 * HOUR).exists()


def test_what_frozen_rows_name_is_protected_by_name(corrected):
    for row in (section(), topic(), person("paula")):
        with pytest.raises(ProtectedError):
            row.delete()


def test_an_erased_edition_may_be_blanked_and_no_other(corrected):
    first, second = Edition.objects.order_by("number")
    blank = models.QuerySet(Edition)
    with pytest.raises(DatabaseError), transaction.atomic():
        blank.filter(pk=first.pk).update(body="")
    Erasure.objects.create(edition=first, erased_at=NOON, reason="Court order 7", by=person("clara"))
    blank.filter(pk=first.pk).update(body="")
    assert Edition.objects.get(pk=first.pk).body == ""
    with pytest.raises(DatabaseError), transaction.atomic():
        blank.filter(pk=second.pk).update(body="")
    # What isn't words stays as it was, erased or not.
    for change in ({"live_from": NOON - HOUR}, {"number": 7}, {"article_id": 1000}, {"change": "minor"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            blank.filter(pk=first.pk).update(**change)


def drop_a_guard():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER articles_correction_frozen_delete")
        else:
            cursor.execute("DROP TRIGGER articles_correction_frozen ON articles_correction")


def test_a_missing_guard_is_named_by_check_and_made_again():
    call_command("check", databases=["default"])
    drop_a_guard()
    with pytest.raises(SystemCheckError, match="articles_correction_frozen"):
        call_command("check", databases=["default"])
    triggers.install(connection.alias)
    triggers.install(connection.alias)
    assert triggers.missing(connection) == []


def test_migrate_is_not_stopped_by_what_it_makes():
    """As from a shell, with its checks: an upgrade whose guards are of other columns would never begin."""
    drop_a_guard()
    call_command("migrate", skip_checks=False, verbosity=0)
    assert triggers.missing(connection) == []
