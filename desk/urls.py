from django.urls import path

from .views.preview_links import open_link

urlpatterns = [
    path("preview/<str:token>/", open_link, name="desk_preview_link"),
]
