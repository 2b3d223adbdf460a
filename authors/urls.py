from django.urls import URLPattern, path

from . import views

urlpatterns: list[URLPattern] = [
    path("authors/", views.masthead, name="masthead"),
    path("author/<slug:slug>/", views.author, name="author"),
]
