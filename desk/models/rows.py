from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import Byline, Filing, Placed, Related


class StoryByline(Byline):
    story = models.ForeignKey("desk.Story", models.CASCADE, related_name="bylines")

    class Meta(Byline.Meta):
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        constraints = [
            models.UniqueConstraint(
                fields=["story", "author"],
                name="story_byline_once",
                violation_error_message=_("This person is in the byline already: give them a second role instead."),
            )
        ]


class StoryTopic(Filing):
    story = models.ForeignKey("desk.Story", models.CASCADE, related_name="filings")

    class Meta(Filing.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        constraints = [models.UniqueConstraint(fields=["story", "topic"], name="story_topic_once")]


class StoryRelated(Related):
    story = models.ForeignKey("desk.Story", models.CASCADE, related_name="relations")

    class Meta(Related.Meta):
        verbose_name = _("related story")
        verbose_name_plural = _("related stories")
        constraints = [models.UniqueConstraint(fields=["story", "uid"], name="story_related_once")]


class StoryPicture(Placed):
    """Kept in step with the text by desk.history.record(), which comes after every save."""

    story = models.ForeignKey("desk.Story", models.CASCADE, related_name="pictures")

    class Meta(Placed.Meta):
        verbose_name = _("picture in a text")
        verbose_name_plural = _("pictures in texts")
        constraints = [models.UniqueConstraint(fields=["story", "photo"], name="story_picture_once")]
