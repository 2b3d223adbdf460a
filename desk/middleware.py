from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

STRANGERS_MOST = 2_621_440  # Django's own default


class RoomForText:
    """
    Lets colleagues who are signed in send more text to the desk than Django takes from strangers.

    Django answers a form of more than 2.5 MB with a bare 400, and the words are gone; here it reaches the form,
    which says what is too long beside the field. DATA_UPLOAD_MAX_MEMORY_SIZE is the desk's measure, and all others
    are held to Django's here, by what the request says of its length: nobody's body is read beyond that.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = _length(request)
        if length > STRANGERS_MOST:
            if not (request.path.startswith(reverse("admin:index")) and request.user.is_staff):
                raise RequestDataTooBig
            # Of a form with files the parser measures the text by itself; files have their own limits.
            is_text = request.content_type != "multipart/form-data"
            if is_text and length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
                return render(request, "desk/too_much.html", status=413)
        return self.get_response(request)


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
