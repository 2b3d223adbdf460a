"""Two topics of one matter become one, by core.aliases: editions are filed under either, and lists ask for both."""

from django.utils.translation import gettext as _

from core import aliases

from .models import Topic


def merge(topic: Topic, into: Topic) -> Topic:
    """Make `topic` an alias of the subject that `into` stands for; returns that. Raises ValidationError, in words."""
    return aliases.merge(topic, into, meant="subject", itself=_("A topic can't be merged into itself."))


def separate(topic: Topic) -> Topic:
    """Give an alias its own page again; returns what it was merged into."""
    return aliases.separate(topic, alone=_("%(name)s is not merged into anything."))
