"""What tests read off a page."""

from typing import Any

from lxml import html


def tree(response: Any) -> html.HtmlElement:
    return html.document_fromstring(response.content.decode())


def headlines(response: Any, within: str = "") -> list[str]:
    """The headlines of the cards on a page, in order; `within` is a CSS class that holds them."""
    scope = f"//*[contains(concat(' ', @class, ' '), ' {within} ')]" if within else ""
    found = tree(response).xpath(f"{scope}//*[contains(concat(' ', @class, ' '), ' card__headline ')]")
    return [element.text_content().strip() for element in found]


def show_more(response: Any) -> str:
    """Where Show More leads; "" where there is none."""
    found = tree(response).xpath("//*[@data-more]//a/@href")
    assert len(found) < 2
    return found[0] if found else ""
