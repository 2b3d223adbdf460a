"""The one admin site: the desk. Named by desk.apps.AdminConfig, so that `admin.site` is this one."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache


class Desk(AdminSite):
    site_header = settings.NEWSROOM_NAME
    site_title = settings.NEWSROOM_NAME
    index_title = _("The desk")
    enable_nav_sidebar = False  # its place is the text's; the rooms are in the header

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """In the order of the work: stories first."""
        order = {"desk": 0, "photos": 1, "authors": 2, "articles": 3, "auth": 4}
        return sorted(super().get_app_list(request, app_label), key=lambda app: order.get(app["app_label"], 9))

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Home: what needs this person."""
        from . import home
        from .request import colleague, instant

        return super().index(request, home.context(colleague(request), instant(request)) | (extra_context or {}))

    # The door

    def has_permission(self, request: HttpRequest) -> bool:
        """
        Django's: an active colleague. And with a code, where there is a second factor or the newsroom asks for one.

        django-otp's OTPAdminSite asks everybody, so nobody could come in to turn theirs on (accounts/own.py).
        """
        from .accounts import second_factor
        from .request import colleague

        return super().has_permission(request) and second_factor.suffices(colleague(request))

    def admin_view(self, view: Callable[..., HttpResponseBase], cacheable: bool = False) -> Any:
        """As Django's, but what somebody sends whose login has expired is kept for them, not dropped."""
        wrapped = super().admin_view(view, cacheable)

        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            from .accounts import second_factor, sessions
            from .request import colleague, instant

            if view == self.logout:
                return wrapped(request, *args, **kwargs)
            may = self.has_permission(request)
            if request.method == "POST" and not may and (request.user.is_staff or not request.user.is_authenticated):
                from .views.kept import signed_out

                return signed_out(request)
            if may:
                sessions.seen(request, instant(request))
            elif request.user.is_staff and second_factor.must_enrol(colleague(request)):
                query = urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
                return HttpResponseRedirect(f"{reverse('admin:second_factor')}?{query}")
            return wrapped(request, *args, **kwargs)

        # csrf_exempt and the like, which Django's wrapper carries.
        return update_wrapper(inner, wrapped)

    def get_urls(self) -> list[Any]:
        from .accounts import door, own

        return [path("login/code/", door.code_step, name="login_code"), *own.urls, *super().get_urls()]

    @method_decorator(never_cache)
    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """As Django's, with our own first step."""
        from django.contrib.admin.forms import AdminAuthenticationForm

        from .accounts.door import PasswordStep

        if request.method == "GET" and self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index"))
        context = {
            **self.each_context(request),
            "title": _("Sign in"),
            "subtitle": None,
            "app_path": request.get_full_path(),
            "username": request.user.get_username(),
            **(extra_context or {}),
        }
        if REDIRECT_FIELD_NAME not in request.GET and REDIRECT_FIELD_NAME not in request.POST:
            context[REDIRECT_FIELD_NAME] = reverse("admin:index")
        return PasswordStep.as_view(
            extra_context=context, authentication_form=AdminAuthenticationForm, template_name="admin/login.html"
        )(request)

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        from core import staff_cookie

        answer = super().logout(request, extra_context)
        staff_cookie.take(answer)
        return answer

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        from .accounts.views import ChangePassword

        context = {**self.each_context(request), **(extra_context or {})}
        return ChangePassword.as_view(extra_context=context)(request)
