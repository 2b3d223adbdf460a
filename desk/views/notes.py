"""The notes of a story: shown beside it, and on a page of their own where no script runs or something was refused."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from .. import notes
from ..models import Note, Story
from ..request import colleague, instant
from ..workflow import Refused


def shown(story: Story, user: User) -> dict[str, Any]:
    """What _notes.html needs: the threads of `story`, open ones first, in three queries."""
    threads = list(story.notes.filter(parent=None).prefetch_related("answers"))
    threads.sort(key=lambda note: (not note.is_open, note.at, note.pk))
    return {
        "story": story,
        "threads": threads,
        "open_notes": sum(note.is_open for note in threads),
        "mentionable": [person.get_username() for person in notes.readers(story) if person.pk != user.pk],
    }


@never_cache
def notes_of(request: HttpRequest, pk: int) -> HttpResponse:
    """
    GET shows the notes; POST does what its `do` says: write, answer:12, resolve:12 or reopen:12.

    With `part` it answers the list alone, for the page that it stands on.
    """
    user = colleague(request)
    story = get_object_or_404(Story.objects.visible_to(user), pk=pk)
    refused: list[str] = []
    if request.method == "POST":
        try:
            said = _do(request, story)
        except Refused as refusal:
            refused = refusal.messages
        else:
            if "part" not in request.POST:
                messages.success(request, said)
                return HttpResponseRedirect(reverse("admin:desk_story_change", args=[pk]) + "#desk-notes")
    context = shown(story, user) | {"refused": refused, "typed": request.POST if refused else {}}
    if "part" in request.POST:
        return render(request, "desk/_notes.html", context, status=422 if refused else 200)
    page = {**admin.site.each_context(request), "title": _("Notes"), "opts": Story._meta, **context}
    return render(request, "desk/notes.html", page, status=422 if refused else 200)


def _do(request: HttpRequest, story: Story) -> str:
    user, at = colleague(request), instant(request)
    act, _colon, key = request.POST.get("do", "write").partition(":")
    note = get_object_or_404(Note, pk=key, story=story) if key.isdecimal() and len(key) < 19 else None
    match act, note:
        case "write", None:
            notes.write(story, request.POST.get("text", ""), by=user, at=at)
            return _("Noted.")
        case "answer", Note():
            notes.write(story, request.POST.get(f"answer-{key}", ""), by=user, at=at, parent=note)
            return _("Answered.")
        case "resolve", Note():
            notes.resolve(note, by=user, at=at)
            return _("Resolved.")
        case "reopen", Note():
            notes.reopen(note, by=user)
            return _("Open again.")
    raise Refused(_("That note is gone."))
