from django.db import models
from django.utils.translation import gettext_lazy as _

from .story import Story


class StoryIndex(models.Model):
    """
    What the desk's search looks in for one story: its words folded (core.text.folded), since SQLite's own search knows
    no case outside ASCII; and what the desk's list says of its text. desk.search is the only writer. `problems` are
    codes of desk.checks.
    """

    story = models.OneToOneField(Story, models.CASCADE, related_name="index", primary_key=True, verbose_name=_("story"))
    words = models.TextField(_("words"))
    # For the list, which would else read every text: counted and checked when the story was last saved.
    length = models.PositiveIntegerField(_("length in words"), default=0)
    problems = models.JSONField(_("problems"), default=list)

    class Meta:
        verbose_name = _("words of a story")
        verbose_name_plural = _("words of stories")

    def __str__(self) -> str:
        return self.words[:60]
