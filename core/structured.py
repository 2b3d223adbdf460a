"""
What machines are told of a page in words of schema.org, as JSON-LD. The pieces here are those that every page may need.

Plain dictionaries, in the order in which they are printed. Looked at: pydantic-schemaorg (unkept since 2022, and a
model for each of 800 types, of which we need a dozen).
"""

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

from core.readers import absolute

Thing = dict[str, Any]

CONTEXT = "https://schema.org"
LOGO_PIXELS = 180

# So that nothing in a value ends the element, begins a comment in it, or breaks a line of a script: the JSON stays the
# same. `</script>` and `<!--` are the element's; U+2028 and U+2029 are line ends for whoever reads it as JavaScript.
_ESCAPED = str.maketrans({character: f"\\u{ord(character):04X}" for character in "<>&\u2028\u2029"})


def written(thing: Thing) -> str:
    """`thing` as JSON that may stand between the tags of a script element."""
    return json.dumps({"@context": CONTEXT, **thing}, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)


def publisher() -> Thing:
    """The newsroom, in short: who publishes. No query."""
    logo = {"@type": "ImageObject", "url": static_url("icons/mark-180.png")}
    return {
        "@type": "NewsMediaOrganization",
        "@id": publisher_id(),
        "name": settings.NEWSROOM_NAME,
        "url": absolute(reverse("front")),
        "logo": logo | {"width": LOGO_PIXELS, "height": LOGO_PIXELS},
    }


def publisher_id() -> str:
    return absolute(reverse("front")) + "#newsroom"


def static_url(path: str) -> str:
    return absolute(static(path))


def breadcrumbs(steps: Iterable[tuple[str, str]]) -> Thing:
    """The way from the front page: names and paths of the pages between, and of the last, which may have no path."""
    way = [(settings.NEWSROOM_NAME, reverse("front")), *steps]
    items = [
        {"@type": "ListItem", "position": number, "name": name, **({"item": absolute(path)} if path else {})}
        for number, (name, path) in enumerate(way, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def without_empty(thing: Thing) -> Thing:
    """`thing` without what there is nothing to say of."""
    return {name: value for name, value in thing.items() if value not in (None, "", [], {})}
