"""A bar on the terminal for commands that take a while. Looked at: tqdm, one more requirement for twenty lines."""

import time
from typing import TextIO

WIDTH = 30
PACE = 0.1  # seconds between two pictures of it


class Bar:
    """`bar(what, done, total)` draws; nothing where nobody watches. `clear()` leaves the line as it was."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.is_watched = stream.isatty()
        self.drawn_at = 0.0
        self.last = ""

    def __call__(self, what: str, done: int, total: int) -> None:
        now = time.monotonic()
        if not self.is_watched or (what == self.last and done < total and now - self.drawn_at < PACE):
            return
        self.drawn_at, self.last = now, what
        filled = WIDTH * done // total if total else 0
        share = f" {100 * done // total:3d} %" if total else ""
        bar = f" [{'#' * filled}{'.' * (WIDTH - filled)}]{share}" if total else " …"
        self.stream.write(f"\r\x1b[K{what}{bar}")
        self.stream.flush()

    def clear(self) -> None:
        if self.last:
            self.stream.write("\r\x1b[K")
            self.stream.flush()
