"""What a kept page costs, with more editions in the database and with fewer: bench/lists.py fills and asks."""

import io
import time
from typing import Any

HITS, TURNS = 4_000, 10


def cost_of_a_hit(*newsrooms: Any) -> list[float]:
    """Seconds that a kept article costs in each of the newsrooms (bench.lists.Newsroom), asked in turns."""
    kept = [(newsroom, Hits(newsroom.pages["article"])) for newsroom in newsrooms]
    for _ in range(TURNS):
        for newsroom, page in kept:
            newsroom.enter()
            page.ask()
    return [page.seconds for _newsroom, page in kept]


class Hits:
    """The page layer as a process has it, asked in this one for a page that it keeps."""

    def __init__(self, address: str) -> None:
        from django.core.wsgi import get_wsgi_application

        from newsroom.pages import PageLayer

        self.address, self.seconds, self.asked = address, float("inf"), 0
        django = get_wsgi_application()

        def counted(environ: Any, start_response: Any) -> Any:
            self.asked += 1
            return django(environ, start_response)

        self.layer = PageLayer(counted)

    def ask(self) -> None:
        """HITS of them, among which the generation is asked for as often as the clock says; the least time counts."""
        self._get()
        made = self.asked
        begun = time.process_time()
        for _ in range(HITS):
            self._get()
        self.seconds = min(self.seconds, (time.process_time() - begun) / HITS)
        assert self.asked == made, "a hit was none"

    def _get(self) -> None:
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": self.address,
            "QUERY_STRING": "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "localhost:8000",
            "HTTP_ACCEPT_ENCODING": "gzip",
            "HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
        }
        said: list[str] = []
        body = b"".join(self.layer(environ, lambda status, headers, exc_info=None: said.append(status)))
        assert said == ["200 OK"] and body, said
