from django.contrib import admin
from django.urls import include, path

from newsroom.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("admin/", include("desk.accounts.urls")),
    path("admin/", admin.site.urls),
    path("", include("desk.urls")),
    path("", include("photos.urls")),
    path("", include("authors.urls")),
    path("", include("articles.urls")),
    path("", include("feeds.urls")),
]

handler404 = "newsroom.errors.not_found"
handler500 = "newsroom.errors.broken"
