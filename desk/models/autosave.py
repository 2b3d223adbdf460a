from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .story import Story


class Autosave(models.Model):
    """
    What one person has typed into one story's form and not saved: theirs alone, one row for each pair.

    `data` is the form as it would be sent (application/x-www-form-urlencoded); `version` is the save it began from,
    the base of a merge. Without a story it is one that was never saved.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    story = models.ForeignKey(Story, models.CASCADE, null=True, related_name="+", verbose_name=_("story"))
    version = models.PositiveIntegerField(_("version"), default=0)
    data = models.TextField(_("form"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("autosave")
        verbose_name_plural = _("autosaves")
        constraints = [
            models.UniqueConstraint(fields=["person", "story"], name="autosave_once"),
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(story__isnull=True), name="autosave_of_a_new_story_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.story or '–'}"
