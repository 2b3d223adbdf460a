"""Sections and standing pages, and what topics (topics.py) have in common with sections."""

from typing import Any

from csp.decorators import csp_replace
from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.models import Edition, EditionQuerySet, Page, Section
from core.fields import HTMLField, PlainTextField
from core.finding import containing

from ..editor import POLICY, RichText
from ..models import Story, StoryQuerySet
from ..naming import kept_editions
from ..request import instant


class FiledUnder(admin.ModelAdmin):
    """
    Something that stories stand in: deleted only while none does.

    What stands in the way is counted, never listed: there may be thousands, and not everybody here reads them all. Of a
    story for named people nobody else is told, so that where nothing else stands in the way, no reason is given.
    """

    list_display: tuple[str, ...] = ("name", "slug", "description")
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}
    formfield_overrides = {PlainTextField: {"widget": forms.Textarea(attrs={"rows": 3, "cols": 60})}}
    show_facets = admin.ShowFacets.NEVER

    def uses(self, rows: list[Any]) -> tuple[StoryQuerySet, EditionQuerySet]:
        """The stories, and the editions, that stand in `rows`."""
        raise NotImplementedError

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        return queryset.filter(containing(search_term, "name", "slug")), False

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if obj else self.prepopulated_fields

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        rows = list(objs)
        names = [str(row) for row in rows]
        at, user = instant(request), request.user
        every_story, every_edition = self.uses(rows)
        stories = every_story.countable_by(user).count()
        editions = every_edition.exclude(pk__in=kept_editions(user, at).values("pk")).count()
        protected = []
        if stories:
            protected.append(
                ngettext("%(count)s story on the desk", "%(count)s stories on the desk", stories) % {"count": stories}
            )
        if editions:
            protected.append(
                ngettext("%(count)s published edition", "%(count)s published editions", editions) % {"count": editions}
            )
        if not protected and (every_story.exists() or every_edition.exists()):
            protected = [_("work of the newsroom")]
        missing = set() if self.has_delete_permission(request) else {self.opts.verbose_name}
        return names, {self.opts.verbose_name_plural: len(rows)}, missing, protected


@admin.register(Section)
class SectionAdmin(FiledUnder):
    list_display = ("name", "slug", "position", "description")

    def uses(self, rows: list[Any]) -> tuple[StoryQuerySet, EditionQuerySet]:
        return Story.objects.filter(section__in=rows), Edition.objects.filter(section__in=rows)


@admin.register(Page)
class PageAdmin(admin.ModelAdmin):
    """A standing page. A save is public at once, which the form says."""

    list_display = ("title", "slug", "updated_at")
    formfield_overrides = {HTMLField: {"widget": RichText()}}
    fieldsets = [
        (None, {"fields": ["title", "body"], "classes": ["desk-text"]}),
        (gettext_lazy("Place"), {"fields": ["slug"]}),
    ]
    change_form_template = "desk/page.html"

    def get_readonly_fields(self, request: HttpRequest, obj: Page | None = None) -> Any:
        return ["slug"] if obj else []

    @method_decorator(csp_replace(POLICY))
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return super().changeform_view(request, *args, **kwargs)
