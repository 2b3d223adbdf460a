"""Taking a picture off every page for somebody's rights or safety, and putting it back."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from photos import darkroom, library, renditions
from photos.admin.forms import PullForm
from photos.admin.thumbnails import thumbnail
from photos.models import Photo


class PullingMixin(admin.ModelAdmin):
    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/preview/", wrap(self.preview_view), name="photos_photo_preview"),
            path("<int:pk>/pull/", wrap(self.pull_view), name="photos_photo_pull"),
            path("<int:pk>/put-back/", wrap(self.put_back_view), name="photos_photo_put_back"),
            *super().get_urls(),
        ]

    def pull_view(self, request: Any, pk: int) -> HttpResponse:
        """Asks for the reason, then takes the picture off every page."""
        photo = self._to_pull(request, pk)
        form = PullForm(request.POST or None)
        if form.is_valid():
            library.pull(photo, form.cleaned_data["reason"], at=request.at)
            self.log_change(request, photo, _("Pulled: %(reason)s") % {"reason": photo.pulled_reason})
            messages.success(request, _("The picture is pulled: no page shows it any more."))
            return HttpResponseRedirect(reverse("admin:photos_photo_change", args=[pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Pull this picture"),
            "opts": self.opts,
            "photo": photo,
            "thumbnail": thumbnail(photo, 320),
            "form": form,
        }
        return render(request, "admin/photos/photo/pull.html", context)

    def put_back_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        photo = self._to_pull(request, pk)
        if request.method == "POST":
            library.put_back(photo)
            self.log_change(request, photo, _("Put back"))
            messages.success(request, _("The picture is back on the pages that have it."))
        return HttpResponseRedirect(reverse("admin:photos_photo_change", args=[pk]))

    def _to_pull(self, request: HttpRequest, pk: int) -> Photo:
        if not request.user.has_perm("photos.pull_photo"):
            raise PermissionDenied
        return get_object_or_404(Photo, pk=pk)

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A pulled picture for those who may see the library; made on the spot and kept nowhere."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        photo = get_object_or_404(self.get_queryset(request), pk=pk)
        try:
            data = renditions.proof(photo, 640)
        except (OSError, darkroom.Spoilt) as error:
            raise Http404 from error
        return HttpResponse(data, content_type="image/jpeg", headers={"X-Content-Type-Options": "nosniff"})
