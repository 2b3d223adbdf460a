"""Who is told what: the assigned and the mentioned, on the desk and by mail; nobody of what they did themselves."""

import datetime as dt

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django_tasks import task

from .models import Notice, Story


def tell(person: User | None, story: Story, kind: str, *, by: User, at: dt.datetime, text: str = "") -> Notice | None:
    """
    Notice for `person`, mailed once the transaction is done; None for nobody, oneself, somebody without an account that
    works, or who may not read the story.
    """
    if person is None or person.pk == by.pk or not Story.objects.visible_to(person).filter(pk=story.pk).exists():
        return None
    notice = Notice.objects.create(
        person=person, story=story, kind=kind, by_name=by.get_full_name() or by.get_username(), text=text, at=at
    )
    if person.email:
        transaction.on_commit(lambda: mail.enqueue(notice.pk))
    return notice


def unread(person: User) -> QuerySet[Notice]:
    """What `person` has not read yet, newest first, of stories that they may still read."""
    mine = Notice.objects.filter(person=person, read_at=None, story__in=Story.objects.visible_to(person))
    return mine.select_related("story")


def read(person: User, story: Story, at: dt.datetime) -> None:
    """Note that `person` has seen `story` and with it all that they were told of it."""
    Notice.objects.filter(person=person, story=story, read_at=None).update(read_at=at)


@task
def mail(pk: int) -> None:
    """
    Send one notice by mail, unless it was read in the meantime or may not be any more.

    Of a story for named people the mail says nothing but that there is something: mail is read by others.
    """
    notice = Notice.objects.select_related("person", "story").filter(pk=pk, read_at=None).first()
    if notice is None or not Story.objects.visible_to(notice.person).filter(pk=notice.story_id).exists():
        return
    address = settings.NEWSROOM_SITE_URL + reverse("admin:desk_story_change", args=[notice.story_id])
    if notice.story.is_restricted:
        subject, lines = _("Something for you on the desk"), [address]
    else:
        subject = _("%(name)s: “%(story)s” %(what)s") % {
            "name": notice.by_name,
            "story": notice.story.headline,
            "what": notice.get_kind_display(),
        }
        lines = [notice.text, address]
    send_mail(
        f"[{settings.NEWSROOM_NAME}] {subject}",
        "\n\n".join(filter(None, lines)),
        settings.DEFAULT_FROM_EMAIL,
        [notice.person.email],
    )
