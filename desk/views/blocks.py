"""What the editor's blocks ask while somebody writes: which stories, pictures and addresses there are to choose."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from articles.models import Content, Edition
from core import embeds
from core.finding import containing
from photos import library
from photos.models import Photo, placing_problems
from photos.showing import square

from .. import choosers
from ..models import Story
from ..request import colleague, instant

MOST = 12
# Of each block so many are described at once; a text of more than that is one nobody reads.
MOST_DESCRIBED = 200


def cards(user: User, words: str, at: dt.datetime, but: uuid.UUID | None = None) -> list[dict[str, Any]]:
    """
    Stories to point to, newest first: what readers have, which is no secret, then the person's own that are to come.

    What is for named people only is nobody's to point to before it is out.
    """
    others = Edition.objects.live(at).filter(containing(words, "headline"))
    if but:
        others = others.exclude(article__uid=but)
    live = others.with_headlines().latest_first()[:MOST]
    is_out = Exists(Edition.objects.live(at).filter(article__uid=OuterRef("uid")))
    own = _to_point_to(user).filter(~is_out, containing(words, "headline")).exclude(uid=but)
    return [*(_card(one.article.uid, one, True) for one in live), *(_card(one.uid, one, False) for one in own[:MOST])]


def _to_point_to(user: User) -> Any:
    stories = Story.objects.visible_to(user).filter(is_restricted=False).exclude(status=Story.Status.SPIKED)
    return stories.select_related("lead_photo").defer("body")


def _card(uid: uuid.UUID, content: Content, is_live: bool) -> dict[str, Any]:
    small = square(content.lead_photo, "")
    return {
        "id": str(uid),
        "text": content.headline,
        "label": content.kicker if content.kind != Content.Kind.NEWS else "",
        "standfirst": content.standfirst,
        "thumbnail": small.src if small else "",
        "note": "" if is_live else _("Not public yet: its card shows when it is."),
    }


def known_cards(user: User, uids: Iterable[uuid.UUID], at: dt.datetime) -> list[dict[str, Any]]:
    """What this person may be told of the stories with these uids."""
    uids = list(uids)
    live = {one.article.uid: one for one in Edition.objects.live(at).with_headlines().filter(article__uid__in=uids)}
    own = {one.uid: one for one in _to_point_to(user).filter(uid__in=uids)}
    gone = {"text": _("A story that readers don’t have, or that you can’t read"), "note": _("Its card shows nothing.")}
    return [
        _card(uid, live.get(uid) or own[uid], uid in live)
        if uid in live or uid in own
        else {"id": str(uid), "label": "", "standfirst": "", "thumbnail": "", **gone}
        for uid in uids
    ]


def picture(photo: Photo, at: dt.datetime) -> dict[str, Any]:
    """What is copied of a picture when it is placed, and what it looks like."""
    small = square(photo, "")
    return {
        "id": str(photo.pk),
        "text": str(photo),
        "label": photo.credit,
        "thumbnail": small.src if small else "",
        "image": small.photo.whole.src if small and small.photo.whole else "",
        "note": " ".join(placing_problems(photo, at)),
        **{name: getattr(photo, name) for name in ("caption", "alt", "photographer", "agency", "distributor")},
    }


@never_cache
@require_GET
def find(request: HttpRequest, what: str) -> JsonResponse:
    """
    cards or photos: rows that fit ?term=, or, of a text that is opened, those that it names (?id=, many times).

    embed: what stands at ?address=; 422 with the reason where it is nothing that we show.
    """
    user, at = colleague(request), instant(request)
    if not user.has_perm("desk.view_story"):
        raise PermissionDenied
    answers: dict[str, Callable[..., Any]] = {"cards": _cards, "photos": _photos, "embed": _embed}
    if what not in answers:
        raise Http404
    try:
        return JsonResponse({"results": answers[what](request, user, at)})
    except ValidationError as refused:
        return JsonResponse({"errors": refused.messages}, status=422)


def _cards(request: HttpRequest, user: User, at: dt.datetime) -> list[dict[str, Any]]:
    if "id" in request.GET:
        return known_cards(user, [uid for one in _ids(request) if (uid := _uid(one))], at)
    return cards(user, request.GET.get("term", ""), at, but=_uid(request.GET.get("but", "")))


def _photos(request: HttpRequest, user: User, at: dt.datetime) -> list[dict[str, Any]]:
    if "id" in request.GET:
        keys = [int(one) for one in _ids(request) if one.isdecimal() and len(one) < 19]
        known = Photo.objects.filter(pk__in=keys) if user.has_perm("photos.view_photo") else Photo.objects.none()
        return [picture(photo, at) for photo in known]
    return [picture(photo, at) for photo in choosers.photos(user, request.GET.get("term", ""))[:MOST]]


def _embed(request: HttpRequest, user: User, at: dt.datetime) -> list[dict[str, Any]]:
    address = request.GET.get("address", "")
    if not (found := embeds.find(address)):
        raise ValidationError(embeds.refusal(address))
    return [{"id": found.address, "text": found.name}]


def _ids(request: HttpRequest) -> list[str]:
    return list(dict.fromkeys(request.GET.getlist("id")))[:MOST_DESCRIBED]


def _uid(value: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(value)
    except ValueError:
        return None


@never_cache
@require_POST
def take_picture(request: HttpRequest) -> JsonResponse:
    """A picture dropped into a text goes to the library like any other; 422 with the reason where it can't."""
    user, at = colleague(request), instant(request)
    if not (user.has_perm("photos.add_photo") and user.has_perm("desk.view_story")):
        raise PermissionDenied
    file = request.FILES.get("image")
    if file is None:
        return JsonResponse({"errors": [_("No picture arrived. Choose one and send it again.")]}, status=422)
    try:
        photo = library.add(file, by=user)
    except ValidationError as refused:
        return JsonResponse({"errors": refused.messages}, status=422)
    return JsonResponse({"results": [picture(photo, at)]})
