"""A code from the phone beside the password: turning it on, asking for it, losing it."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from desk.accounts import second_factor
from desk.accounts.models import SignIn
from tests.cast import person, root
from tests.security.hands import LOGIN, PASSWORD, code_of, enrol, is_inside, rested, type_password, wrong_code_of

pytestmark = pytest.mark.django_db
CODE = "/admin/login/code/"
ON = "/admin/account/second-factor/"


def whats(name):
    return list(SignIn.objects.filter(account__username=name).order_by("pk").values_list("what", flat=True))


def words(answer):
    return answer.content.decode()


class TestSigningIn:
    def test_who_has_no_device_comes_in_by_the_password(self):
        person("rita")
        client, answer = type_password("rita")
        assert (answer.status_code, answer["Location"]) == (302, "/admin/")
        assert is_inside(client)

    def test_who_has_one_is_asked_for_the_code_and_is_not_inside_before(self):
        _, device, _ = enrol("rita")
        client, answer = type_password("rita")
        assert answer["Location"] == CODE
        assert not is_inside(client)
        assert "newsroom_staff" not in client.cookies
        answer = client.post(CODE, {"code": code_of(device)})
        assert (answer.status_code, answer["Location"]) == (302, "/admin/")
        assert is_inside(client)
        assert whats("rita")[-1] == "in_code"

    def test_the_code_is_taken_with_a_space_in_it(self):
        _, device, _ = enrol("rita")
        client, _ = type_password("rita")
        code = code_of(device)
        assert client.post(CODE, {"code": f" {code[:3]} {code[3:]} "}).status_code == 302

    def test_it_leads_where_the_person_was_going(self):
        _, device, _ = enrol("rita")
        client = Client()
        client.post(f"{LOGIN}?next=/admin/desk/story/", {"username": "rita", "password": PASSWORD})
        assert client.post(CODE, {"code": code_of(device)})["Location"] == "/admin/desk/story/"

    def test_a_wrong_code_is_answered_in_words_and_stays_in_the_log(self):
        _, device, _ = enrol("rita")
        client, _ = type_password("rita")
        answer = client.post(CODE, {"code": wrong_code_of(device)})
        assert "That code isn’t right" in words(answer)
        assert not is_inside(client)
        assert whats("rita")[-1] == "wrong_code"

    def test_after_a_wrong_code_there_is_a_pause_for_the_right_one_too(self):
        _, device, _ = enrol("rita")
        client, _ = type_password("rita")
        for _time in range(2):
            TOTPDevice.objects.update(throttling_failure_timestamp=None, throttling_failure_count=4)
            client.post(CODE, {"code": wrong_code_of(device)})
        answer = client.post(CODE, {"code": code_of(device)})
        assert answer.status_code == 429
        assert "there is a pause: try again in" in words(answer)
        assert not is_inside(client)

    def test_wrong_codes_for_a_day_shut_nobody_out_for_longer_than_half_an_hour(self):
        _, device, _ = enrol("rita")
        for _time in range(30):
            TOTPDevice.objects.update(throttling_failure_timestamp=None)
            second_factor.check(person("rita"), wrong_code_of(device))
        pause = second_factor.check(person("rita"), code_of(device))
        assert 30 * 60 < pause.seconds < 35 * 60

    def test_a_code_opens_once(self):
        _, device, _ = enrol("rita")
        code = code_of(device)
        first, _ = type_password("rita")
        second, _ = type_password("rita")
        first.post(CODE, {"code": code})
        assert is_inside(first)
        second.post(CODE, {"code": code})
        assert not is_inside(second)

    def test_somebody_elses_code_opens_nothing(self):
        enrol("rita")
        _, eds, codes = enrol("ed")
        client, _ = type_password("rita")
        client.post(CODE, {"code": code_of(eds)})
        rested(TOTPDevice.objects.get(user__username="rita"))
        client.post(CODE, {"code": codes[0]})
        assert not is_inside(client)
        assert StaticToken.objects.filter(device__user__username="ed").count() == 10

    def test_a_recovery_code_opens_once_and_says_how_many_are_left(self):
        _, _, codes = enrol("rita")
        client, _ = type_password("rita")
        answer = client.post(CODE, {"code": codes[3].upper().replace("-", " ")}, follow=True)
        assert "You have 9 recovery codes left." in words(answer)
        assert whats("rita")[-1] == "in_recovery"
        again, _ = type_password("rita")
        again.post(CODE, {"code": codes[3]})
        assert not is_inside(again)

    def test_the_door_stays_shut_without_the_password(self):
        _, device, _ = enrol("rita")
        answer = Client().post(CODE, {"code": code_of(device)})
        assert answer["Location"] == LOGIN

    def test_halfway_ends_with_the_password_and_with_time(self, monkeypatch):
        _, device, _ = enrol("rita")
        client, _ = type_password("rita")
        rita = person("rita")
        rita.set_password("another long one")
        rita.save()
        assert client.post(CODE, {"code": code_of(device)})["Location"] == LOGIN

        late, _ = type_password("rita", "another long one")
        session = late.session
        session["_password_was_right"] = session["_password_was_right"] | {"until": 0}
        session.save()
        answer = late.post(CODE, {"code": code_of(device)}, follow=True)
        assert "That took too long" in words(answer)
        assert not is_inside(late)

    def test_a_session_from_before_the_device_is_not_enough(self):
        elsewhere = Client()
        elsewhere.force_login(person("rita"))
        enrol("rita")
        assert not is_inside(elsewhere)
        # Nor one that was put back, or made without the door.
        elsewhere.force_login(person("rita"))
        assert not is_inside(elsewhere)

    def test_who_was_let_go_between_password_and_code_stays_out(self):
        _, device, _ = enrol("rita")
        client, _ = type_password("rita")
        rita = person("rita")
        rita.is_active = False
        rita.save()
        assert client.post(CODE, {"code": code_of(device)})["Location"] == LOGIN


class TestTurningItOn:
    def test_looking_at_the_page_makes_nothing(self):
        client = Client()
        client.force_login(person("rita"))
        assert client.get(ON).status_code == 200
        assert not TOTPDevice.objects.exists()

    def test_the_picture_is_ours_and_holds_no_style_and_no_script(self):
        client = Client()
        client.force_login(person("rita"))
        client.post(ON, {"begin": "1"})
        answer = client.get(ON)
        page = words(answer)
        picture = page[page.index("<svg") : page.index("</svg>")]
        assert "style" not in picture and "script" not in picture and "href" not in picture
        assert "no-store" in answer["Cache-Control"] or "no-cache" in answer["Cache-Control"]
        assert "unsafe-inline" not in answer["Content-Security-Policy"]

    @pytest.mark.parametrize(("password", "right"), [("wrong", True), (PASSWORD, False)])
    def test_it_takes_the_password_and_the_phones_own_code(self, password, right):
        client = Client()
        client.force_login(person("rita"))
        client.post(ON, {"begin": "1"})
        device = TOTPDevice.objects.get()
        client.post(ON, {"code": code_of(device) if right else wrong_code_of(device), "password": password})
        assert second_factor.device_of(person("rita")) is None
        assert not StaticDevice.objects.exists()

    def test_beginning_again_makes_another_key(self):
        client = Client()
        client.force_login(person("rita"))
        client.post(ON, {"begin": "1"})
        first = TOTPDevice.objects.get().key
        client.post(ON, {"begin": "1"})
        assert TOTPDevice.objects.get().key != first

    def test_the_codes_are_shown_once_and_not_kept_as_they_are(self):
        client, device, codes = enrol("rita")
        again = client.post(ON, {"code": code_of(device), "password": PASSWORD}, follow=True)
        for code in codes:
            assert code not in words(again)
            assert not StaticToken.objects.filter(token__contains=code.replace("-", "")[:8]).exists()

    def test_it_ends_the_sessions_elsewhere_and_keeps_this_one(self):
        phone = Client()
        phone.force_login(person("rita"))
        assert is_inside(phone)
        here, _, _ = enrol("rita")
        assert is_inside(here)
        assert not is_inside(phone)


class TestTurningItOff:
    OFF = "/admin/account/second-factor/off/"

    def test_it_asks_for_password_and_code(self):
        client, device, _ = enrol("rita")
        assert "Turn off the second factor" in words(client.get(self.OFF))
        client.post(self.OFF, {"password": "wrong", "code": code_of(device)})
        client.post(self.OFF, {"password": PASSWORD, "code": wrong_code_of(device)})
        assert second_factor.device_of(person("rita"))
        rested(device)
        client.post(self.OFF, {"password": PASSWORD, "code": code_of(device)})
        assert second_factor.device_of(person("rita")) is None
        assert not StaticToken.objects.exists()
        assert is_inside(client)
        fresh, _ = type_password("rita")
        assert is_inside(fresh)
        assert whats("rita")[-2:] == ["off", "in"]

    def test_new_recovery_codes_replace_the_old(self):
        client, device, old = enrol("rita")
        answer = client.post("/admin/account/recovery-codes/", {"password": PASSWORD, "code": code_of(device)})
        assert "Your new recovery codes" in words(answer)
        assert not any(code in words(answer) for code in old)
        other, _ = type_password("rita")
        other.post(CODE, {"code": old[0]})
        assert not is_inside(other)

    def test_who_came_in_by_a_recovery_code_and_makes_new_ones_stays_inside(self):
        _, _, codes = enrol("rita")
        client, _ = type_password("rita")
        client.post(CODE, {"code": codes[0]})
        answer = client.post("/admin/account/recovery-codes/", {"password": PASSWORD, "code": codes[1]})
        assert "Your new recovery codes" in words(answer)
        assert is_inside(client)

    def test_guessing_the_password_there_ends_in_the_same_lock(self):
        client, _, _ = enrol("rita")
        answers = [client.post(self.OFF, {"password": "guess", "code": "123456"}) for _ in range(6)]
        assert answers[-1].status_code == 429
        assert type_password("rita")[1].status_code == 429


class TestWhereTheNewsroomAsksForIt:
    @pytest.fixture(autouse=True)
    def asked(self, settings):
        settings.NEWSROOM_SECOND_FACTOR = "publishers"

    @pytest.mark.parametrize("name", ["paula", "clara", "root"])
    def test_who_may_publish_turns_it_on_before_anything_else(self, name):
        client = Client()
        client.force_login(root() if name == "root" else person(name))
        answer = client.get("/admin/desk/story/?q=x")
        assert (answer.status_code, answer["Location"]) == (302, f"{ON}?next=%2Fadmin%2Fdesk%2Fstory%2F%3Fq%3Dx")
        assert "This newsroom asks you for a second factor." in words(client.get(answer["Location"]))

    @pytest.mark.parametrize("name", ["rita", "ed", "stas", "phil"])
    def test_the_others_are_not_asked(self, name):
        client = Client()
        client.force_login(person(name))
        assert is_inside(client)

    def test_everybody_is_where_that_is_wished(self, settings):
        settings.NEWSROOM_SECOND_FACTOR = "everybody"
        client = Client()
        client.force_login(person("rita"))
        assert client.get("/admin/")["Location"].startswith(ON)

    def test_then_they_go_on_where_they_were(self):
        client = Client()
        client.force_login(person("paula"))
        client.post(ON, {"begin": "1", "next": "/admin/desk/story/"})
        device = TOTPDevice.objects.get()
        answer = client.post(ON, {"code": code_of(device), "password": PASSWORD, "next": "/admin/desk/story/"})
        assert 'href="/admin/desk/story/"' in words(answer)
        assert is_inside(client)

    def test_what_they_send_meanwhile_is_not_lost_and_not_done(self):
        client = Client()
        client.force_login(person("paula"))
        answer = client.post("/admin/desk/story/add/", {"headline": "A long headline, typed before the setting came"})
        assert answer.status_code == 403
        assert "typed before the setting came" in words(answer)

    def test_turning_it_off_leads_back_to_turning_it_on(self):
        client, device, _ = enrol("paula")
        client.post("/admin/account/second-factor/off/", {"password": PASSWORD, "code": code_of(device)})
        assert client.get("/admin/")["Location"].startswith(ON)

    def test_the_way_on_leads_to_no_other_site(self):
        client = Client()
        client.force_login(person("paula"))
        page = words(client.get(f"{ON}?next=https://evil.example/"))
        assert "evil.example" not in page


class TestALostPhone:
    def address(self, name):
        return reverse("admin:auth_user_reset_second_factor", args=[person(name).pk])

    def test_a_chief_editor_resets_it_and_it_is_logged_and_told(self):
        rita, _, _ = enrol("rita")
        chief = Client()
        chief.force_login(person("clara"))
        assert "call them, or see them" in words(chief.get(self.address("rita")))
        assert second_factor.device_of(person("rita")), "looking at the page did nothing"
        chief.post(self.address("rita"))
        assert second_factor.device_of(person("rita")) is None
        assert not StaticDevice.objects.exists()
        assert not is_inside(rita)
        assert LogEntry.objects.filter(user__username="clara", change_message__contains="Reset the second").exists()
        assert whats("rita")[-1] == "reset"
        [message] = mail.outbox
        assert message.to == ["rita@example.org"]
        assert "/admin/account/second-factor/" in message.body
        assert is_inside(type_password("rita")[0])

    @pytest.mark.parametrize("name", ["ed", "paula", "phil", "nora"])
    def test_nobody_else_does(self, name):
        enrol("rita")
        client = Client()
        client.force_login(person(name))
        assert client.post(self.address("rita")).status_code == 403
        assert second_factor.device_of(person("rita"))

    def test_not_of_somebody_who_may_more_nor_ones_own(self):
        cora, boss = Client(), root()
        TOTPDevice.objects.create(user=boss, name="phone", confirmed=True)
        person("cora").groups.set(person("clara").groups.all())
        cora.force_login(person("cora"))
        assert cora.post(reverse("admin:auth_user_reset_second_factor", args=[boss.pk])).status_code == 403
        TOTPDevice.objects.create(user=person("cora"), name="phone", confirmed=True)
        assert cora.post(self.address("cora")).status_code == 403
        assert second_factor.device_of(boss)

    def test_the_machines_owner_can_by_a_command(self, capsys):
        enrol("clara")
        call_command("reset_second_factor", "clara")
        assert second_factor.device_of(person("clara")) is None
        with pytest.raises(CommandError, match="has no second factor"):
            call_command("reset_second_factor", "clara")
        with pytest.raises(CommandError, match="Nobody signs in"):
            call_command("reset_second_factor", "nobody")

    def test_djangos_pages_of_the_devices_which_show_the_keys_are_not_there(self):
        client = Client()
        client.force_login(root())
        for path in ("otp_totp/totpdevice/", "otp_static/staticdevice/"):
            assert client.get(f"/admin/{path}").status_code == 404
