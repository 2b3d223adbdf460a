"""{% json_ld thing %}: what machines are told of a page."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from core import clock, structured

register = template.Library()


@register.simple_tag
def json_ld(thing: structured.Thing) -> SafeString:
    """A data block, which no browser runs and no policy of scripts concerns."""
    # written() leaves no character in it that could end the element.
    return mark_safe(f'<script type="application/ld+json">{structured.written(thing)}</script>')


register.simple_tag(clock.zoned)
