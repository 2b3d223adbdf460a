"""The environment, as settings.py and gunicorn.conf.py read it. A value that can't be meant raises where it is read."""

import os

from environs import Env

# `PORT= make run`, or an empty line in somebody's list of variables, says nothing: the same as none at all.
for _name, _value in list(os.environ.items()):
    if not _value.strip() and (_name.startswith(("NEWSROOM_", "WEB_")) or _name in ("PORT", "DATABASE_URL")):
        del os.environ[_name]

env = Env()
