"""The log of sign-ins, for chief editors to look at; and django-otp's own pages, which show keys, taken away."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_otp.plugins.otp_static.admin import StaticDevice
from django_otp.plugins.otp_totp.admin import TOTPDevice

from core.finding import containing
from desk.wording import when

from .models import SignIn

admin.site.unregister([StaticDevice, TOTPDevice])


class Kind(admin.SimpleListFilter):
    title = gettext_lazy("what")
    parameter_name = "what"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("failed", gettext_lazy("What failed")), *SignIn.What.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[SignIn]) -> QuerySet[SignIn]:
        match self.value():
            case None:
                return queryset
            case "failed":
                return queryset.filter(
                    what__in=[SignIn.What.WRONG_PASSWORD, SignIn.What.WRONG_CODE, SignIn.What.REFUSED]
                )
            case what:
                return queryset.filter(what=what)


@admin.register(SignIn)
class SignInAdmin(admin.ModelAdmin):
    list_display = ("when", "who", "what_shown", "browser", "address")
    list_display_links = None
    list_filter = (Kind,)
    list_select_related = ("account",)
    list_per_page = 100
    search_fields = ("account__username",)  # for the box; the search itself is below
    search_help_text = gettext_lazy("Name or sign-in name")
    show_facets = admin.ShowFacets.NEVER
    actions = None

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        fields = ("account__first_name", "account__last_name", "account__username")
        return queryset.filter(containing(search_term, *fields)), False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return super().changelist_view(request, {"title": _("Log of sign-ins"), **(extra_context or {})})

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        return lookup == "account__id__exact"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("when"), ordering="at")
    def when(self, line: SignIn) -> str:
        return when(line.at)

    @admin.display(description=gettext_lazy("who"))
    def who(self, line: SignIn) -> str:
        if line.what == SignIn.What.ASKED:
            return "–"
        if line.account is None:
            return str(gettext_lazy("a name that nobody has"))
        return line.account.get_full_name() or line.account.get_username()

    @admin.display(description=gettext_lazy("what"))
    def what_shown(self, line: SignIn) -> str:
        return f"{line.get_what_display()} ×{line.times}" if line.times > 1 else line.get_what_display()
