from contextlib import suppress
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.templatetags.instants import instant
from photos import framing, intake, library, renditions, uses
from photos.admin.cuts import LABELS
from photos.admin.forms import PhotoForm
from photos.admin.listing import AgencyFilter, Library, RightsFilter, StateFilter, UseFilter
from photos.admin.many import ManyMixin
from photos.admin.pulling import PullingMixin
from photos.admin.thumbnails import thumbnail
from photos.fields import PictureField, PictureInput, remember_facts
from photos.models import Photo, rights_problems

UNDER_IT = ("caption", "alt", "photographer", "agency", "distributor")
RIGHTS = ("copyright", "usage_terms", "rights_end")
TO_FIND_IT = ("keywords", "city", "taken_at")
CUTS = tuple(f"cut_{use}" for use in framing.RATIOS)


@admin.register(Photo)
class PhotoAdmin(ManyMixin, PullingMixin, admin.ModelAdmin):
    form = PhotoForm
    list_display = ("picture", "described", "marks", "added")
    list_display_links = ("picture", "described")
    list_filter = (StateFilter, UseFilter, RightsFilter, AgencyFilter, "uploaded_at", "taken_at")
    list_per_page = 40
    list_select_related = ("uploaded_by",)
    search_fields = ("search_text",)
    search_help_text = gettext_lazy("Caption, credit, keywords, city, description")
    formfield_overrides = {
        PictureField: {"widget": PictureInput},
        models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 4})},
    }
    change_form_template = "admin/photos/photo/change_form.html"

    class Media:
        css: ClassVar = {"all": ["photos/admin.css"]}
        js: ClassVar = ["photos/framing.js"]

    def get_fieldsets(self, request: HttpRequest, obj: Photo | None = None) -> Any:
        note = _(
            "Stories keep the words they were given when the picture was placed: changes here are for its next use."
        )
        if obj is None:
            note = _("What is left empty is taken from the file, where the file says it.")
        words = [
            (_("Under the picture"), {"fields": UNDER_IT, "description": note}),
            (_("Rights"), {"fields": RIGHTS}),
            (_("To find it again"), {"fields": TO_FIND_IT}),
        ]
        if obj is None:
            return [(None, {"fields": ("image",)}), *words]
        if not self.has_change_permission(request, obj):
            return [(None, {"fields": ("large", "facts")}), *words]
        cuts = _(
            "The focal point stays in sight wherever the picture is cropped. A use for which that isn’t enough gets a "
            "cut of its own: three numbers, in hundredths of the picture’s sides."
        )
        return [
            (None, {"fields": ("stage", ("focus_x", "focus_y"), "facts"), "classes": ("photo-framing",)}),
            *words,
            (_("Cuts of their own"), {"fields": CUTS, "classes": ("photo-own",), "description": cuts}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Photo | None = None) -> Any:
        return () if obj is None else ("large", "facts", "stage")

    # Columns

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        return Library

    @admin.display(description=gettext_lazy("picture"))
    def picture(self, photo: Photo) -> SafeString:
        return thumbnail(photo, 200, renditions.WHOLE)

    @admin.display(description=gettext_lazy("caption"), ordering="caption")
    def described(self, photo: Photo) -> SafeString:
        return format_html('{}<span class="photo-credit">{}</span>', str(photo), photo.credit)

    @admin.display(description=gettext_lazy("added"), ordering="uploaded_at")
    def added(self, photo: Photo) -> SafeString:
        return format_html("{}<br>{}\u00a0×\u00a0{}", instant(photo.uploaded_at), photo.width, photo.height)

    @admin.display(description=gettext_lazy("marks"))
    def marks(self, photo: Any) -> SafeString:
        return render_to_string("admin/photos/photo/_marks.html", {"photo": photo, "marks": _marks(photo)})

    @admin.display(description=gettext_lazy("picture"))
    def large(self, photo: Photo) -> SafeString:
        return thumbnail(photo, min(480, photo.width))

    @admin.display(description=gettext_lazy("focal point"))
    def stage(self, photo: Photo) -> SafeString:
        """The picture to click on, and each cut as it is now."""
        cuts = [(use, LABELS[use], thumbnail(photo, 160, renditions.CUTS[use])) for use in framing.RATIOS]
        context = {"photo": photo, "picture": thumbnail(photo, min(640, photo.width)), "cuts": cuts}
        return render_to_string("admin/photos/photo/_stage.html", context)

    @admin.display(description=gettext_lazy("file"))
    def facts(self, photo: Photo) -> SafeString:
        words = _("{format}, {width} × {height} pixels, {size}, added {date} by {name}")
        return format_html(
            words,
            format=photo.format.upper(),
            width=photo.width,
            height=photo.height,
            size=filesizeformat(photo.bytes),
            date=instant(photo.uploaded_at, "full"),
            name=photo.uploaded_by or _("somebody who has left"),
        )

    def changelist_view(self, request: Any, extra_context: Any = None) -> Any:
        """With a word on rights that end soon, for those who look after them."""
        ending = self.get_queryset(request).ending(request.at).usable(request.at)  # type: ignore[attr-defined]
        told = ending.count() if request.user.has_perm("photos.change_any_photo") else 0
        return super().changelist_view(request, {**(extra_context or {}), "rights_ending": told})

    # Who may

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Photo]:
        """Captions tell of stories to come, so not everybody who may add pictures sees what others added."""
        seen: models.QuerySet[Photo] = super().get_queryset(request).visible_to(request.user)  # type: ignore[attr-defined]
        return seen

    def has_change_permission(self, request: HttpRequest, obj: Photo | None = None) -> bool:
        """One's own pictures, or everybody's with change_any_photo."""
        if not super().has_change_permission(request, obj):
            return False
        own = obj is None or obj.uploaded_by_id == request.user.pk
        return own or request.user.has_perm("photos.change_any_photo")

    def get_search_results(self, request: Any, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """What can't be placed in a story is not offered to one."""
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            queryset = queryset.usable(request.at)
        return queryset.matching(search_term), False

    # Taking in, changing

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        # Decoded before the transaction that Django opens, so that no colleague's save waits for it.
        file = request.FILES.get("image") if request.method == "POST" and self.has_add_permission(request) else None
        if file is not None:
            with suppress(ValidationError):  # the form says it, beside the field
                remember_facts(file, intake.read(file, name=file.name or ""))
        return super().changeform_view(request, *args, **kwargs)

    def render_change_form(self, request: Any, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        photo = kwargs.get("obj")
        if photo is not None:
            context |= {
                "uses": uses.of(photo, request.user, request.at),
                "rights_problems": rights_problems(photo, request.at),
                "copies": self.get_queryset(request).filter(digest=photo.digest).exclude(pk=photo.pk),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Photo, form: Any, change: bool) -> None:
        if change:
            library.save(obj)
            return
        obj.uploaded_by = request.user  # type: ignore[assignment]
        library.keep(obj)
        twin = self.get_queryset(request).filter(digest=obj.digest).exclude(pk=obj.pk).first()
        if twin:
            link = reverse("admin:photos_photo_change", args=[twin.pk])
            words = _("The same file is in the library already: {}.")
            messages.warning(request, format_html(words, format_html('<a href="{}">{}</a>', link, twin)))

    def response_add(self, request: Any, obj: Photo, post_url_continue: str | None = None) -> HttpResponse:
        """On to the picture's page, where what came with the file is looked over and the picture framed."""
        if "_addanother" not in request.POST and "_popup" not in request.POST:
            request.POST = request.POST.copy()
            request.POST["_continue"] = "1"
            if obj.from_file:
                names = [str(getattr(Photo._meta.get_field(name), "verbose_name", name)) for name in obj.from_file]
                words = _("The file brought words of its own (%(fields)s): look them over.")
                messages.info(request, words % {"fields": ", ".join(names)})
        return super().response_add(request, obj, post_url_continue)

    # Taking away

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Says how often a picture is used, and not where: not everybody here may read the stories it stands in."""
        rows = list(objs)
        to_delete, counts, perms_needed, protected = super().get_deleted_objects(rows, request)
        if protected:
            used = uses.counts([row.pk for row in rows], request.user, request.at)  # type: ignore[attr-defined]
            # Whether they might delete those stories is nothing to them either.
            protected, perms_needed = [_used_by(sum(used.values()))], set()
        return to_delete, counts, perms_needed, protected


def _marks(photo: Any) -> list[str]:
    """What is missing, and what to beware of, in few words."""
    if not photo.is_showable:
        return [_("Pulled: %(reason)s") % {"reason": photo.pulled_reason}]
    marks = [_("No description")] if not photo.alt else []
    marks += [_("No credit")] if not photo.credit else []
    if photo.copies > 1:
        marks.append(_("Here %(count)s times") % {"count": photo.copies})
    return marks


def _used_by(count: int) -> str:
    """ "Used in 3 stories or profiles, which need it. …"; without a number where this person may know of none."""
    used = _("It is needed, so it stays.")
    if count:
        words = ngettext(
            "Used by %(count)s story or profile, which needs it.",
            "Used by %(count)s stories or profiles, which need it.",
            count,
        )
        used = words % {"count": count}
    return f"{used} {_('To take it off every page, pull it.')}"
