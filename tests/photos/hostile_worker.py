"""
Run by test_hostile.py in a process of its own: takes in each file of a group, makes what readers get of it, and
writes one line of JSON about each. A child for each file, so that what one costs is known and ends with it.

    python -m tests.photos.hostile_worker bombs
"""

import io
import json
import os
import resource
import signal
import sys
import warnings
from pathlib import Path
from typing import Any

SECONDS, MEGABYTES = 10, 600


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    warnings.simplefilter("ignore")
    from tests.photos import hostile

    for name, data, expected in hostile.GROUPS[sys.argv[1]]():
        print(json.dumps({"name": name, "expected": expected} | in_a_child(data)), flush=True)


def in_a_child(data: bytes) -> dict[str, Any]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        # Address space, of which libraries and threads take far more than memory: a stop, and no measure.
        resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
        signal.alarm(3 * SECONDS)
        with os.fdopen(writing, "w") as told:
            json.dump(outcome(data), told)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        said = told.read()
    _pid, status, used = os.wait4(child, 0)
    found = json.loads(said) if said else {"verdict": "crashed", "words": f"status {status}"}
    # The processor's seconds: those on the wall depend on what else the machine does.
    return found | {"seconds": round(used.ru_utime + used.ru_stime, 2), "megabytes": used.ru_maxrss // 1024}


def outcome(data: bytes) -> dict[str, Any]:
    from django.core.exceptions import ValidationError

    from core import text
    from photos import darkroom, intake, renditions
    from photos.models import Photo
    from tests.photos.hostile import PAYLOADS

    try:
        facts = intake.read(io.BytesIO(data), name="x.jpg")
    except ValidationError as error:
        return {"verdict": "refused", "words": " ".join(error.messages)}
    except BaseException as error:
        return {"verdict": "error", "words": f"intake: {error!r}"}
    try:
        for name, value in facts.words.items():
            if isinstance(value, str):
                text.validate_characters(value, one_line=name not in ("caption", "usage_terms"))
        photo = Photo(**facts.columns)
        orders = [
            darkroom.Order(one.cut.box(photo), (one.width, one.height), one.extension)
            for one in renditions.ahead(photo)
        ]
        for made in darkroom.develop(io.BytesIO(data), orders):
            if any(payload in made for payload in PAYLOADS):
                return {"verdict": "error", "words": "the payload came out again"}
    except darkroom.Spoilt as error:
        return {"verdict": "error", "words": f"taken, and can't be developed: {error}"}
    except BaseException as error:
        return {"verdict": "error", "words": f"darkroom: {error!r}"}
    return {"verdict": "taken", "words": f"{facts.format} {facts.width} × {facts.height}"}


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    main()
