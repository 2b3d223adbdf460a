"""{% kept %}: a part of a page that others have, too, printed once for all of them."""

from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

from core import kept

register = template.Library()


class KeptNode(template.Node):
    def __init__(self, name: str, at: FilterExpression, shaping: list[FilterExpression], nodelist: NodeList) -> None:
        self.name, self.at, self.shaping, self.nodelist = name, at, shaping, nodelist

    def render(self, context: template.Context) -> SafeString:
        instant = self.at.resolve(context)
        if not instant:
            return mark_safe(self.nodelist.render(context))
        shaping = tuple(one.resolve(context) for one in self.shaping)
        key: Any = ("template", self.name, get_language(), get_current_timezone_name(), shaping)
        # The template engine has escaped what stands in it.
        return mark_safe(kept.at(instant).get(key, lambda: self.nodelist.render(context)))


@register.tag("kept")
def do_kept(parser: Parser, token: Token) -> KeptNode:
    """
    {% kept at footer %} … {% endkept %}, {% kept at card edition.pk %} … {% endkept %}

    `at`: the page's instant; without one nothing is kept. Then a name, and everything that shapes what stands inside
    and isn't the same on all pages of this moment.
    """
    _tag, *words = token.split_contents()
    if len(words) < 2:
        raise template.TemplateSyntaxError("{% kept %} needs the page's instant and a name")
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    at, name, *shaping = words
    return KeptNode(name, parser.compile_filter(at), [parser.compile_filter(one) for one in shaping], nodelist)
