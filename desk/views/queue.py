"""The next story that waits for the person: by a link in the strip, and by its key."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .. import queues
from ..models import Story
from ..request import colleague


@never_cache
@require_safe
def next_in_queue(request: HttpRequest) -> HttpResponse:
    """To the story that has waited longest of those behind `?after=`, round to the first; home when none waits."""
    user = colleague(request)
    if not user.has_perm("desk.view_story"):
        raise PermissionDenied
    waiting = queues.needing(user).order_by(F("due_at").asc(nulls_last=True), "saved_at", "pk")
    after = request.GET.get("after", "")
    here = Story.objects.visible_to(user).filter(pk=after).first() if after.isdecimal() and len(after) < 19 else None
    found = None
    if here:
        later = Q(saved_at__gt=here.saved_at) | Q(saved_at=here.saved_at, pk__gt=here.pk)
        if here.due_at:
            behind = Q(due_at__gt=here.due_at) | Q(due_at=None) | (Q(due_at=here.due_at) & later)
        else:
            behind = Q(due_at=None) & later
        found = waiting.filter(behind).first()
        waiting = waiting.exclude(pk=here.pk)
    found = found or waiting.first()
    if found is None:
        messages.info(request, _("Nothing else waits for you."))
        return HttpResponseRedirect(reverse("admin:index"))
    return HttpResponseRedirect(reverse("admin:desk_story_change", args=[found.pk]))
