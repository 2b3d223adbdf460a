"""Choosing among those who work on stories."""

from typing import Any

from django import forms
from django.contrib.auth.models import User


def colleagues() -> Any:
    """Accounts that can work on stories."""
    return User.objects.with_perm("desk.change_story", backend="django.contrib.auth.backends.ModelBackend")


class ColleagueField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return obj.get_full_name() or obj.get_username()


class ColleaguesField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return obj.get_full_name() or obj.get_username()
