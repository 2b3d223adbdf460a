"""The page on which an editor closes the text of an earlier edition."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Edition
from core.prose import WordsField

from .. import closing, workflow
from ..naming import kept_editions
from ..request import colleague, instant


class ClosingForm(forms.Form):
    reason = WordsField(
        label=gettext_lazy("Legal reason"),
        help_text=gettext_lazy("Stays inside, in the log."),
        error_messages={"required": gettext_lazy("Give the legal reason.")},
    )


def close_edition(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks why, POST closes."""
    user, at = colleague(request), instant(request)
    if not user.has_perm("articles.close_edition"):
        raise PermissionDenied
    told = Edition.objects.exclude(pk__in=kept_editions(user, at).values("pk"))
    edition = get_object_or_404(told.select_related("address"), pk=pk)
    back = reverse("admin:articles_edition_change", args=[edition.pk])
    form = ClosingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            closing.close(edition, by=user, at=at, reason=form.cleaned_data["reason"])
        except workflow.Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Closed. Readers are told that there was this version, and from when to when."))
            return HttpResponseRedirect(back)
    context = {
        **admin.site.each_context(request),
        "title": _("Close the text of edition %(number)s") % {"number": edition.number},
        "edition": edition,
        "form": form,
        "obstacle": closing.obstacle(edition, at),
        "back": back,
        "opts": Edition._meta,
    }
    return render(request, "desk/close_edition.html", context)
