"""One reader's report beside its story: what it says, and what is done about it."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from .. import acts, reports, workflow
from ..models import Story
from ..request import colleague, instant


def report(request: HttpRequest, pk: int, report_pk: int) -> HttpResponse:
    """GET shows it; POST says that it needs no correction. For whoever may edit the story."""
    user, at = colleague(request), instant(request)
    story = get_object_or_404(Story.objects.visible_to(user), pk=pk)
    found = get_object_or_404(reports.of_story(story).select_related("edition__address", "handled_by"), pk=report_pk)
    may_settle = story.may_be_edited_by(user)
    if request.method == "POST":
        if not may_settle:
            return HttpResponse(status=403)
        try:
            reports.settle(found, by=user, at=at)
        except workflow.Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Noted: this report needs no correction."))
        return HttpResponseRedirect(reverse("admin:desk_story_change", args=[story.pk]))
    context = {
        **admin.site.each_context(request),
        "title": _("A reader’s report"),
        "story": story,
        "report": found,
        "may_settle": may_settle and found.handled_at is None,
        "may_publish": any(button.act == "publish" for button in acts.buttons(story, user, at)),
        "may_fix": workflow.may(user, story, "fix") and story.public_state(at).live is not None,
        "opts": Story._meta,
    }
    return render(request, "desk/report.html", context)
