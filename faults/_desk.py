"""Whoever asks: a reader's connection, and an editor who saves again and again and remembers what was acknowledged."""

import http.client
import re
import threading
import time
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from lxml import html


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    text: str


class Reader:
    """A browser without a screen: a connection each time, cookies kept."""

    def __init__(self, port: int, host: str) -> None:
        self.port, self.host = port, host
        self.cookies: dict[str, str] = {}

    def get(self, path: str, timeout: float = 30) -> Answer:
        return self.ask("GET", path, timeout=timeout)

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = "", timeout: float = 30) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        headers = {"Host": self.host, "Connection": "close"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if kind:
            headers["Content-Type"] = kind
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return Answer(answer.status, {name.lower(): value for name, value in answer.headers.items()}, text)

    def post(self, path: str, fields: list[tuple[str, str]], timeout: float = 30) -> Answer:
        return self.ask("POST", path, urlencode(fields).encode(), "application/x-www-form-urlencoded", timeout)

    def sign_in(self, name: str, password: str) -> None:
        fields = fields_of(self.get("/admin/login/").text, "")
        answer = self.post("/admin/login/", changed(fields, username=name, password=password))
        if answer.status != 302:
            raise RuntimeError(f"nobody could sign in: {answer.status} {answer.text[:300]}")

    def save(self, key: int, number: int, timeout: float = 30) -> Answer:
        """Open the form of a story, write `number` into its headline and its text, and send it."""
        path = f"/admin/desk/story/{key}/change/"
        form = self.get(path, timeout)
        if form.status != 200:
            return form
        headline, body = f"Story {key} as of {number}", f"<p>As of {number}.</p>"
        return self.post(path, changed(fields_of(form.text, "story_form"), headline=headline, body=body), timeout)


def fields_of(page: str, form_id: str) -> list[tuple[str, str]]:
    """What a browser would send of a form on a page."""
    forms = html.fromstring(page).xpath(f'//form[@id="{form_id}"]' if form_id else "//form[.//input[@name='password']]")
    return [(name, value.removeprefix("\n")) for name, value in forms[0].form_values() if "__prefix__" not in name]


def changed(fields: list[tuple[str, str]], **changes: str) -> list[tuple[str, str]]:
    return [(name, value) for name, value in fields if name not in changes] + list(changes.items())


@dataclass
class Editor:
    """Saves one story again and again in a thread of its own, each time with the next number."""

    reader: Reader
    key: int
    timeout: float = 30
    acknowledged: list[int] = field(default_factory=list)
    refused: list[Answer] = field(default_factory=list)
    lost: int = 0  # connections that broke: nobody knows what became of that save
    slowest: float = 0.0

    def __post_init__(self) -> None:
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._work, daemon=True)

    def _work(self) -> None:
        number = 0
        while not self.stop.is_set():
            number += 1
            began = time.monotonic()
            try:
                answer = self.reader.save(self.key, number, self.timeout)
            except (OSError, http.client.HTTPException):
                self.lost += 1
                time.sleep(0.05)
                continue
            self.slowest = max(self.slowest, time.monotonic() - began)
            if answer.status == 302 and "/login/" not in answer.headers.get("location", ""):
                self.acknowledged.append(number)
            else:
                self.refused.append(answer)
                time.sleep(0.1)


def numbers(text: str) -> set[str]:
    return set(re.findall(r"[Aa]s of (\d+)", text))
