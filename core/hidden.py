"""The newsroom's word in the place of a name that readers may not be told."""

from django.utils.translation import gettext


def staff_name() -> str:
    return gettext("Staff reporter")
