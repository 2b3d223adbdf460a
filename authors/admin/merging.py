"""What the pages for merging profiles say; core/merging_pages.py has the pages, authors/merging.py does it."""

from django.utils.translation import gettext_lazy

from authors import merging
from authors.admin.forms import MergeForm
from core.merging_pages import MergingPages


class MergingMixin(MergingPages):
    merging = merging
    merge_form = MergeForm
    merge_parameter = "profiles"
    merge_title = gettext_lazy("Merge profiles")
    merge_nothing = gettext_lazy("Choose who is to be merged.")
    merge_logged = gettext_lazy("%(name)s was merged into this profile.")
    separate_logged = gettext_lazy("%(name)s was separated from this profile.")
