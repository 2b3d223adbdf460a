"""Accounts on the desk: chief editors invite, give roles up to their own, let go and take back."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from authors.addresses import free_address
from authors.models import Author
from core.finding import containing
from core.templatetags.instants import written
from desk.workflow import Refused

from . import leaving, mail, rights, second_factor
from .forms import InvitationForm, LetGoForm, PersonForm, RolesField

admin.site.unregister(User)

WHO = ("first_name", "last_name", "email", "username")


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"
    STATES: ClassVar = {
        "on": (gettext_lazy("Working here"), models.Q(is_active=True, last_login__isnull=False)),
        "invited": (gettext_lazy("Invited"), models.Q(is_active=True, last_login=None)),
        "off": (gettext_lazy("Switched off"), models.Q(is_active=False)),
    }

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [(key, label) for key, (label, _condition) in self.STATES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        chosen = self.STATES.get(self.value() or "")
        return queryset.filter(chosen[1]) if chosen else queryset


@admin.register(User)
class AccountAdmin(UserAdmin):
    form = PersonForm
    add_form = InvitationForm
    list_display = ("person", "username", "email", "roles", "state", "last_seen")
    list_display_links = ("person", "username")
    list_filter = (StateFilter, "groups")
    list_select_related = ("author",)
    ordering = ("first_name", "last_name", "username")
    search_help_text = gettext_lazy("Name, sign-in name, e-mail")
    filter_horizontal = ("user_permissions",)
    show_facets = admin.ShowFacets.NEVER
    actions = None

    class Media:
        css: ClassVar = {"all": ["desk/accounts.css"]}

    change_form_template = "admin/auth/user/change_form.html"
    add_form_template = "admin/auth/user/add_form.html"

    # What is shown

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        return queryset.filter(containing(search_term, "first_name", "last_name", "username", "email")), False

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        if obj is None:
            return [
                (None, {"fields": WHO}),
                (_("Roles"), {"fields": ("groups",)}),
                (_("Byline"), {"fields": ("profile", "makes_profile")}),
            ]
        roles: tuple[str, ...] = ("groups",)
        if request.user.is_superuser:
            roles += ("is_superuser", "user_permissions")
        if not self._may_manage(request, obj):
            roles = ("roles",)
        return [
            (None, {"fields": WHO}),
            (_("Roles"), {"fields": roles}),
            (_("Account"), {"fields": ("state", "profile_shown", "last_seen", "second_factor")}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        return ("roles", "state", "profile_shown", "last_seen", "second_factor") if obj else ()

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "groups" and isinstance(request.user, User):
            return RolesField(
                rights.grantable(request.user),
                required=False,
                label=_("May"),
                help_text=_("What you may not do yourself, you can't give."),
            )
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.display(description=gettext_lazy("name"), ordering="first_name")
    def person(self, user: User) -> str:
        return user.get_full_name() or user.get_username()

    @admin.display(description=gettext_lazy("roles"))
    def roles(self, user: User) -> str:
        names = [_("Everything")] if user.is_superuser else []
        return ", ".join(names + [_(group.name) for group in user.groups.all()]) or "–"

    @admin.display(description=gettext_lazy("state"))
    def state(self, user: User) -> str:
        if not user.is_active:
            return _("Switched off")
        return _("Working here") if user.last_login else _("Invited, has not signed in yet")

    @admin.display(description=gettext_lazy("last signed in"), ordering="last_login")
    def last_seen(self, user: User) -> str:
        return written(user.last_login, "full") if user.last_login else "–"

    @admin.display(description=gettext_lazy("profile"))
    def profile_shown(self, user: User) -> str:
        author = getattr(user, "author", None)
        if author is None:
            return "–"
        return format_html('<a href="{}">{}</a>', reverse("admin:authors_author_change", args=[author.pk]), author)

    @admin.display(description=gettext_lazy("second factor"))
    def second_factor(self, user: User) -> str:
        if second_factor.device_of(user):
            return _("On")
        return _("Off, though the newsroom asks for it") if second_factor.is_required(user) else _("Off")

    # Who may

    def _may_manage(self, request: HttpRequest, user: User) -> bool:
        return isinstance(request.user, User) and rights.may_manage(request.user, user)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """One's own name and address, and all of an account that may do no more than one's own."""
        may = super().has_change_permission(request, obj)
        return may and (obj is None or obj.pk == request.user.pk or self._may_manage(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Accounts are switched off. One that never did anything can go, if somebody who may do everything says so."""
        if not request.user.is_superuser or obj is None:
            return False
        return obj.pk != request.user.pk and obj.last_login is None and not LogEntry.objects.filter(user=obj).exists()

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> Any:
        """Nobody sets another's password, or what is done in their name could be anybody's."""
        raise PermissionDenied

    # Inviting

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            obj.is_staff = True
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if change and "email" in form.changed_data and (old := form.initial.get("email")):
            mail.send_address_changed.enqueue(obj.pk, old, _name(request))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if change:
            return
        user, profile = form.instance, form.cleaned_data.get("profile")
        if form.cleaned_data.get("makes_profile"):
            profile = Author(name=user.get_full_name())
            profile.slug = free_address(profile)
        if profile:
            profile.account = user
            profile.save()
        mail.send_invitation.enqueue(user.pk, _name(request))

    def response_add(self, request: HttpRequest, obj: User, post_url_continue: Any = None) -> HttpResponse:
        words = _("{name} is invited: a link to choose a password is on its way to {email}.")
        link = format_html('<a href="{}">{}</a>', reverse("admin:auth_user_change", args=[obj.pk]), self.person(obj))
        messages.success(request, format_html(words, name=link, email=obj.email))
        return HttpResponseRedirect(reverse("admin:auth_user_changelist"))

    # Letting go and taking back

    def get_urls(self) -> list[URLPattern]:
        wrap: Any = self.admin_site.admin_view
        return [
            path("<int:pk>/link/", wrap(self.link_view), name="auth_user_link"),
            path("<int:pk>/let-go/", wrap(self.let_go_view), name="auth_user_let_go"),
            path("<int:pk>/take-back/", wrap(self.take_back_view), name="auth_user_take_back"),
            path("<int:pk>/reset-second-factor/", wrap(self.reset_view), name="auth_user_reset_second_factor"),
            *super().get_urls(),
        ]

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        user = self.get_object(request, object_id)
        manages = user is not None and self._may_manage(request, user)
        more: dict[str, Any] = {"manages": manages, "show_save_and_add_another": False}
        more["has_device"] = False
        if user is not None:
            more["has_device"] = manages and second_factor.device_of(user) is not None
            more |= {"title": self.person(user), "subtitle": None}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **more})

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        more = {**(extra_context or {}), "title": _("Invite a colleague")}
        return super().add_view(request, form_url, more)

    def link_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Mail a link: the invitation once more to somebody who never came, a new password to the others."""
        user = self._managed(request, pk)
        if request.method != "POST":
            return self._back(user)
        if not user.is_active or not user.email:
            messages.error(request, _("The account is switched off, or has no e-mail address: no link was sent."))
            return self._back(user)
        if user.last_login is None:
            mail.send_invitation.enqueue(user.pk, _name(request))
        else:
            mail.send_link_to.enqueue(user.pk)
        self.log_change(request, user, _("Sent a link to set a password."))
        messages.success(request, _("A link to choose a password is on its way to %(email)s.") % {"email": user.email})
        return self._back(user)

    def let_go_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = self._managed(request, pk)
        author: Author | None = getattr(user, "author", None)
        form = LetGoForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            leaves = author if form.cleaned_data["former"] else None
            try:
                with transaction.atomic():
                    ended = leaving.let_go(user, former=leaves is not None)
                    self.log_change(request, user, _("Switched the account off."))
                    if leaves:
                        admin.site.get_model_admin(Author).log_change(request, leaves, _("Marked as former."))
            except Refused as refused:
                messages.error(request, str(refused))
            else:
                words = ngettext(
                    "%(name)s can’t sign in any more, and %(count)s open session was ended.",
                    "%(name)s can’t sign in any more, and %(count)s open sessions were ended.",
                    ended,
                )
                messages.success(request, words % {"name": self.person(user), "count": ended})
            return self._back(user)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Let %(name)s go") % {"name": self.person(user)},
            "opts": self.opts,
            "person": user,
            "author": author,
            "form": form,
        }
        return render(request, "admin/auth/user/let_go.html", context)

    def take_back_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = self._managed(request, pk)
        if request.method == "POST" and not user.is_active:
            leaving.take_back(user)
            mail.send_link_to.enqueue(user.pk)
            self.log_change(request, user, _("Switched the account on again."))
            messages.success(
                request,
                _("The account is on again. A link to choose a password is on its way to %(email)s.")
                % {"email": user.email},
            )
            author = getattr(user, "author", None)
            if author is not None and not author.is_active:
                there = reverse("admin:authors_author_change", args=[author.pk])
                words = _("Their profile still says former: {}.")
                messages.warning(request, format_html(words, format_html('<a href="{}">{}</a>', there, author)))
        return self._back(user)

    def reset_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """For a colleague whose phone is lost. Asked by GET first: it takes away what keeps others out."""
        user = self._managed(request, pk)
        if second_factor.device_of(user) is None:
            return self._back(user)
        if request.method == "POST":
            leaving.reset_second_factor(user)
            self.log_change(request, user, _("Reset the second factor."))
            words = _("The second factor is off, every session has ended, and %(name)s is told by mail.")
            messages.success(request, words % {"name": self.person(user)})
            return self._back(user)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Reset the second factor of %(name)s") % {"name": self.person(user)},
            "opts": self.opts,
            "person": user,
        }
        return render(request, "admin/auth/user/reset_second_factor.html", context)

    def _managed(self, request: HttpRequest, pk: int) -> User:
        user = get_object_or_404(User, pk=pk)
        if not self._may_manage(request, user):
            raise PermissionDenied
        return user

    def _back(self, user: User) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:auth_user_change", args=[user.pk]))


def _name(request: HttpRequest) -> str:
    return request.user.get_full_name() or request.user.get_username()  # type: ignore[union-attr]
