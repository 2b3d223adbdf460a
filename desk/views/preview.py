"""A story as readers would get it if it were published now: composed, not stored, by the readers' own template."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles import drawing
from articles.showing import related

from .. import editions
from ..models import Story
from ..request import instant
from ..wording import state_words


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """For whoever may read the story on the desk. Never cached, never indexed, under the readers' strict policy."""
    at = instant(request)
    story = get_object_or_404(Story.objects.visible_to(request.user).select_related("section", "lead_photo"), pk=pk)
    status, readers = state_words(story, story.public_state(at), at)
    context = {
        "is_preview": True,
        "is_indexed": False,
        "page_title": story.headline,
        "story": story,
        "status": status,
        "readers": readers,
        "back": reverse("admin:desk_story_change", args=[story.pk]),
    }
    try:
        edition = editions.compose(story, at=at)
    except ValidationError as error:
        response = render(request, "desk/no_preview.html", context | {"problems": error.messages}, status=422)
    else:
        context |= {"edition": edition, "article": edition.article, "related": related(edition, at)}
        context["text"] = drawing.text(edition, at)
        response = render(request, "desk/preview.html", context)
        drawing.allow_frames(response, edition)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
