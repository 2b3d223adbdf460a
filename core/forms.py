"""Form fields for times: an instant, typed as the time on the newsroom's wall, and a length like "4:05"."""

import re
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import captions, clock

_WALL_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"]
# Nothing was published before, and nothing is planned after.
_YEARS = range(1900, 2200)

# What was typed: the wall time, and which of a doubled hour ("0", "1" or "").
Typed = tuple[str, str]


def _wall(typed: str) -> datetime | None:
    """The wall time (naive) that was typed; None where it isn't one."""
    for wall_format in _WALL_FORMATS:
        try:
            wall = datetime.strptime(typed.strip(), wall_format)
        except ValueError:
            continue
        return wall if wall.year in _YEARS else None
    return None


def _clock_time(instant: datetime) -> str:
    return formats.time_format(instant, "H:i")


class InstantWidget(forms.Widget):
    """
    A date and time with the newsroom's zone beside it.

    Where the time typed comes twice (the clocks go back), a choice between the two appears; nowhere else.
    """

    template_name = "core/instant.html"

    def format_value(self, value: Any) -> Typed:
        """As typed, or an aware instant as the wall shows it."""
        if value is None or value == "":
            return "", ""
        if isinstance(value, datetime):
            if timezone.is_naive(value):
                value = value.replace(tzinfo=clock.newsroom_zone())
            local = clock.to_local(value)
            return local.strftime(_WALL_FORMATS[1 if local.second else 0]), str(local.fold)
        if isinstance(value, str):
            return value, ""
        typed, fold = value
        return typed, fold

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        typed, fold = self.format_value(value)
        context = super().get_context(name, None, attrs)
        context["widget"] |= {"typed": typed, "zone": str(clock.newsroom_zone()), "label": "", "choices": []}
        wall = _wall(typed)
        if wall is not None:
            try:
                context["widget"]["label"] = clock.zone_label(clock.parse_local(wall))
            except clock.DoubledHour as twice:
                context["widget"]["choices"] = [
                    ("0", _("the first time (%(zone)s)") % {"zone": clock.zone_label(twice.first)}, fold == "0"),
                    ("1", _("the second time (%(zone)s)") % {"zone": clock.zone_label(twice.second)}, fold == "1"),
                ]
            except clock.SkippedHour:
                pass
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Typed:
        return data.get(name) or "", data.get(f"{name}_fold") or ""

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data


class InstantField(forms.Field):
    """
    An aware instant in UTC, or None; typed in the newsroom's zone.

    Takes the place of forms.DateTimeField, in the admin too:
    formfield_overrides = {models.DateTimeField: {"form_class": InstantField, "widget": InstantWidget}}
    """

    widget = InstantWidget
    default_error_messages = {
        "invalid": gettext_lazy("Enter a date and a time, like %(example)s."),
        "skipped": gettext_lazy(
            "%(time)s does not exist on this day: the clocks go forward over it. %(earlier)s and %(later)s exist."
        ),
        "doubled": gettext_lazy(
            "%(time)s comes twice on this day, as the clocks go back. Choose the first or the second."
        ),
    }

    def to_python(self, value: Any) -> datetime | None:
        if value is None or isinstance(value, datetime):
            return value
        typed, fold = (value, "") if isinstance(value, str) else value
        if not typed.strip():
            return None
        wall = _wall(typed)
        if wall is None:
            raise ValidationError(
                self.error_messages["invalid"], code="invalid", params={"example": "2026-03-28 06:00"}
            )
        try:
            return clock.parse_local(wall, fold=int(fold) if fold in ("0", "1") else None)
        except clock.SkippedHour as skipped:
            params = {
                "time": _clock_time(wall),
                "earlier": _clock_time(clock.to_local(skipped.earlier)),
                "later": _clock_time(clock.to_local(skipped.later)),
            }
            raise ValidationError(self.error_messages["skipped"], code="skipped", params=params) from None
        except clock.DoubledHour:
            raise ValidationError(
                self.error_messages["doubled"], code="doubled", params={"time": _clock_time(wall)}
            ) from None

    def prepare_value(self, value: Any) -> Any:
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        if self.disabled:
            return False
        try:
            now = self.to_python(data)
        except ValidationError:
            return True
        before = initial.astimezone(UTC).replace(microsecond=0) if isinstance(initial, datetime) else None
        return before != now


class LengthField(forms.CharField):
    """A length in whole seconds, or None; typed as "4:05", "1:02:00" or a number of seconds."""

    default_error_messages = {"invalid": gettext_lazy("Enter minutes and seconds, like 4:05.")}

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, int):
            return value
        typed = value.strip()
        if not typed:
            return None
        found = re.fullmatch(r"(?:(?:(\d{1,2}):)?(\d{1,2}):)?(\d{1,2})|(\d{1,5})", typed, re.ASCII)
        if not found:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        hours, minutes, seconds, alone = (int(part or 0) for part in found.groups())
        if ":" in typed and (seconds > 59 or (hours and minutes > 59)):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return (hours * 3600 + minutes * 60 + seconds or alone) or None

    def prepare_value(self, value: Any) -> Any:
        return captions.clock(value) if isinstance(value, int) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(initial != self.to_python(data))
        except ValidationError:
            return True
