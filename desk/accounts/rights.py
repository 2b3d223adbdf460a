"""
Who may do what to whose account.

Nobody gives a right they don't have, and nobody touches an account that may do more than they: so a role that is lent
can't be turned into a higher one.
"""

from django.contrib.auth.models import Group, Permission, User
from django.db.models import Case, Q, QuerySet, When

from desk import roles


def permissions_of(user: User) -> set[int]:
    """Keys of what the account was given, by itself or by its groups, whether it is switched on or not."""
    return set(Permission.objects.filter(Q(user=user) | Q(group__user=user)).values_list("pk", flat=True))


def grantable(by: User) -> QuerySet[Group]:
    """Roles that `by` may give: those that hold nothing `by` doesn’t have. Our own first, least to most."""
    known = [When(name=name, then=place) for place, name in enumerate(roles.ROLES)]
    groups = Group.objects.order_by(Case(*known, default=len(known)), "name")
    if by.is_superuser:
        return groups
    beyond = Permission.objects.exclude(pk__in=permissions_of(by))
    return groups.exclude(permissions__in=beyond)


def may_manage(by: User, other: User) -> bool:
    """Whether `by` may change the account of `other`, give it roles, switch it off and on."""
    if not by.is_active or not by.has_perm("auth.change_user") or by.pk == other.pk:
        return False
    if by.is_superuser:
        return True
    return not other.is_superuser and permissions_of(other) <= permissions_of(by)
