"""The form of a story, and those of the acts that ask something first."""

from .acts import ActForm, EmbargoForm, ReasonForm, ReturnForm, SpikeForm, VanishForm, WithdrawForm
from .byline import BylineForm, BylineFormSet
from .publishing import CHANGE_FIELDS, PublishForm, RescheduleForm, offer_records
from .story import StoryForm, same_text

__all__ = [
    "CHANGE_FIELDS",
    "ActForm",
    "BylineForm",
    "BylineFormSet",
    "EmbargoForm",
    "PublishForm",
    "ReasonForm",
    "RescheduleForm",
    "ReturnForm",
    "SpikeForm",
    "StoryForm",
    "VanishForm",
    "WithdrawForm",
    "offer_records",
    "same_text",
]
