"""
Everything between an installed newsroom and one that serves: `python -m newsroom.prepare`.

Migrates, collects static files when one of them changed and, with --demo, fills an empty newsroom. Run it again
whenever you like: what is up to date stays as it is. With --serve it first makes sure that the port is free.
"""

import argparse
import hashlib
import os
import socket
import sys
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command, get_commands

DEMO_ACCOUNTS = ("reporter", "editor", "publisher", "chief", "profiles", "photodesk", "admin")


def say(*lines: str) -> None:
    print(*lines, sep="\n", flush=True)  # noqa: T201  -- a command's answer


def digest_of_static_files() -> str:
    """A digest that changes when a static file may have: locked packages by their list, ours by size and time."""
    digest = hashlib.sha256((settings.BASE_DIR / "requirements.txt").read_bytes())
    ours = [Path(folder) for folder in settings.STATICFILES_DIRS]
    ours += [Path(app.path) / "static" for app in apps.get_app_configs() if settings.BASE_DIR in Path(app.path).parents]
    ours.append(settings.BASE_DIR / "newsroom" / "static_files.py")
    for folder in ours:
        for file in sorted([folder, *folder.rglob("*")]):
            if file.is_file():
                facts = file.stat()
                digest.update(f"{file}|{facts.st_size}|{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static_files() -> None:
    """Collect when something changed. Files of earlier pages stay: a kept page may still ask for them."""
    stamp = settings.NEWSROOM_DATA / "static.digest"
    digest = digest_of_static_files()
    if stamp.exists() and stamp.read_text() == digest:
        return
    say("Collecting static files ...")
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(digest)


def assert_port_is_free() -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((os.environ.get("NEWSROOM_BIND", "127.0.0.1"), settings.PORT))
        except OSError as error:
            sys.exit(f"Port {settings.PORT} is not to be had ({error.strerror}). Choose another: PORT=8001 make run")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--demo", action="store_true", help="fill an empty newsroom with demo content")
    parser.add_argument("--serve", action="store_true", help="check the port, and print the addresses")
    wanted = parser.parse_args()

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    if wanted.serve:
        assert_port_is_free()
    call_command("migrate", interactive=False, verbosity=0)
    collect_static_files()
    if wanted.demo and "load_demo" in get_commands():
        call_command("load_demo", if_empty=True)
    if wanted.serve:
        say_where()


def say_where() -> None:
    from django.contrib.auth import get_user_model

    here = settings.NEWSROOM_SITE_URL
    say(
        "",
        f"  {settings.NEWSROOM_NAME}",
        f"  Readers   {here}/",
        f"  The desk  {here}/admin/",
        f"  Health    {here}/healthz",
    )
    if get_user_model().objects.filter(username__in=DEMO_ACCOUNTS).exists():
        password = settings.NEWSROOM_DEMO_PASSWORD
        say("", f"  Demo accounts  {' '.join(DEMO_ACCOUNTS)}", f"  Password       {password}")
        if not settings.SITE.is_local and password == "newsroom-demo":  # noqa: S105
            say("  Everybody knows this password. Delete these accounts before this newsroom is public.")
    say("", "  Ctrl-C ends it.", "")


if __name__ == "__main__":
    main()
