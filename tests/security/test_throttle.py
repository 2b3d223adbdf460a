"""Wrong passwords: slowed by account and by address, in words, and nobody can shut an editor out with them."""

import datetime as dt

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.urls import reverse

from desk.accounts.known import NAME
from desk.accounts.models import SignIn
from desk.accounts.throttle import OF_ACCOUNT, OF_ADDRESS
from tests.cast import person
from tests.security.hands import LOGIN, PASSWORD, is_inside, type_password

pytestmark = pytest.mark.django_db
LIMIT = settings.AXES_FAILURE_LIMIT
ELSEWHERE = "203.0.113.9"


def guess(name, address, password="a wrong guess", client=None):
    return type_password(name, password, client, REMOTE_ADDR=address)[1]


def attack(name, first=1):
    """As many guesses from as many addresses as the account's own limit takes."""
    return [guess(name, f"198.51.100.{number}").status_code for number in range(first, first + OF_ACCOUNT)]


def later(by=settings.AXES_COOLOFF_TIME + dt.timedelta(seconds=1)):
    for row in AccessAttempt.objects.all():
        AccessAttempt.objects.filter(pk=row.pk).update(attempt_time=row.attempt_time - by)


def page(answer):
    """What an answer says, without what is another in each."""
    return [line for line in answer.content.decode().splitlines() if "csrfmiddlewaretoken" not in line]


@pytest.fixture(autouse=True)
def rita():
    return person("rita")


class TestInWords:
    def test_after_five_wrong_ones_it_says_how_long_to_wait_and_what_else_helps(self):
        answers = [guess("rita", ELSEWHERE) for _time in range(LIMIT)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
        said = answers[-1].content.decode()
        assert "For a quarter of an hour none is accepted from here" in said
        assert f'action="{reverse("admin_password_reset")}"' in said
        assert answers[-1]["Retry-After"] == "900"
        assert "no-store" in answers[-1]["Cache-Control"]

    def test_a_script_is_told_the_same_and_no_other_site_may_read_it(self):
        for _time in range(LIMIT):
            answer = Client().post(
                LOGIN,
                {"username": "rita", "password": "wrong"},
                REMOTE_ADDR=ELSEWHERE,
                headers={"X-Requested-With": "XMLHttpRequest", "Origin": "https://evil.example"},
            )
        assert answer.status_code == 429
        assert answer["Content-Type"].startswith("text/html")
        assert not [name for name in answer.headers if name.startswith("Access-Control")]

    def test_the_right_one_is_not_taken_meanwhile_and_is_after_it(self):
        for _time in range(LIMIT):
            guess("rita", ELSEWHERE)
        assert guess("rita", ELSEWHERE, PASSWORD).status_code == 429
        later()
        assert guess("rita", ELSEWHERE, PASSWORD).status_code == 302

    def test_asking_meanwhile_does_not_make_it_longer(self):
        for _time in range(LIMIT):
            guess("rita", ELSEWHERE)
        later(by=dt.timedelta(minutes=14))
        guess("rita", ELSEWHERE)
        later(by=dt.timedelta(minutes=1, seconds=1))
        assert guess("rita", ELSEWHERE, PASSWORD).status_code == 302

    def test_the_right_one_forgets_the_wrong_ones_before_it(self):
        for _round in range(2):
            for _time in range(LIMIT - 1):
                assert guess("rita", ELSEWHERE).status_code == 200
            assert guess("rita", ELSEWHERE, PASSWORD).status_code == 302


class TestNobodyLearnsWhoWorksHere:
    def test_each_answer_is_the_same_for_a_name_that_nobody_has(self):
        User.objects.filter(pk=person("ed").pk).update(is_active=False)
        User.objects.filter(pk=person("paula").pk).update(is_staff=False)
        person("clara").set_unusable_password()
        for name in ("ghost", "ed", "paula", "clara"):
            for _time in range(LIMIT + 1):
                known, other = guess("rita", ELSEWHERE), guess(name, ELSEWHERE)
                assert known.status_code == other.status_code
                swapped = [line.replace(f'"{name}"', '"rita"') for line in page(other)]
                assert swapped == page(known), name
                assert known.cookies.keys() == other.cookies.keys()
            AccessAttempt.objects.all().delete()

    def test_the_right_password_of_who_was_let_go_or_is_no_colleague_is_a_wrong_one(self):
        wrong = page(guess("rita", ELSEWHERE))
        User.objects.filter(pk=person("ed").pk).update(is_active=False)
        User.objects.filter(pk=person("paula").pk).update(is_staff=False)
        for name in ("ed", "paula"):
            answer = guess(name, ELSEWHERE, PASSWORD)
            assert [line.replace(f'"{name}"', '"rita"') for line in page(answer)] == wrong

    @pytest.mark.parametrize("state", ["nobody", "let go", "invited", "there"])
    def test_a_password_is_hashed_once_whoever_it_is_for(self, state, monkeypatch):
        """Else the clock would tell."""
        from django.contrib.auth.hashers import MD5PasswordHasher

        match state:
            case "nobody":
                User.objects.filter(username="rita").delete()
            case "let go":
                User.objects.filter(username="rita").update(is_active=False)
            case "invited":
                User.objects.filter(username="rita").update(password="!unusable")
        hashed = []
        encode = MD5PasswordHasher.encode
        monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *asked: hashed.append(1) or encode(*asked))
        assert guess("rita", ELSEWHERE).status_code == 200
        assert len(hashed) == 1

    def test_the_distributed_limit_is_the_same_too(self):
        assert attack("rita") == attack("ghost")


class TestGuessingFromManyAddresses:
    def test_one_account_is_slowed(self):
        assert attack("rita") == [200] * (OF_ACCOUNT - 1) + [429]
        # From now on, the right one isn't taken from an address that never asked.
        assert guess("rita", ELSEWHERE, PASSWORD).status_code == 429
        assert guess("ed", ELSEWHERE).status_code == 200, "other accounts go on"

    def test_a_day_of_it_is_at_most_as_many_as_the_limit_in_each_quarter_of_an_hour(self):
        taken = 0
        for quarter in range(8):
            taken += attack("rita", first=1 + quarter * OF_ACCOUNT).count(200) + 1
            assert guess("rita", "192.0.2.77").status_code == 429
            later()
        assert taken == 8 * OF_ACCOUNT

    def test_ipv6_gives_nobody_more_addresses(self):
        answers = [guess("rita", f"2001:db8::{number:x}:1").status_code for number in range(LIMIT)]
        assert answers[-1] == 429
        assert guess("rita", "2001:db8:0:1::1").status_code == 200, "a neighbour is another"

    def test_an_address_may_not_go_through_the_names_either(self):
        answers = [guess(f"name{number}", ELSEWHERE).status_code for number in range(OF_ADDRESS)]
        assert answers == [200] * (OF_ADDRESS - 1) + [429]
        assert guess("rita", ELSEWHERE, PASSWORD).status_code == 429
        assert guess("rita", "203.0.113.10", PASSWORD).status_code == 302

    def test_forwarded_for_is_not_believed_where_there_is_no_proxy(self):
        for number in range(LIMIT):
            answer = Client().post(
                LOGIN,
                {"username": "rita", "password": "wrong"},
                REMOTE_ADDR=ELSEWHERE,
                headers={"X-Forwarded-For": f"198.51.100.{number}"},
            )
        assert answer.status_code == 429

    @pytest.mark.parametrize("forged", ["198.51.100.{}, 203.0.113.9", "{}, nonsense, 203.0.113.9"])
    def test_behind_one_only_what_it_wrote_itself_counts(self, forged, settings):
        settings.NEWSROOM_BEHIND_PROXY = True
        for number in range(LIMIT):
            answer = Client().post(
                LOGIN,
                {"username": "rita", "password": "wrong"},
                REMOTE_ADDR="127.0.0.1",
                headers={"X-Forwarded-For": forged.format(number)},
            )
        assert answer.status_code == 429

    def test_an_address_that_is_none_is_no_error(self, settings):
        settings.NEWSROOM_BEHIND_PROXY = True
        answer = Client().post(
            LOGIN, {"username": "rita", "password": "wrong"}, headers={"X-Forwarded-For": "unknown:80"}
        )
        assert answer.status_code == 200


class TestNobodyShutsAnEditorOut:
    def test_a_browser_on_which_they_signed_in_before_comes_in_during_the_attack(self):
        here, _ = type_password("rita")
        here.post(reverse("admin:logout"))
        attack("rita")
        assert guess("rita", ELSEWHERE, PASSWORD).status_code == 429
        assert guess("rita", ELSEWHERE, PASSWORD, here).status_code == 302
        assert is_inside(here)

    def test_also_where_somebody_beside_them_guesses_from_the_same_address(self):
        here = Client()
        assert guess("rita", ELSEWHERE, PASSWORD, here).status_code == 302
        for _time in range(LIMIT):
            guess("rita", ELSEWHERE)
        here.post(reverse("admin:logout"))
        assert guess("rita", ELSEWHERE, PASSWORD).status_code == 429
        assert guess("rita", ELSEWHERE, PASSWORD, here).status_code == 302

    def test_guesses_in_that_browser_are_counted_by_themselves_wherever_it_is(self):
        here, _ = type_password("rita")
        answers = [guess("rita", f"198.51.100.{number}", client=here).status_code for number in range(LIMIT)]
        assert answers[-1] == 429
        assert guess("rita", ELSEWHERE, PASSWORD, here).status_code == 429

    def test_it_is_known_for_that_account_alone(self):
        here, _ = type_password("rita")
        here.post(reverse("admin:logout"))
        person("ed")
        attack("ed")
        assert guess("ed", ELSEWHERE, PASSWORD, here).status_code == 429

    def test_two_colleagues_at_one_desk_are_both_known(self):
        here, _ = type_password("rita")
        person("ed")
        type_password("ed", client=here)
        attack("rita")
        assert guess("rita", ELSEWHERE, PASSWORD, here).status_code == 302

    @pytest.mark.parametrize("value", ["", "x", "e30:1abc:def", "rita"])
    def test_a_made_up_cookie_is_none(self, value):
        attack("rita")
        client = Client()
        client.cookies[NAME] = value
        assert guess("rita", ELSEWHERE, PASSWORD, client).status_code == 429

    def test_a_wrong_password_makes_no_browser_known(self):
        client = Client()
        guess("rita", ELSEWHERE, client=client)
        assert NAME not in client.cookies

    def test_the_cookie_names_nobody_and_goes_to_the_desk_only(self):
        _, answer = type_password("rita")
        cookie = answer.cookies[NAME]
        assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/admin/", True, "Lax")
        assert "rita" not in cookie.value

    def test_a_link_by_mail_is_the_way_in_on_a_new_browser_while_the_attack_goes_on(self, rita):
        attack("rita")
        there = Client()
        there.post(reverse("admin_password_reset"), {"email": rita.email}, REMOTE_ADDR=ELSEWHERE)
        link = next(word for word in mail.outbox[0].body.split() if "/admin/password/" in word)
        form = there.get("/" + link.split("/", 3)[3], follow=True).redirect_chain[-1][0]
        new = "an altogether new one"
        there.post(form, {"new_password1": new, "new_password2": new}, REMOTE_ADDR=ELSEWHERE)
        attack("rita", first=100)
        assert guess("rita", ELSEWHERE, new).status_code == 429
        assert guess("rita", ELSEWHERE, new, there).status_code == 302


class TestAskingForLinks:
    ASK = reverse("admin_password_reset")

    def test_a_network_gets_only_so_many_and_is_told_in_words(self):
        for number in range(20):
            answer = Client().post(self.ASK, {"email": f"{number}@example.org"}, REMOTE_ADDR=ELSEWHERE)
            assert answer.status_code == 302
        for email in ("rita@example.org", "stranger@example.org"):
            answer = Client().post(self.ASK, {"email": email}, REMOTE_ADDR="203.0.113.200")
            assert answer.status_code == 429
            assert "Too many links were requested" in answer.content.decode()
        assert not mail.outbox
        assert Client().post(self.ASK, {"email": "rita@example.org"}).status_code == 302
        assert len(mail.outbox) == 1

    def test_the_log_says_that_and_not_for_whom(self):
        Client().post(self.ASK, {"email": "rita@example.org"})
        line = SignIn.objects.get(what=SignIn.What.ASKED)
        assert line.account is None
