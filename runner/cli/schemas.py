"""The command that prints JSON Schemas for editors: schema."""

from __future__ import annotations

from pathlib import Path

import click

from runner.cli.output import Output
from runner.errors import MachineError, UsageError


@click.command("schema")
@click.argument("name", metavar="[NAME]", required=False)
@click.option("--output", "folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help="Write all.")
@click.pass_obj
def schema_command(output: Output, *, name: str | None, folder: Path | None) -> None:
    """Print the JSON Schema of a file, for your editor.

    \b
      kata schema                    which there are
      kata schema checks             that of checks.yaml
      kata schema --output schema    all of them, as files; again after an update of kata
    """
    from runner.authoring.schemas import schema_text, schemas
    from runner.strict_models import did_you_mean

    known = schemas()
    wanted = name.removesuffix(".yaml") if name else ""
    if wanted and wanted not in known:
        fix = did_you_mean(wanted, known) or f"choose one of: {', '.join(known)}"
        raise UsageError(f"there is no schema '{wanted[:60]}'", fix=fix)
    chosen = {wanted: known[wanted]} if wanted else known
    if folder is not None:
        _write({f"{each}.schema.json": schema_text(schema) for each, schema in chosen.items()}, folder, output)
    elif wanted:
        output.json(schema_text(known[wanted]).rstrip("\n"))
    else:
        output.print("\n".join(f"{each.ljust(8)}{schema['title']}" for each, schema in known.items()))
        output.note("kata schema NAME prints one; kata schema --output schema writes all of them.")


def _write(texts: dict[str, str], folder: Path, output: Output) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, text in texts.items():
            (folder / file).write_text(text, encoding="utf-8")
    except OSError as error:
        what = f"the schemas could not be written: {error.strerror or error}"
        raise MachineError(what, where=str(folder), fix="name another folder") from None
    output.print(f"Written to {folder}: {', '.join(texts)}")
