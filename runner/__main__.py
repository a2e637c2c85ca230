"""Let `python -m runner` and the `kata` command run the same thing."""

from __future__ import annotations

import gc
import sys

SELDOM = 100_000  # new objects between two looks for garbage


def main() -> None:
    """Run the command line; help alone is shown without loading it."""
    if sys.argv[1:] in (["--help"], ["-h"]):
        from runner.cli.commands import help_text

        try:
            print(help_text(), flush=True)  # noqa: T201  nothing else is loaded yet
        except OSError as error:
            from runner.cli.main import unwritten

            raise SystemExit(unwritten(error)) from None
        return
    # Loading modules makes hardly any garbage: looking for it as often as usual only delays the start.
    gc.set_threshold(SELDOM)
    from runner.cli.main import main as run

    run()


if __name__ == "__main__":
    main()
