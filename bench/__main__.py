"""Run one bench by name, or all of them."""

import importlib
import sys

NAMES = ("pages", "privacy", "documents", "cases")


def main() -> None:
    wanted = sys.argv[1] if len(sys.argv) > 1 else "all"
    if wanted != "all" and wanted not in NAMES:
        sys.exit(f"There is no bench {wanted!r}. There are: {', '.join(NAMES)}.")
    for name in NAMES if wanted == "all" else (wanted,):
        importlib.import_module(f"bench.{name}").main()


if __name__ == "__main__":
    main()
