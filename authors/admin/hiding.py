"""The desk's page for hiding a person and showing them again; authors/hiding.py does it."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from authors import hiding
from authors.models import Author
from core.fields import PlainTextField


class HidingForm(forms.Form):
    reason = PlainTextField(blank=True, max_length=1000).formfield(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("For the log. It stays inside, and so does the name."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )


class HidingMixin(admin.ModelAdmin):
    def get_urls(self) -> list[URLPattern]:
        wrap: Any = self.admin_site.admin_view
        return [path("<int:pk>/hide/", wrap(self.hide_view), name="authors_author_hide"), *super().get_urls()]

    def hide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks, and hides; of a hidden person, shows them again."""
        author: Author = get_object_or_404(Author.objects.select_related("merged_into"), pk=pk).person
        hides = not author.is_hidden
        may_act = request.user.has_perm("authors.hide_author" if hides else "authors.show_author")
        # Who hid somebody sees what came of it, without being able to take it back.
        if not may_act and (request.method == "POST" or not request.user.has_perm("authors.hide_author")):
            raise PermissionDenied
        back = reverse("admin:authors_author_change", args=[author.pk])
        form = HidingForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            act, at = (hiding.hide if hides else hiding.show), request.at  # type: ignore[attr-defined]
            try:
                act(author, by=request.user, at=at, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
            except ValidationError as refused:
                form.add_error(None, refused)
            else:
                done = (
                    _("Hidden: no page names them any more.") if hides else _("Shown again: everything is as it was.")
                )
                messages.success(request, done)
                return HttpResponseRedirect(back)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Hide this person") if hides else _("Show this person again"),
            "opts": self.opts,
            "author": author,
            "hides": hides,
            "may_act": may_act,
            "form": form,
            "back": back,
            "progress": hiding.progress(author) if author.is_hidden else None,
            "log": author.hidings.order_by("-at", "-pk"),
        }
        return render(request, "admin/authors/author/hide.html", context)
