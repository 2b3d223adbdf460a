"""A colleague is invited, chooses a password by a link that works once, and may no more than who invited them."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.core import mail
from django.test import Client
from django.urls import reverse

from authors.models import Author
from desk import roles
from desk.accounts import rights
from tests import cast

pytestmark = pytest.mark.django_db
ADD = reverse("admin:auth_user_add")
LIST = reverse("admin:auth_user_changelist")


def signed_in(name):
    client = Client()
    client.force_login(cast.root() if name == "root" else cast.person(name))
    return client


def change(user):
    return reverse("admin:auth_user_change", args=[user.pk])


def groups(*names):
    return list(Group.objects.filter(name__in=names).values_list("pk", flat=True))


def invite(by="clara", **fields):
    typed = {"first_name": "Nadia", "last_name": "Nova", "email": "nadia@example.org", "username": ""}
    return signed_in(by).post(ADD, typed | fields)


def link_in(message):
    return re.search(r"http\S+/admin/password/\S+", message.body)[0]


def path(link):
    return link.removeprefix("http://localhost:8000") if "localhost" in link else "/" + link.split("/", 3)[3]


def test_an_invited_colleague_chooses_a_password_and_signs_in(settings):
    settings.NEWSROOM_SITE_URL = "https://news.example"
    assert invite(groups=groups(roles.REPORTERS)).status_code == 302
    user = User.objects.get(email="nadia@example.org")
    assert (user.username, user.is_staff, user.is_superuser, user.has_usable_password()) == (
        "nadia.nova",
        True,
        False,
        False,
    )
    assert [group.name for group in user.groups.all()] == [roles.REPORTERS]
    [message] = mail.outbox
    assert message.to == ["nadia@example.org"]
    assert "Clara has made you an account" in message.body
    assert "nadia.nova" in message.body
    link = link_in(message)
    assert link.startswith("https://news.example/admin/password/")

    visitor = Client()
    page = visitor.get(path(link), follow=True)
    assert "nadia.nova" in page.content.decode()
    there = page.redirect_chain[-1][0]
    password = {"new_password1": "a long enough pass", "new_password2": "a long enough pass"}
    assert visitor.post(there, password).status_code == 302
    typed = {"username": "nadia.nova", "password": "a long enough pass"}
    assert visitor.post(reverse("admin:login"), typed).status_code == 302
    assert visitor.get(reverse("admin:index")).status_code == 200
    assert LogEntry.objects.filter(user=user, change_message="Set a password by a link.").exists()

    again = Client().get(path(link), follow=True)
    assert "This link has been used" in again.content.decode()
    assert Client().post(there, password | {"new_password1": "stolen", "new_password2": "stolen"}).status_code == 200
    assert User.objects.get(pk=user.pk).check_password("a long enough pass")


def test_a_bad_password_is_refused_in_words():
    invite()
    visitor = Client()
    there = visitor.get(path(link_in(mail.outbox[0])), follow=True).redirect_chain[-1][0]
    answer = visitor.post(there, {"new_password1": "nadia.nova", "new_password2": "nadia.nova"})
    assert "too similar to" in answer.content.decode()


def test_the_link_is_made_of_our_address_whatever_host_was_asked(settings):
    settings.ALLOWED_HOSTS = ["*"]
    client = signed_in("clara")
    client.post(ADD, {"first_name": "Nadia", "email": "nadia@example.org"}, headers={"host": "evil.example"})
    Client().post(reverse("admin_password_reset"), {"email": "clara@example.org"}, headers={"host": "evil.example"})
    assert len(mail.outbox) == 2
    for message in mail.outbox:
        assert link_in(message).startswith(settings.NEWSROOM_SITE_URL + "/")
        assert "evil" not in message.body


@pytest.mark.parametrize("name", ["rita", "ed", "paula", "stas", "phil", "nora"])
def test_only_chief_editors_see_and_invite_colleagues(name):
    ed = cast.person("rob")
    client = signed_in(name)
    assert client.get(LIST).status_code == 403
    assert client.get(ADD).status_code == 403
    assert invite(by=name).status_code == 403
    assert client.get(change(ed), follow=True).status_code in (403, 200)
    for view in ("link", "let_go", "take_back"):
        assert client.post(reverse(f"admin:auth_user_{view}", args=[ed.pk])).status_code == 403
    assert not mail.outbox
    assert User.objects.get(pk=ed.pk).is_active


def test_chief_editors_may_give_every_role_of_the_newsroom():
    assert {group.name for group in rights.grantable(cast.person("clara"))} == set(roles.ROLES)


def test_nobody_gives_what_they_do_not_have():
    beyond = Group.objects.create(name="Beyond")
    beyond.permissions.add(Permission.objects.get(codename="delete_user"))
    answer = invite(groups=[*groups(roles.REPORTERS), beyond.pk])
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors["groups"]
    assert not User.objects.filter(email="nadia@example.org").exists()

    invite(is_superuser="on", user_permissions=list(beyond.permissions.values_list("pk", flat=True)))
    user = User.objects.get(email="nadia@example.org")
    assert not user.is_superuser
    assert not user.user_permissions.exists()
    typed = {"first_name": "N", "last_name": "", "email": user.email, "username": user.username}
    signed_in("clara").post(change(user), typed | {"is_superuser": "on", "groups": groups(roles.EDITORS)})
    user.refresh_from_db()
    assert not user.is_superuser
    assert [group.name for group in user.groups.all()] == [roles.EDITORS]


def test_chief_editors_do_not_touch_who_may_more_nor_raise_themselves():
    clara, root = cast.person("clara"), cast.root()
    powerful = cast.person("powerful")
    beyond = Group.objects.create(name="Beyond")
    beyond.permissions.add(Permission.objects.get(codename="delete_user"))
    powerful.groups.add(beyond)
    client = signed_in("clara")
    for other in (root, powerful):
        typed = {"first_name": "Evil", "email": "evil@example.org", "username": other.username}
        assert client.post(change(other), typed).status_code == 403
        for view in ("link", "let_go", "take_back"):
            assert client.post(reverse(f"admin:auth_user_{view}", args=[other.pk])).status_code == 403
        other.refresh_from_db()
        assert other.is_active
        assert other.email != "evil@example.org"
    typed = {"first_name": "Clara", "last_name": "C", "email": clara.email, "username": clara.username}
    client.post(change(clara), typed | {"groups": [beyond.pk], "is_superuser": "on"})
    clara.refresh_from_db()
    assert clara.last_name == "C"
    assert not clara.is_superuser
    assert [group.name for group in clara.groups.all()] == [roles.CHIEF_EDITORS]
    assert client.post(reverse("admin:auth_user_let_go", args=[clara.pk])).status_code == 403


@pytest.mark.parametrize("name", ["clara", "root"])
def test_nobody_sets_anothers_password(name):
    rita = cast.person("rita")
    url = reverse("admin:auth_user_password_change", args=[rita.pk])
    typed = {"password1": "known to another", "password2": "known to another", "usable_password": "true"}
    assert signed_in(name).post(url, typed).status_code == 403
    assert not User.objects.get(pk=rita.pk).check_password("known to another")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"email": ""}, "email"),
        ({"email": "no address"}, "email"),
        ({"email": "RITA@example.org"}, "email"),
        ({"username": "rita"}, "username"),
        ({"username": "a b"}, "username"),
        ({"first_name": ""}, "first_name"),
        ({"first_name": "Na\x07dia"}, "first_name"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_typed_is_lost(fields, field):
    cast.person("rita")
    answer = invite(**{"last_name": "Kept-Name"} | fields)
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors[field]
    assert "Kept-Name" in answer.content.decode()
    assert not mail.outbox


def test_an_invitation_makes_a_profile_or_links_one():
    invite(makes_profile="on")
    user = User.objects.get(email="nadia@example.org")
    assert (user.author.name, user.author.slug) == ("Nadia Nova", "nadia-nova")
    wrote = cast.author("Olha")
    invite(email="olha@example.org", first_name="Olha", profile=wrote.pk)
    assert User.objects.get(email="olha@example.org").author == wrote
    answer = invite(email="third@example.org", profile=cast.author("Third").pk, makes_profile="on")
    assert "Choose one" in str(answer.context["adminform"].form.errors)
    taken = invite(email="fourth@example.org", profile=wrote.pk)
    assert taken.context["adminform"].form.errors["profile"]
    assert Author.objects.count() == 3


def test_names_that_are_alike_sign_in_by_different_ones():
    for number in range(3):
        invite(email=f"nadia{number}@example.org")
    assert set(User.objects.filter(first_name="Nadia").values_list("username", flat=True)) == {
        "nadia.nova",
        "nadia.nova2",
        "nadia.nova3",
    }


def test_an_invitation_is_sent_again():
    invite()
    user = User.objects.get(email="nadia@example.org")
    signed_in("clara").post(reverse("admin:auth_user_link", args=[user.pk]))
    assert [message.subject for message in mail.outbox] == [mail.outbox[0].subject] * 2
    signed_in("clara").get(reverse("admin:auth_user_link", args=[user.pk]))
    assert len(mail.outbox) == 2


def test_the_old_address_is_told_of_a_new_one_but_not_which():
    user = cast.person("rita")
    User.objects.filter(pk=user.pk).update(email="rita@example.org")
    typed = {"first_name": "Rita", "last_name": "R", "username": "rita", "groups": groups(roles.REPORTERS)}
    client = signed_in("clara")
    assert client.post(change(user), typed | {"email": "rita@example.org"}).status_code == 302
    assert not mail.outbox
    assert client.post(change(user), typed | {"email": "new@example.org"}).status_code == 302
    [message] = mail.outbox
    assert message.to == ["rita@example.org"]
    assert "Clara changed the e-mail address" in message.body and "new@example.org" not in message.body
    assert "/admin/password/" not in message.body


def test_the_list_asks_no_more_with_more_colleagues(django_assert_max_num_queries):
    for name in ("rita", "ed", "paula", "stas", "phil", "rob"):
        cast.person(name)
    client = signed_in("clara")
    with django_assert_max_num_queries(13):
        assert client.get(LIST).status_code == 200
    for state in ("on", "off", "invited", "nonsense"):
        assert client.get(LIST, {"state": state}).status_code == 200
    assert [row.username for row in client.get(LIST, {"q": "RITA"}).context["cl"].queryset] == ["rita"]
