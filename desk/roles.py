"""
The newsroom's groups and what each may do: data, written by code after every migrate.

Each role lists only what it adds to the one it grows from. Running it again gives a group back the
permissions it should have, and takes none away that somebody added by hand.
"""

from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import DEFAULT_DB_ALIAS
from django.utils.translation import gettext_noop

REPORTERS = gettext_noop("Reporters")
EDITORS = gettext_noop("Editors")
PUBLISHERS = gettext_noop("Publishers")
CHIEF_EDITORS = gettext_noop("Chief editors")
PROFILE_STAFF = gettext_noop("Profile staff")
PHOTO_DESK = gettext_noop("Photo desk")

_REPORTER = [
    "desk.add_story",
    "desk.view_story",
    "desk.change_story",
    "desk.submit_story",
    "articles.view_section",
    "articles.view_topic",
    "authors.view_author",
    "photos.add_photo",
    "photos.view_photo",
    "photos.view_any_photo",
    "photos.change_photo",
]
_EDITOR = [
    *_REPORTER,
    "desk.read_all_stories",
    "desk.change_all_stories",
    "desk.return_story",
    "desk.approve_story",
    "desk.spike_story",
    "desk.pick_lead",
    "articles.view_article",
    "articles.view_edition",
    "articles.close_edition",
    "articles.add_section",
    "articles.change_section",
    "articles.delete_section",
    "articles.add_topic",
    "articles.change_topic",
    "articles.delete_topic",
    "articles.view_page",
    "articles.add_page",
    "articles.change_page",
    "authors.add_author",
    "photos.delete_photo",
    "photos.change_any_photo",
    "photos.pull_photo",
]
_PUBLISHER = [*_EDITOR, "desk.publish_story"]
_CHIEF = [
    *_PUBLISHER,
    "articles.erase_edition",
    "authors.hide_author",
    "authors.show_author",
    "authors.change_author",
    "authors.delete_author",
    "auth.view_user",
    "auth.add_user",
    "auth.change_user",
    "accounts.view_signin",
]

ROLES = {
    REPORTERS: _REPORTER,
    EDITORS: _EDITOR,
    PUBLISHERS: _PUBLISHER,
    CHIEF_EDITORS: _CHIEF,
    PROFILE_STAFF: [
        "authors.view_author",
        "authors.add_author",
        "authors.change_author",
        "authors.delete_author",
        "authors.hide_author",
        "photos.add_photo",
        "photos.view_photo",
        "photos.change_photo",
    ],
    PHOTO_DESK: [
        "photos.add_photo",
        "photos.view_photo",
        "photos.view_any_photo",
        "photos.change_photo",
        "photos.delete_photo",
        "photos.change_any_photo",
        "photos.pull_photo",
    ],
}


def install(using: str = DEFAULT_DB_ALIAS, apps=None, **_signal: object) -> None:  # type: ignore[no-untyped-def]
    """Make the groups with their permissions. A receiver of post_migrate of the last app that brings any."""
    from django.apps import apps as installed

    # The signal reaches each app in turn, and permissions of later ones may not be there yet.
    for config in installed.get_app_configs():
        create_permissions(config, verbosity=0, using=using)
    for name, labels in ROLES.items():
        group, _ = Group.objects.using(using).get_or_create(name=name)
        wanted = [_permission(label, using) for label in labels]
        group.permissions.add(*wanted)


def _permission(label: str, using: str) -> Permission:
    app, codename = label.split(".")
    return Permission.objects.using(using).get(content_type__app_label=app, codename=codename)
