"""What a story was like, and what changed: its saves, the difference of any two, and the way back to one."""

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.html import gate

from .. import history, workflow
from ..models import Save, Story
from ..request import colleague, instant, reader_of


def timeline(story: Story) -> list[tuple[str, object]]:
    """Everything done with `story`, newest first: ("move", a row of the log) and ("save", a row of the history)."""
    moves = [(move.at, 1, "move", move) for move in story.moves.select_related("by")]
    saves = [(save.at, 0, "save", save) for save in story.saves.defer("snapshot").select_related("restored_from")]
    rows = sorted([*moves, *saves], key=lambda row: (row[0], row[1], row[3].pk), reverse=True)
    return [(kind, row) for _at, _order, kind, row in rows]


@require_safe
def difference(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """What the save `version` changed, or how it differs from the one that `?from=` names."""
    story = _story(request, pk)
    saves = list(story.saves.defer("snapshot"))
    new = get_object_or_404(story.saves, version=version)
    earlier = [save.version for save in saves if save.version < version]
    wanted = request.GET.get("from", "")
    if wanted.isdecimal() and len(wanted) < 10:
        old: Save | None = get_object_or_404(story.saves, version=int(wanted))
    else:
        old = story.saves.filter(version=max(earlier)).first() if earlier else None
    after, reader = history.snapshot_of(new), reader_of(request)
    changes = history.changes(history.snapshot_of(old), after, reader) if old else []
    later = [save.version for save in saves if save.version > version]
    context = {
        **admin.site.each_context(request),
        "title": _("What changed"),
        "story": story,
        "old": old,
        "new": new,
        "changes": changes,
        "fields": [] if old else history.readable(after, reader).items(),
        "body": "" if old else gate(after["body"]),  # a kept row is trusted no more than a table
        "saves": [save for save in saves if save.version != version],
        "earlier": max(earlier, default=None),
        "later": min(later, default=None),
        "may_restore": story.may_be_edited_by(colleague(request)) and bool(later),
        "opts": Story._meta,
    }
    return render(request, "desk/difference.html", context)


@require_POST
def restore(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """Make the story what it was at the save `version`, as a new save."""
    story = _story(request, pk)
    save = get_object_or_404(story.saves, version=version)
    try:
        history.restore(save, by=colleague(request), at=instant(request))
    except workflow.Refused as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("admin:desk_story_difference", args=[pk, version]))
    messages.success(request, _("Restored, as a new save. Nothing was lost: what stood before is one save back."))
    return HttpResponseRedirect(reverse("admin:desk_story_change", args=[pk]))


def _story(request: HttpRequest, pk: int) -> Story:
    story = Story.objects.visible_to(colleague(request)).filter(pk=pk).first()
    if story is None:
        raise Http404
    return story
