from django.urls import re_path

from photos import views

urlpatterns = [
    re_path(
        r"^pictures/(?P<uid>[0-9a-f]{32})/(?P<name>[0-9a-f]{24}-[1-9][0-9]{0,4}\.[a-z]{3,4})$",
        views.picture,
        name="picture",
    ),
]
