"""gunicorn's settings, from the same environment as the newsroom's."""

import os
from typing import Any

from environs import validate
from gunicorn.http import message

from newsroom.environment import env

_port = env.int("PORT", 8000, validate=validate.Range(min=1, max=65535))
_cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

# Only this machine, until somebody says otherwise: a proxy stands in front (deploy/).
bind = f"{env.str('NEWSROOM_BIND', '127.0.0.1')}:{_port}"

# Threads, because half-sent requests would stop as many single-threaded workers for good.
worker_class = "gthread"
workers = env.int("WEB_CONCURRENCY", min(_cores, 4), validate=validate.Range(min=1, max=64))
threads = env.int("WEB_THREADS", 4, validate=validate.Range(min=1, max=64))
preload_app = True  # once, and shared between the workers
timeout = 30
# A stop waits so long for requests under way. 4, because honcho kills after five seconds.
graceful_timeout = env.int("NEWSROOM_STOP_SECONDS", 4, validate=validate.Range(min=1, max=600))
keepalive = 5

# Whoever looks for a long text gets an answer: 10,000 letters of Cyrillic are 60 kB of an address. gunicorn has a
# ceiling of its own, 8 kB, over this setting.
limit_request_line = message.MAX_REQUEST_LINE = 64 * 1024

limit_request_fields, limit_request_field_size = 60, 8190

control_socket_disable = True  # its default is shared by every gunicorn of this user
# Django alone decides whether X-Forwarded-* is believed (NEWSROOM_BEHIND_PROXY).
forwarded_allow_ips = ""
secure_scheme_headers: dict[str, str] = {}

loglevel = env.str("NEWSROOM_LOG_LEVEL", "warning", validate=validate.OneOf(["debug", "info", "warning", "error"]))
logger_class = "newsroom.access_log.AccessLog"
accesslog = "-" if env.bool("NEWSROOM_ACCESS_LOG", False) else None


def post_worker_init(worker: Any) -> None:
    """What is read is counted in each worker (newsroom/pages/counter.py), and written down from it."""
    if hasattr(worker.wsgi, "counter"):
        worker.wsgi.counter.start()


def worker_exit(server: Any, worker: Any) -> None:
    if hasattr(worker.wsgi, "counter"):
        worker.wsgi.counter.stop()
