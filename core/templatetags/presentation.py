"""Small things that only templates need: the language of a text, a name's initials, who did what."""

from typing import Any

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def tongue(content: Any) -> SafeString | str:
    """` lang="ar" dir="rtl"` for an element with the text of `content` where its language isn't the page's, else ''."""
    language = content.language
    # What <html lang> says; to ask get_language() thirty times a page costs more than all the rest of this.
    if not language or language == settings.LANGUAGE_CODE:
        return ""
    return format_html(' lang="{}" dir="{}"', language, content.direction)


@register.filter
def initials(name: Any) -> str:
    """The first letters of the first and the last word: "Olha Kovalenko" is OK, "Reuters" is R."""
    words = [word for word in str(name).split() if word[0].isalnum()]
    chosen = words[:1] + words[1:][-1:]
    return "".join(word[0] for word in chosen).upper()


@register.filter
def deeds(credit: Any) -> str:
    """What somebody in a byline did besides the words, which a byline means anyway: "Photos, Video", or ''."""
    pairs = zip(credit.roles, credit.role_labels, strict=True)
    return ", ".join(label for role, label in pairs if role != "words")
