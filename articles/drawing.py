"""
A text as readers get it: its ready pieces, joined with what its references stand for at this instant.

Whatever serves readers asks here, and prints no body by itself: a card whose story isn't live, and a picture that was
pulled, leave nothing behind, and neither do their words.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.http import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString, mark_safe
from lxml import html

from core import embeds, kept
from core.hidden import staff_name
from core.readers import absolute
from photos import showing as pictures
from photos.credits import caption_line, credit_line
from photos.models import Photo

from . import blocks
from .models import Edition

PAGE, TEXT, FEED = "page", "text", "feed"


@dataclass
class Things:
    """What the references of some texts stand for now: those that readers may see, and no others."""

    at: dt.datetime
    cards: dict[uuid.UUID, Edition] = field(default_factory=dict)
    photos: dict[int, Photo] = field(default_factory=dict)


def gather(editions: Iterable[Edition], at: dt.datetime, also: Iterable[uuid.UUID] = ()) -> Things:
    """
    For all of them together, and the stories `also`: a query for the cards, one for the pictures, none for what they
    don't have.
    """
    pieces: list[blocks.Piece] = [piece for edition in editions for piece in edition.pieces]
    things = Things(at)
    if keys := blocks.photos(pieces):
        things.photos = Photo.objects.showable().in_bulk(keys)
    things.cards = live_targets([*blocks.cards(pieces), *also], at)
    return things


def live_targets(uids: Iterable[uuid.UUID], at: dt.datetime) -> dict[uuid.UUID, Edition]:
    """Of the stories with these uids those that are live, in this order. A query for those not asked for yet."""
    uids = list(uids)
    known = kept.at(at)
    unknown = [uid for uid in uids if ("related", uid) not in known.values]
    found: dict[uuid.UUID, Edition] = {}
    if unknown:
        live = Edition.objects.live(at).with_headlines().filter(article__uid__in=unknown)
        found = {other.article.uid: other for other in live}
    for uid in unknown:
        # A tuple of none or one, since "none" is worth keeping, too.
        known.get(("related", uid), partial(tuple, [found[uid]] if uid in found else []))
    # From here where there was no room to keep them.
    one_each = [known.values.get(("related", uid), [found[uid]] if uid in found else []) for uid in uids]
    return {other.article.uid: other for one in one_each for other in one}


def text(edition: Edition, at: dt.datetime, how: str = PAGE) -> SafeString:
    """The text of `edition` for a page, the text-only page or a feed; two queries at most."""
    return draw(edition, gather([edition], at), how)


def draw(edition: Edition, things: Things, how: str = PAGE) -> SafeString:
    """Likewise, with what gather() has found."""
    if not edition.pieces:
        # It left core.html.gate() when the edition was made.
        return mark_safe(edition.body)
    drawn = [_part(part, edition, things, how) for part in blocks.gathered(edition.pieces)]
    # Pieces left the gate, too; the rest is templates, which escape.
    return mark_safe("".join(drawn))


def whole(edition: Edition, things: Things) -> str:
    """The text for whoever reads it elsewhere: as draw() has it for a feed, with links that work anywhere."""
    body = draw(edition, things, FEED)
    if not body.strip():
        return ""
    root = html.fragment_fromstring(body, create_parent="div")
    root.make_links_absolute(absolute(edition.get_absolute_url()), handle_failures="ignore")
    # Of the words before the first tag, lxml gives the characters and not the entities that stood for them.
    inner = [escape(root.text or ""), *(html.tostring(child, encoding="unicode") for child in root)]
    return "".join(inner)


def _part(part: blocks.Piece | list[dict[str, Any]], edition: Edition, things: Things, how: str) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, list):
        return _pictures(part, things, how)
    if "card" in part:
        return _card(part, edition, things, how)
    if "photo" in part:
        return _pictures([part], things, how)
    embed = embeds.find(part["embed"])
    if embed is None:  # it was on the list when the edition was made, and is none any more
        return ""
    context = {"embed": embed, "caption": mark_safe(part["caption"]), "how": how}  # from the gate
    return render_to_string("articles/_block_embed.html", context).strip()


def _pictures(pieces: list[dict[str, Any]], things: Things, how: str) -> str:
    """Those that readers may see. Several are a gallery on the page; one that is left of it is a picture like any."""
    shown = [_picture(piece, photo) for piece in pieces if (photo := _photo(piece, things))]
    if how == PAGE and len(shown) > 1:
        context = {"pictures": shown, "number": pieces[0]["gallery"]}
        return render_to_string("articles/_block_gallery.html", context).strip()
    return "".join(render_to_string("articles/_block_photo.html", one | {"how": how}).strip() for one in shown)


def _picture(piece: dict[str, Any], shown: pictures.Shown) -> dict[str, Any]:
    """What a template prints of it."""
    return {
        "photo": shown,
        "caption": mark_safe(piece["caption"]),  # from the gate
        "credit": credit_line(_photographer(piece, shown.photo), piece["agency"], piece["distributor"]),
        "address": absolute(shown.src),
        "height": round(shown.height * shown.fallback.width / shown.width),
    }


def _card(piece: dict[str, Any], edition: Edition, things: Things, how: str) -> str:
    uid = uuid.UUID(piece["card"])
    other = things.cards.get(uid)
    if other is None or uid == edition.article.uid:
        return ""
    context = {"edition": other, "standfirst": piece["standfirst"] or other.standfirst, "how": how}
    context["address"] = absolute(other.get_absolute_url()) if how == FEED else other.get_absolute_url()
    key = ("card in a text", how, uid, piece["standfirst"])
    return kept.at(things.at).get(key, lambda: render_to_string("articles/_block_card.html", context).strip())


def _photo(piece: dict[str, Any], things: Things) -> pictures.Shown | None:
    return pictures.whole(things.photos.get(piece["photo"]), piece["alt"])


def _photographer(piece: dict[str, Any], photo: Photo) -> str:
    """As printed that day; of somebody who is hidden since, not who it was."""
    return staff_name() if photo.hides_photographer else str(piece["photographer"])


def in_words(edition: Edition, at: dt.datetime) -> str:
    """The text as HTML whose blocks are the words that readers may be told of them: to be compared with another's."""
    things = gather([edition], at)
    return blocks.in_words(edition.pieces, lambda piece: _told(piece, things)) if edition.pieces else edition.body


def _told(piece: dict[str, Any], things: Things) -> str:
    if "card" in piece:
        other = things.cards.get(uuid.UUID(piece["card"]))
        return " · ".join(filter(None, [other.headline, piece["standfirst"]])) if other else ""
    if "embed" in piece:
        return " · ".join(filter(None, [strip_tags(piece["caption"]), piece["embed"]]))
    photo = things.photos.get(piece["photo"])
    if photo is None:
        return ""
    names = (_photographer(piece, photo), piece["agency"], piece["distributor"])
    return " · ".join(filter(None, [caption_line(strip_tags(piece["caption"]), *names), piece["alt"]]))


def frames(edition: Edition) -> list[str]:
    """The sources of the frames that a reader may open in its page, for the page's policy."""
    addresses = [piece["embed"] for piece in edition.pieces if isinstance(piece, dict) and "embed" in piece]
    found = [embed for address in addresses if (embed := embeds.find(address))]
    return embeds.hosts([*found, edition.video] if edition.video else found)


def allow_frames(response: HttpResponseBase, edition: Edition) -> None:
    """Let this one page open the frames of its own embeds, and no other page."""
    if hosts := frames(edition):
        response._csp_update = {"frame-src": hosts}  # type: ignore[attr-defined]  # as csp.decorators.csp_update does
