"""
Readers report an error: a short form at <article>/report/ that sets no cookie and needs no script.

With no cookie there is no token to forge; that the form is ours is said by the browser's own headers, Origin and
Sec-Fetch-Site, which a page of somebody else's can't write.
"""

import datetime as dt
import hashlib
import hmac
from typing import Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.middleware import InstantRequest
from core.readers import absolute, for_readers

from .models import Edition, Knock, Report
from .views import instead, look_up

# From one network address, and from all: nobody fills the desk, and a crowd of readers still gets through.
PER_SENDER, PER_HOUR = 5, 500
WINDOW = dt.timedelta(hours=1)
# The longest form there can be, percent-encoded: more is not read at all.
MOST_BYTES = 40_000


class ReportForm(forms.ModelForm):
    """`website` is a trap: people never see it, programs fill it in."""

    website = forms.CharField(required=False)

    class Meta:
        model = Report
        fields = ("text", "contact")
        labels = {
            "text": gettext_lazy("What is wrong?"),
            "contact": gettext_lazy("How can we reach you? (not needed)"),
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}
        error_messages = {"text": {"required": gettext_lazy("Tell us what is wrong, in a sentence or two.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        for name in ("text", "contact"):
            self.fields[name].widget.attrs["aria-describedby"] = f"help-{name} error-{name}"
        # A browser cuts what is pasted at maxlength without a word; we say so, and keep it.
        del self.fields["text"].widget.attrs["maxlength"], self.fields["contact"].widget.attrs["maxlength"]
        self.fields["contact"].widget.attrs["autocomplete"] = "email"


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: InstantRequest, year: int, month: int, day: int, slug: str) -> HttpResponse:
    """The form (GET) and what it sends (POST), which ends in a redirect; what was typed stays in it on an error."""
    edition = look_up(request, year, month, day, slug)
    if not isinstance(edition, Edition):
        return instead(request, edition, below="report/")
    if request.method != "POST":
        return _show(request, edition, ReportForm())
    if not is_from_here(request):
        form = ReportForm()
        return _show(request, edition, form, _("The form was not sent from this page. Please send it from here."), 403)
    if _length(request) > MOST_BYTES:
        problem = _("That is more text than this form takes. Tell us in a few sentences what is wrong.")
        return _show(request, edition, ReportForm(), problem, 413)
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _show(request, edition, form, status=422)
    if not form.cleaned_data["website"] and not _take(request, edition, form):
        problem = _(
            "We have had many reports from your network. Please try again in an hour; keep your words till then."
        )
        return _show(request, edition, form, problem, 429)
    return HttpResponseRedirect(f"{edition.get_absolute_url()}report/thanks/", headers={"Cache-Control": "no-store"})


@for_readers
def thanks(request: InstantRequest, year: int, month: int, day: int, slug: str) -> HttpResponse:
    edition = look_up(request, year, month, day, slug)
    if not isinstance(edition, Edition):
        return instead(request, edition, below="report/thanks/")
    response = render(request, "articles/report_thanks.html", _context(edition, _("Thank you")))
    response["Cache-Control"] = "no-store"
    return response


def is_from_here(request: HttpRequest) -> bool:
    """
    Whether a browser says that one of our own pages sent this. What says nothing is not believed: every browser since
    2020 sends Origin with a form.
    """
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    ours = {settings.NEWSROOM_SITE_URL, f"{request.scheme}://{request.get_host()}"}
    return (site or origin) is not None and site in (None, "same-origin") and (origin is None or origin in ours)


def _take(request: InstantRequest, edition: Edition, form: ReportForm) -> bool:
    """Store the report, unless too many came."""
    sender = _digest(request)
    with transaction.atomic():
        Knock.forget(before=request.at - WINDOW)
        if Knock.objects.filter(sender=sender).count() >= PER_SENDER or Knock.objects.count() >= PER_HOUR:
            return False
        Knock.objects.create(sender=sender, at=request.at)
        form.instance.article_id, form.instance.edition, form.instance.at = edition.article_id, edition, request.at
        form.save()
    return True


def _digest(request: InstantRequest) -> str:
    """Of the sender's address, or of its network where that is IPv6 and one house has 2⁶⁴; another each day."""
    network: str | None = import_string(settings.AXES_CLIENT_IP_CALLABLE)(request)
    words = f"{network} {request.at:%Y-%m-%d}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), words, hashlib.sha256).hexdigest()


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _show(
    request: HttpRequest, edition: Edition, form: ReportForm, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {**_context(edition, _("Report an error")), "form": form, "problem": problem}
    response = render(request, "articles/report.html", context, status=status)
    if request.method == "POST":
        response["Cache-Control"] = "no-store"
    return response


def _context(edition: Edition, title: str) -> dict[str, Any]:
    return {
        "edition": edition,
        "page_title": title,
        "is_indexed": False,
        "canonical": absolute(f"{edition.get_absolute_url()}report/"),
    }
