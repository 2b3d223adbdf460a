"""Every fault, each in a fresh directory, or those named: `make faults ARGS=killed`."""

import argparse
import importlib
import pkgutil
import sys
import tempfile
import time
import traceback
from pathlib import Path

from . import Broken, Skipped


def main() -> int:
    parser = argparse.ArgumentParser(prog="faults", description=__doc__)
    parser.add_argument("names", nargs="*")
    chosen = parser.parse_args().names
    names = [module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]) if module.name[0] != "_"]
    if unknown := set(chosen) - set(names):
        parser.error(f"no fault is called {', '.join(unknown)}; there are {', '.join(names)}")
    failed = 0
    for name in chosen or names:
        started = time.monotonic()
        with tempfile.TemporaryDirectory(prefix=f"newsroom-{name}-", ignore_cleanup_errors=True) as folder:
            # Its databases may be another user's.
            Path(folder).chmod(0o755)
            try:
                mark, words = "ok", importlib.import_module(f"faults.{name}").run(Path(folder))
            except Skipped as why:
                mark, words = "skipped", str(why)
            except Broken as what:
                mark, words, failed = "FAILED", str(what), 1
            except Exception:
                mark, words, failed = "FAILED", traceback.format_exc(), 1
        print(f"{mark:8}{name:12}{time.monotonic() - started:4.0f} s  {words}", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
