"""
Setting a password by a link from a mail, and changing it.

Django's own views in our words, with our host in the link, and with an end to the sessions of before.
"""

from typing import Any

from axes.utils import reset
from django.contrib import admin
from django.contrib.admin.forms import AdminPasswordChangeForm
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import authenticate, views
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from . import known, record, sessions
from .forms import LinkForm
from .models import SignIn


class AtTheDoor:
    """A page of the desk for somebody who isn't signed in. It may carry a token for its form, so no cache keeps it."""

    request: Any

    @method_decorator(never_cache)
    def dispatch(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer: HttpResponseBase = super().dispatch(*args, **kwargs)  # type: ignore[misc]
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {**admin.site.each_context(self.request), **context}


class AskForLink(AtTheDoor, views.PasswordResetView):
    """Each request is a task for the worker and may be a mail to somebody, so a network gets only so many."""

    form_class = LinkForm
    success_url = reverse_lazy("password_reset_done")
    PER_HOUR = 20

    def form_valid(self, form: Any) -> HttpResponse:
        if record.lately(SignIn.What.ASKED, self.request) >= self.PER_HOUR:
            form.add_error("email", _("Too many links were requested from your network. Please try again in an hour."))
            return self.render_to_response(self.get_context_data(form=form), status=429)
        record.note(SignIn.What.ASKED, None, self.request)
        return super().form_valid(form)


class LinkSent(AtTheDoor, views.PasswordResetDoneView):
    pass


class SetPassword(AtTheDoor, views.PasswordResetConfirmView):
    success_url = reverse_lazy("password_reset_complete")

    def get_user(self, uidb64: str) -> Any:
        user = super().get_user(uidb64)
        return user if user is not None and user.is_active and user.is_staff else None

    def form_valid(self, form: Any) -> HttpResponse:
        user: User = form.user
        answer = super().form_valid(form)
        sessions.end(user)
        record.note(SignIn.What.PASSWORD, user, self.request)
        # Who was locked out for guesses at the old one has a new one now, and no guesses from elsewhere hold this
        # browser up: who gets the account's mail sits at it.
        reset(username=user.get_username())
        known.remember(self.request, answer, user.get_username())
        LogEntry.objects.log_actions(user.pk, [user], CHANGE, _("Set a password by a link."), single_object=True)
        return answer


class PasswordSet(AtTheDoor, views.PasswordResetCompleteView):
    pass


class ChangePasswordForm(AdminPasswordChangeForm):
    """Asks for the old password by the door's own backends: guesses at a desk left open count towards the lock."""

    request: Any

    def clean_old_password(self) -> str:
        old: str = self.cleaned_data["old_password"]
        if authenticate(self.request, username=self.user.get_username(), password=old) != self.user:
            raise ValidationError(self.error_messages["password_incorrect"], code="password_incorrect")
        return old


class ChangePassword(views.PasswordChangeView):
    """A new password ends every session elsewhere."""

    form_class = ChangePasswordForm
    template_name = "registration/password_change_form.html"
    success_url = reverse_lazy("admin:password_change_done")

    def get_form(self, form_class: Any = None) -> Any:
        form: Any = super().get_form(form_class)
        form.request = self.request
        return form

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        sessions.end(form.user, but=self.request.session.session_key)
        record.note(SignIn.What.PASSWORD, form.user, self.request)
        return answer
