"""The command that lists packs."""

from __future__ import annotations

from pathlib import Path

import click

from runner.cli.options import as_json, print_json
from runner.cli.output import Output
from runner.errors import ExitCode


@click.command("packs")
@as_json
@click.pass_obj
def packs_command(output: Output, *, as_json: bool) -> int:
    """List the packs of katas that are here: bundled, in sight, installed."""
    from dataclasses import asdict

    from runner.app.packs import known_packs
    from runner.app.place import cache_folder

    packs = known_packs(Path.cwd(), cache_folder())
    if as_json:
        print_json(output, [{**asdict(pack), "place": str(pack.place)} for pack in packs])
    else:
        rows = [(pack.name, pack.version or "-", pack.kind, _state(pack.katas, pack.trouble)) for pack in packs]
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        for row, pack in zip(rows, packs, strict=True):
            cells = [cell.ljust(width) for cell, width in zip(row[:3], widths, strict=True)]
            output.print("  ".join([*cells, row[3], str(pack.place)]))
    return ExitCode.BROKEN_KATA if any(pack.trouble for pack in packs) else ExitCode.PASSED


def _state(katas: int, trouble: str) -> str:
    if trouble:
        return f"cannot be used: {trouble}"
    return f"{katas} kata" + ("" if katas == 1 else "s")
