"""Two profiles of one person become one, by core.aliases: bylines point at either, Author.person is the one to show."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from authors.models import Author
from core import aliases


def merge(profile: Author, into: Author) -> Author:
    """
    Make `profile` an alias of the person that `into` stands for; returns that person's own profile.

    What was merged into `profile` before comes along, and so does its account. Raises ValidationError, in words.
    """
    itself = _("A profile can't be merged into itself.")
    return aliases.merge(profile, into, meant="person", itself=itself, also=_take_account_along)


def _take_account_along(alias: Author, person: Author) -> None:
    names = {"name": alias.name, "other": person.name}
    if alias.is_hidden != person.is_hidden:
        raise ValidationError(_("One of %(name)s and %(other)s is hidden: hide the other as well first.") % names)
    if not alias.account_id:
        return
    if person.account_id:
        raise ValidationError(
            _("%(name)s and %(other)s have an account each, and a person has one. Take it off one of the two.") % names
        )
    account, alias.account = alias.account, None
    alias.save()  # before the other's: an account belongs to one
    person.account = account
    person.save()


def separate(profile: Author) -> Author:
    """Give an alias its own page again; returns whose it was. The account stays where the merge had moved it."""
    return aliases.separate(profile, alone=_("%(name)s is not merged into anybody."))
