from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ..forms import BylineForm, BylineFormSet
from ..models import Story, StoryByline
from ..request import may_edit


class BylineInline(admin.StackedInline):
    """Who is in the byline. Whoever may save the story may say so: the rows have no rights of their own."""

    model = StoryByline
    form = BylineForm
    formset = BylineFormSet
    template = "desk/bylines.html"
    verbose_name = _("person")
    verbose_name_plural = _("Byline")
    fieldsets = [
        (None, {"fields": ["author", "roles", "position"]}),
        (_("As printed"), {"fields": ["name", "title"], "classes": ["collapse"]}),
    ]

    def get_extra(self, request: HttpRequest, obj: Story | None = None, **kwargs: Any) -> int:
        return 0 if obj and obj.bylines.exists() else 1

    def has_view_permission(self, request: HttpRequest, obj: Story | None = None) -> bool:
        return True

    def _may_change(self, request: HttpRequest, obj: Story | None) -> bool:
        if obj is None:
            return request.user.has_perm("desk.add_story")
        return may_edit(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Story | None = None) -> bool:
        return self._may_change(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Story | None = None) -> bool:
        return self._may_change(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Story | None = None) -> bool:
        return self._may_change(request, obj)
