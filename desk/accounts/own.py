"""A person's own account: where they are signed in, their second factor, what the log has of them."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from desk.request import colleague

from . import record, second_factor, sessions
from .door import CodeField, CodeForm, say
from .models import SignIn

LINES = 12

View = Callable[..., HttpResponse]


class ProofForm(CodeForm):
    """What is asked before the second factor itself is touched: that it is the owner who sits here."""

    password = forms.CharField(
        label=gettext_lazy("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = CodeField(
        label=gettext_lazy("Code from your phone"),
        error_messages={"required": gettext_lazy("Type the six digits that your phone shows.")},
    )


def for_colleagues(view: View) -> View:
    """
    A page for whoever is signed in to the desk, also where only the second factor is missing.

    AdminSite.has_permission refuses those, or the newsroom's setting would mean nothing; but somewhere they must be
    able to turn it on.
    """

    @wraps(view)
    @never_cache
    @csrf_protect
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = colleague(request)
        if admin.site.has_permission(request) or (user.is_active and user.is_staff and second_factor.must_enrol(user)):
            return view(request, *args, **kwargs)
        return HttpResponseRedirect(f"{reverse('admin:login')}?next={reverse('admin:account')}")

    return inner


def account(request: HttpRequest) -> HttpResponse:
    user = colleague(request)
    context = {
        **admin.site.each_context(request),
        "title": _("Your account"),
        "sessions": [
            {"row": row, "handle": sessions.handle(row), "is_this": row.pk == request.session.session_key}
            for row in sessions.of(user)
        ],
        "lines": SignIn.objects.filter(account=user)[:LINES],
        "device": second_factor.device_of(user),
        "codes_left": second_factor.codes_left(user),
        "is_required": second_factor.is_required(user),
    }
    return render(request, "desk/accounts/account.html", context)


@require_POST
def end_session(request: HttpRequest, handle: str) -> HttpResponse:
    """End one session of one's own: somebody else's handle finds nothing."""
    user = colleague(request)
    found = [row for row in sessions.of(user) if sessions.handle(row) == handle]
    if not found:
        raise Http404
    if sessions.end(user, but=request.session.session_key, only=found):
        record.note(SignIn.What.ENDED, user, request)
        messages.success(request, _("That session has ended: the browser is signed out."))
    return HttpResponseRedirect(reverse("admin:account"))


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    user = colleague(request)
    ended = sessions.end(user, but=request.session.session_key)
    if ended:
        record.note(SignIn.What.ENDED, user, request)
    words = ngettext("%(count)s other session has ended.", "%(count)s other sessions have ended.", ended)
    messages.success(request, words % {"count": ended})
    return HttpResponseRedirect(reverse("admin:account"))


# The second factor


@sensitive_post_parameters("password", "code")
def turn_on(request: HttpRequest) -> HttpResponse:
    """
    Two steps on one address: "begin" makes the device and shows what the phone reads; password and code confirm it.

    The recovery codes are in the answer to that, and nowhere else: sending it again finds the device already on.
    """
    user = colleague(request)
    if second_factor.device_of(user):
        return HttpResponseRedirect(reverse("admin:account"))
    if request.method == "POST" and "begin" in request.POST:
        second_factor.begin(user)
        return HttpResponseRedirect(f"{reverse('admin:second_factor')}{_onward(request)}")
    device = second_factor.unfinished(user).first()
    form = ProofForm(request.POST if request.method == "POST" and device else None)
    status = 200
    if device and form.is_bound and form.is_valid() and _password_is_right(request, user, form):
        codes = second_factor.confirm(request, user, device, form.cleaned_data["code"])
        if isinstance(codes, list):
            return _show_codes(request, codes, _("Your second factor is on"))
        status = say(codes, form, user, request)
    context = {
        **admin.site.each_context(request),
        "title": _("Turn on the second factor"),
        "form": form,
        "device": device,
        "qr": second_factor.qr(device) if device else "",
        "secret": second_factor.secret(device) if device else "",
        "must": second_factor.must_enrol(user),
        "onward": _next(request),
    }
    return render(request, "registration/second_factor.html", context, status=status)


@sensitive_post_parameters("password", "code")
def turn_off(request: HttpRequest) -> HttpResponse:
    def act(user: User) -> HttpResponse:
        second_factor.turn_off(user)
        record.note(SignIn.What.OFF, user, request)
        messages.success(request, _("The second factor is off: your password alone signs you in."))
        return HttpResponseRedirect(reverse("admin:account"))

    return _after_proof(request, act, title=_("Turn off the second factor"), button=_("Turn it off"), what="off")


@sensitive_post_parameters("password", "code")
def new_codes(request: HttpRequest) -> HttpResponse:
    def act(user: User) -> HttpResponse:
        codes = second_factor.make_codes(user)
        record.note(SignIn.What.CODES, user, request)
        return _show_codes(request, codes, _("Your new recovery codes"))

    return _after_proof(request, act, title=_("New recovery codes"), button=_("Make new codes"), what="codes")


def _after_proof(
    request: HttpRequest, act: Callable[[User], HttpResponse], *, title: str, button: str, what: str
) -> HttpResponse:
    user = colleague(request)
    if second_factor.device_of(user) is None:
        return HttpResponseRedirect(reverse("admin:account"))
    form = ProofForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound and form.is_valid() and _password_is_right(request, user, form):
        found = second_factor.check(user, form.cleaned_data["code"])
        if found is not None and not isinstance(found, second_factor.Wait):
            return act(user)
        status = say(found, form, user, request)
    context = {**admin.site.each_context(request), "title": title, "button": button, "what": what, "form": form}
    context["is_required"] = second_factor.is_required(user)
    return render(request, "registration/proof.html", context, status=status)


def _password_is_right(request: HttpRequest, user: User, form: forms.Form) -> bool:
    # By the same backends as at the door: wrong ones count towards the same lock, and stand in the log.
    if authenticate(request, username=user.get_username(), password=form.cleaned_data["password"]) == user:
        return True
    form.add_error("password", _("That isn’t your password."))
    return False


def _show_codes(request: HttpRequest, codes: list[str], title: str) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": title, "codes": codes, "onward": _next(request)}
    return render(request, "registration/recovery_codes.html", context)


def _next(request: HttpRequest) -> str:
    """Where the person was going, if that is a page of ours; else ""."""
    there = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    return there if ours else ""


def _onward(request: HttpRequest) -> str:
    there = _next(request)
    return f"?{urlencode({'next': there})}" if there else ""


urls = [
    path("account/", for_colleagues(account), name="account"),
    path("account/sessions/end-others/", for_colleagues(end_others), name="end_other_sessions"),
    path("account/sessions/<str:handle>/end/", for_colleagues(end_session), name="end_session"),
    path("account/second-factor/", for_colleagues(turn_on), name="second_factor"),
    path("account/second-factor/off/", for_colleagues(turn_off), name="second_factor_off"),
    path("account/recovery-codes/", for_colleagues(new_codes), name="recovery_codes"),
]
