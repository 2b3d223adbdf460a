"""One after the other for each key, and in no more memory than those take who are there."""

import contextlib
import threading
from collections.abc import Hashable, Iterator


class _Turn:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.here = 0


class Turns:
    """
    with turns.of(key, 10): …

    Whoever comes for the same key meanwhile waits, `patience` seconds at most, and then goes ahead all the same.
    """

    def __init__(self) -> None:
        self._turns: dict[Hashable, _Turn] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._turns)

    @contextlib.contextmanager
    def of(self, key: Hashable, patience: float) -> Iterator[None]:
        with self._lock:
            turn = self._turns.setdefault(key, _Turn())
            turn.here += 1
        has_it = turn.lock.acquire(timeout=patience)
        try:
            yield
        finally:
            if has_it:
                turn.lock.release()
            with self._lock:
                turn.here -= 1
                # Not before the last has gone: somebody new would find no lock, and go ahead beside those who wait.
                if not turn.here:
                    del self._turns[key]
