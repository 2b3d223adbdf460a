"""Many pictures at once: one form without JavaScript; with it (static/photos/many.js) a request for each, and a bar."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from photos import library, renditions
from photos.admin.forms import CreditMixin
from photos.fields import PictureInput
from photos.models import Photo

# In one request, which takes a third of a second for each; with JavaScript each has a request of its own.
MOST = 20


class PicturesInput(PictureInput):
    allow_multiple_selected = True

    class Media:
        css: Any = {"all": ["photos/admin.css"]}
        js: Any = ["photos/many.js"]

    def __init__(self) -> None:
        super().__init__({"multiple": True, "data-many": True})
        del self.attrs["data-picture"]


class ManyForm(CreditMixin, forms.ModelForm):
    """What is said of all of them. The files themselves are looked at one by one, so that one may be refused alone."""

    class Meta:
        model = Photo
        fields = [
            "photographer",
            "agency",
            "distributor",
            "copyright",
            "usage_terms",
            "rights_end",
            "keywords",
            "city",
        ]
        widgets = {
            "rights_end": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            "usage_terms": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, forms.TextInput) and field.widget.input_type == "text":
                field.widget.attrs["class"] = "vTextField"


class PicturesForm(forms.Form):
    """Only draws the input."""

    images = forms.FileField(
        widget=PicturesInput(),
        label=gettext_lazy("Pictures"),
        help_text=gettext_lazy("JPEG, PNG, WebP, AVIF or still GIF, up to 50 MB each."),
    )


class ManyMixin(admin.ModelAdmin):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.many_view)
        return [path("add-many/", view, name="photos_photo_add_many"), *super().get_urls()]

    def many_view(self, request: Any) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ManyForm(request.POST if request.method == "POST" else None)
        wants_json = "application/json" in request.headers.get("Accept", "")
        if form.is_valid():
            return self._one_for_script(request, form) if wants_json else self._some(request, form)
        if wants_json and form.is_bound:
            errors = [f"{form.fields[name].label}: {words}" for name, found in form.errors.items() for words in found]
            return JsonResponse({"errors": errors}, status=422)
        pictures = PicturesForm()
        context = {
            **self.admin_site.each_context(request),
            "title": _("Add pictures"),
            "opts": self.opts,
            "form": form,
            "pictures": pictures,
            "media": self.media + pictures.media,
            "most": MOST,
        }
        return render(request, "admin/photos/photo/add_many.html", context)

    def _one_for_script(self, request: Any, form: ManyForm) -> HttpResponse:
        files = request.FILES.getlist("images")
        if len(files) != 1:
            return JsonResponse({"errors": [_("No picture arrived. Choose one and send it again.")]}, status=422)
        try:
            photo = self._take_in(request, files[0], form)
        except ValidationError as error:
            return JsonResponse({"errors": error.messages}, status=422)
        twin = self._twin(request, photo)
        return JsonResponse(
            {
                "title": str(photo),
                "address": reverse("admin:photos_photo_change", args=[photo.pk]),
                "thumbnail": renditions.nearest(photo, 192, cut=renditions.SQUARE).address,
                "credit": photo.credit,
                "notes": [_("The same file is in the library already.")] if twin else [],
            }
        )

    def _some(self, request: Any, form: ManyForm) -> HttpResponse:
        files = request.FILES.getlist("images")
        taken, twins = 0, []
        for file in files[:MOST]:
            try:
                photo = self._take_in(request, file, form)
            except ValidationError as error:
                messages.error(request, f"{file.name}: {' '.join(error.messages)}")
                continue
            taken += 1
            twins += [photo] if self._twin(request, photo) else []
        if not files:
            messages.error(request, _("No picture arrived. Choose one and send it again."))
            return HttpResponseRedirect(reverse("admin:photos_photo_add_many"))
        if len(files) > MOST:
            left = ngettext(
                "%(count)s was left out: %(names)s.", "%(count)s were left out: %(names)s.", len(files) - MOST
            )
            names = ", ".join(str(file.name) for file in files[MOST:])
            messages.warning(request, left % {"count": len(files) - MOST, "names": names})
        if taken:
            words = ngettext("%(count)s picture is in the library.", "%(count)s pictures are in the library.", taken)
            messages.success(request, words % {"count": taken})
        for photo in twins:
            link = format_html('<a href="{}">{}</a>', reverse("admin:photos_photo_change", args=[photo.pk]), photo)
            messages.warning(request, format_html(_("The same file is in the library already: {}."), link))
        return HttpResponseRedirect(reverse("admin:photos_photo_changelist"))

    def _take_in(self, request: Any, file: Any, form: ManyForm) -> Photo:
        photo = library.add(file, by=request.user, **form.cleaned_data)
        self.log_addition(request, photo, [{"added": {}}])
        return photo

    def _twin(self, request: Any, photo: Photo) -> Photo | None:
        twin: Photo | None = self.get_queryset(request).filter(digest=photo.digest).exclude(pk=photo.pk).first()
        return twin
