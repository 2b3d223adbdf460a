"""Every benchmark of this package, each in a process of its own, or those named: `make bench ARGS=renditions`."""

import pkgutil
import subprocess
import sys
from pathlib import Path


def main(chosen: list[str]) -> int:
    names = chosen or [module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)])]
    failed = 0
    for name in names:
        if name.startswith("_"):
            continue
        print(f"\n== {name}", flush=True)
        failed |= subprocess.run([sys.executable, "-m", f"bench.{name}"]).returncode
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
