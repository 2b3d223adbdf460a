"""What the scenes of this directory do with their hands: sign in, and read codes off a phone."""

import re
import time

from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.cast import person

PASSWORD = "correct horse battery"  # tests.cast gives it to everybody
LOGIN = "/admin/login/"


def code_of(device: TOTPDevice, steps: int = 0) -> str:
    """What a phone with this key shows, `steps` half minutes from now."""
    device.refresh_from_db()
    phone = TOTP(device.bin_key, device.step, device.t0, device.digits, 0)
    phone.time = time.time() + steps * device.step
    return f"{phone.token():06d}"


def wrong_code_of(device: TOTPDevice) -> str:
    near = {code_of(device, steps) for steps in range(-3, 4)}
    return next(
        code for code in ("111111", "222222", "333333", "444444", "555555", "666666", "777777") if code not in near
    )


def rested(device) -> None:
    """As if the half minute of the last code, and the pause after wrong ones, were over."""
    type(device).objects.filter(user=device.user).update(throttling_failure_count=0, throttling_failure_timestamp=None)
    TOTPDevice.objects.filter(user=device.user).update(last_t=-1, drift=0)


def type_password(name: str, password: str = PASSWORD, client: Client | None = None, **more) -> tuple[Client, object]:
    client = client or Client()
    return client, client.post(LOGIN, {"username": name, "password": password}, **more)


def enrol(name: str) -> tuple[Client, TOTPDevice, list[str]]:
    """`name` turns the second factor on by the pages: their browser, their device, their recovery codes."""
    client = Client()
    client.force_login(person(name))
    there = reverse("admin:second_factor")
    client.post(there, {"begin": "1"})
    device = TOTPDevice.objects.get(user__username=name)
    answer = client.post(there, {"code": code_of(device), "password": PASSWORD})
    codes = re.findall(r"<code>([a-z0-9]{5}-[a-z0-9]{5})</code>", answer.content.decode())
    assert len(codes) == 10, answer.content.decode()
    rested(device)
    return client, device, codes


def is_inside(client: Client) -> bool:
    return client.get(reverse("admin:index")).status_code == 200
