"""Profiles on the desk: staff of profiles keep them all, everybody else their own."""

from contextlib import suppress
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import ProtectedError, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from authors import contacts
from authors.addresses import free_address
from authors.admin.forms import AuthorForm, LinkForm, LinkFormSet
from authors.admin.hiding import HidingMixin
from authors.admin.merging import MergingMixin
from authors.models import Author, AuthorLink
from core.fields import PlainTextField
from core.finding import containing
from photos import intake
from photos.admin import thumbnail
from photos.fields import remember_facts

PORTRAIT = ("portrait", "new_portrait", "portrait_alt", "portrait_photographer")


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"
    STATES: ClassVar = {
        "active": (gettext_lazy("Active"), models.Q(merged_into=None, is_active=True)),
        "former": (gettext_lazy("Former"), models.Q(merged_into=None, is_active=False)),
        "no-portrait": (gettext_lazy("Active, no portrait"), models.Q(merged_into=None, is_active=True, portrait=None)),
        "hidden": (gettext_lazy("Hidden from readers"), models.Q(hidden_at__isnull=False)),
        "merged": (gettext_lazy("Merged"), models.Q(merged_into__isnull=False)),
    }

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [(key, label) for key, (label, _condition) in self.STATES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Author]) -> QuerySet[Author]:
        chosen = self.STATES.get(self.value() or "")
        return queryset.filter(chosen[1]) if chosen else queryset


class LinkInline(admin.TabularInline):
    """Whoever may change the profile may change its links."""

    model = AuthorLink
    form = LinkForm
    formset = LinkFormSet
    fields = ("kind", "address", "position")
    extra = 1
    max_num = contacts.MOST
    verbose_name_plural = gettext_lazy("Contact links, for readers")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        return super().get_formset(request, obj, validate_max=True, **kwargs)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        profiles: Any = self.admin_site.get_model_admin(Author)
        may: bool = profiles.has_change_permission(request, obj) if obj else profiles.has_add_permission(request)
        return may

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)


@admin.register(Author)
class AuthorAdmin(HidingMixin, MergingMixin, admin.ModelAdmin):
    form = AuthorForm
    inlines = (LinkInline,)
    list_display = ("face", "name", "title", "page", "state")
    list_display_links = ("face", "name")
    list_filter = (StateFilter,)
    list_select_related = ("portrait", "merged_into")
    list_per_page = 50
    search_fields = ("name",)
    search_help_text = gettext_lazy("Name, title, address")
    ordering = ("name", "pk")
    actions = ("merge_into",)
    show_facets = admin.ShowFacets.NEVER
    formfield_overrides: ClassVar = {
        PlainTextField: {"widget": forms.Textarea(attrs={"rows": 12, "class": "vLargeTextField"})}
    }
    change_form_template = "admin/authors/author/change_form.html"

    class Media:
        css: ClassVar = {"all": ["authors/admin.css"]}

    # What is shown

    def get_fieldsets(self, request: HttpRequest, obj: Author | None = None) -> Any:
        if obj is not None and not self.has_change_permission(request, obj):
            return [(None, {"fields": ("name", "page", "title", "portrait_shown", "biography_shown", "state")})]
        about = [
            (_("Portrait"), {"fields": PORTRAIT, "classes": ("author-portrait",)}),
            (_("Biography"), {"fields": ("biography",)}),
        ]
        if obj is not None and not self.keeps_profiles(request):
            return [(None, {"fields": ("name", "title", "page")}), *about]
        place: tuple[str, ...] = ("is_active", "position")
        # Linking an account lets it see what was written under that name, so it is for who manages accounts.
        place += ("account",) if request.user.has_perm("auth.change_user") else ()
        return [(None, {"fields": ("name", "title", "slug")}), *about, (_("In the newsroom"), {"fields": place})]

    def get_readonly_fields(self, request: HttpRequest, obj: Author | None = None) -> Any:
        return ("page", "state", "portrait_shown", "biography_shown")

    def get_form(self, request: HttpRequest, obj: Author | None = None, change: bool = False, **kwargs: Any) -> Any:
        made = super().get_form(request, obj, change=change, **kwargs)
        return type(made.__name__, (made,), {"user": request.user})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Author]:
        rows = super().get_queryset(request)
        user = request.user
        sees_all = user.has_perm("authors.view_author") or user.has_perm("authors.change_author")
        return rows if sees_all else rows.filter(account=user.pk)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        return queryset.filter(containing(search_term, "name", "title", "slug")), False

    def get_actions(self, request: HttpRequest) -> Any:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)  # one at a time, since each is told why it can't be
        return actions

    def view_on_site(self, obj: Author) -> str:
        return obj.get_absolute_url()

    @admin.display(description=gettext_lazy("portrait"))
    def face(self, author: Author) -> SafeString:
        return thumbnail(author.portrait, 48)

    @admin.display(description=gettext_lazy("portrait"))
    def portrait_shown(self, author: Author) -> SafeString:
        return thumbnail(author.portrait, 96)

    @admin.display(description=gettext_lazy("biography"))
    def biography_shown(self, author: Author) -> SafeString:
        # linebreaks() escapes, and what it returns is a plain str.
        return mark_safe(linebreaks(author.biography, autoescape=True)) if author.biography else mark_safe("–")

    @admin.display(description=gettext_lazy("page"), ordering="slug")
    def page(self, author: Author) -> SafeString:
        return format_html('<a href="{}">/author/{}/</a>', author.get_absolute_url(), author.slug)

    @admin.display(description=gettext_lazy("state"))
    def state(self, author: Author) -> str:
        if author.merged_into_id:
            return _("Merged into %(name)s") % {"name": author.merged_into}
        words = _("Active") if author.is_active else _("Former")
        return f"{words} · {_('hidden from readers')}" if author.hidden_at else words

    # Who may

    def keeps_profiles(self, request: HttpRequest) -> bool:
        return request.user.has_perm("authors.change_author")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return super().has_module_permission(request) or self._has_own(request)

    def has_view_permission(self, request: HttpRequest, obj: Author | None = None) -> bool:
        own = self._has_own(request) if obj is None else obj.account_id == request.user.pk
        return super().has_view_permission(request, obj) or own

    def has_change_permission(self, request: HttpRequest, obj: Author | None = None) -> bool:
        """One's own profile, or everybody's with change_author; a merged one is shown to nobody, so nobody edits it."""
        if obj is None:
            return self.keeps_profiles(request) or self._has_own(request)
        return not obj.merged_into_id and (self.keeps_profiles(request) or obj.account_id == request.user.pk)

    def _has_own(self, request: HttpRequest) -> bool:
        user = request.user
        return isinstance(user, User) and user.is_active and Author.objects.filter(account=user.pk).exists()

    # Saving

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        # Decoded before the transaction that Django opens, so that no colleague's save waits for it.
        file = request.FILES.get("new_portrait") if request.method == "POST" else None
        if file is not None:
            with suppress(ValidationError):  # the form says it, beside the field
                remember_facts(file, intake.read(file, name=file.name or ""))
        return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Author, form: Any, change: bool) -> None:
        photo = form.keep_new_portrait() if "new_portrait" in form.fields else None
        if photo:
            obj.portrait = photo
        super().save_model(request, obj, form, change)
        if change and "name" in form.changed_data and "slug" in form.fields and "slug" not in form.changed_data:
            self._offer_address(request, obj)

    def _offer_address(self, request: HttpRequest, author: Author) -> None:
        if free_address(author) == author.slug:
            return
        there = reverse("admin:authors_author_change", args=[author.pk])
        offer = _("give it an address made of the new name")
        words = _("The page is still at {page}. If that should change too, {offer}.")
        page = format_html('<a href="{0}">{0}</a>', author.get_absolute_url())
        link = format_html('<a href="{}#id_slug">{}</a>', there, offer)
        messages.info(request, format_html(words, page=page, offer=link))

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        form = context["adminform"].form
        if form.is_bound and "new_portrait" in form.fields:
            photo = form.keep_new_portrait()
            if photo:
                form.choose(photo)
                messages.info(request, _("The new portrait has arrived and is chosen below. Mend the rest, and save."))
        return super().render_change_form(request, context, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Author) -> HttpResponse:
        if "_new_address" in request.POST and self.keeps_profiles(request):
            page = format_html('<a href="{0}">{0}</a>', obj.get_absolute_url())
            messages.success(request, format_html(_("The page is now at {}. The old address leads there."), page))
            return HttpResponseRedirect(reverse("admin:authors_author_change", args=[obj.pk]))
        return super().response_change(request, obj)

    # Taking away

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Says why somebody with bylines stays, and what to do instead."""
        author = self.get_object(request, object_id)
        if author is None or not self.has_delete_permission(request, author):
            return super().delete_view(request, object_id, extra_context)
        if not is_needed(author):
            with suppress(ProtectedError):  # a byline may be given to them meanwhile
                return super().delete_view(request, object_id, extra_context)
        messages.error(
            request,
            _(
                "%(name)s has bylines, and what was printed stays printed: the profile can't be deleted. "
                "For somebody who has left, untick “active”; for a second profile of the same person, merge it."
            )
            % {"name": author.name},
        )
        return HttpResponseRedirect(reverse("admin:authors_author_change", args=[author.pk]))


def is_needed(author: Author) -> bool:
    """Whether any row, of whichever app, would be left without its author."""
    for relation in Author._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and relation.on_delete is models.PROTECT:
            rows: Any = relation.related_model
            if rows._base_manager.filter(**{relation.field.name: author.pk}).exists():
                return True
    return False
