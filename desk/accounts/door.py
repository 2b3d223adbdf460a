"""
Signing in: the password, then the code of those who have a device; and signing out.

Between the two steps nobody is signed in. What the session then holds says only whose password was right, for five
minutes and as long as that password stands.
"""

import time
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import REDIRECT_FIELD_NAME, login
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django_otp.plugins.otp_static.models import StaticDevice

from core import staff_cookie

from . import known, record, second_factor
from .models import SignIn

_HALFWAY = "_password_was_right"
MINUTES = 5


class CodeField(forms.CharField):
    """As it is typed: with spaces or without."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "none"}
        super().__init__(max_length=40, widget=forms.TextInput(attrs=attrs), **kwargs)


class CodeForm(forms.Form):
    code = CodeField(
        label=gettext_lazy("Code from your phone"),
        error_messages={"required": gettext_lazy("Type the six digits that your phone shows.")},
    )


class PasswordStep(LoginView):
    """Django's login, which stops half-way where the account has a device."""

    def form_valid(self, form: Any) -> HttpResponse:
        user: User = form.get_user()
        if second_factor.device_of(user) is None:
            return _inside(self.request, super().form_valid(form), user)
        self.request.session.cycle_key()
        self.request.session[_HALFWAY] = {
            "user": user.pk,
            "backend": user.backend,
            "hash": user.get_session_auth_hash(),
            "until": time.time() + MINUTES * 60,
            "next": self.get_success_url(),  # made safe by Django
        }
        return HttpResponseRedirect(reverse("admin:login_code"))


def halfway(request: HttpRequest) -> User | None:
    """Whose password was typed on this browser lately, and is still the one."""
    kept = request.session.get(_HALFWAY)
    if not kept or kept["until"] < time.time():
        return None
    user = User.objects.filter(pk=kept["user"], is_active=True, is_staff=True).first()
    if user is None or not constant_time_compare(kept["hash"], user.get_session_auth_hash()):
        return None
    return user


@never_cache
@csrf_protect
@sensitive_post_parameters("code")
def code_step(request: HttpRequest) -> HttpResponse:
    user = halfway(request)
    if user is None:
        if request.session.pop(_HALFWAY, None):
            messages.error(request, _("That took too long. Please sign in once more."))
        return HttpResponseRedirect(reverse("admin:login"))
    form = CodeForm(request.POST if request.method == "POST" else None)
    form.fields["code"].widget.attrs["autofocus"] = True  # nothing else is asked here
    status = 200
    if request.method == "POST" and form.is_valid():
        found = second_factor.check(user, form.cleaned_data["code"])
        if found is not None and not isinstance(found, second_factor.Wait):
            return _come_in(request, user, found)
        status = say(found, form, user, request)
    context = {
        **admin.site.each_context(request),
        "title": _("Your code"),
        "form": form,
        "codes_left": second_factor.codes_left(user),
    }
    return render(request, "registration/code.html", context, status=status)


def _come_in(request: HttpRequest, user: User, device: Any) -> HttpResponse:
    kept = request.session.pop(_HALFWAY)
    user.otp_device = device  # type: ignore[attr-defined]  # django-otp puts it into the session
    login(request, user, backend=kept["backend"])
    if isinstance(device, StaticDevice):
        left = second_factor.codes_left(user)
        words = ngettext("You have %(count)s recovery code left.", "You have %(count)s recovery codes left.", left)
        messages.warning(request, words % {"count": left})
    return _inside(request, HttpResponseRedirect(kept[REDIRECT_FIELD_NAME]), user)


def _inside(request: HttpRequest, answer: HttpResponse, user: User) -> HttpResponse:
    staff_cookie.give(answer)
    known.remember(request, answer, user.get_username())
    return answer


def say(found: second_factor.Wait | None, form: forms.Form, user: User, request: HttpRequest) -> int:
    """Put into words, beside the field, why the code did not open, and into the log; the status to answer with."""
    if isinstance(found, second_factor.Wait):
        words = ngettext(
            "After wrong codes there is a pause: try again in %(count)s second.",
            "After wrong codes there is a pause: try again in %(count)s seconds.",
            found.seconds,
        )
        form.add_error("code", words % {"count": found.seconds})
        return 429
    record.note(SignIn.What.WRONG_CODE, user, request)
    form.add_error("code", _("That code isn’t right, or was used before. Wait for the next one, and try again."))
    return 200
