"""Every attack of the catalogue is run for real, and comes to the verdict that is right.

An attack is a folder `<number>-<name>` with a `submission/` and an `attack.yaml`:

    attack: what it tries, in one sentence
    row: 28                  # of the catalogue, or `own`
    kata: json-hello
    beneath: python          # optional: the solution of this track is laid beneath, its app.py as honest.py
    wrong: forgets-the-type  # optional: the planted mistake of the `wrong` variant; the first that fits if not given
    command: [python, x.py]  # optional: the start command, for a program that no track knows
    build: [[./build.sh]]    # optional: build commands
    seconds: 60              # optional: how long grading may take at most
    tells: [memory]          # optional: texts that the report has to hold
    lacks: [it worked]       # optional: texts that it must not hold: what the attack prints when it gets through
    verdicts:
      correct: pass          # what is right when the attack also answers rightly (the solution beneath)
      wrong: fail            # ... when it does not (the planted mistake beneath)
      alone: fail            # ... when nothing lies beneath

Verdicts: `pass`, `fail` (the work does not pass, or never became ready), `error` (kata's or the machine's fault, never
a pass) and `invalid` (refused before anything ran). A `make.py` beside `submission/` is run with the folder of the copy
as its argument, before it is handed in: for links, devices and whatever else does not travel by git.
It finds its mark in KATA_ATTACK; in the files of a submission, `kata-attack` is replaced by that mark.

What listens on this machine meanwhile is told to each attack in `neighbours.json`: a port, an abstract socket, a path.

For every variant: the verdict, in time, no process left, no file outside, and no secret in anything that it printed.
"""

import json
import os
import secrets
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from runner.app.testing import exit_code
from runner.authoring.planting import plant
from runner.catalog import find_kata, load_wrong_solutions
from runner.errors import ExitCode, WorkspaceError
from runner.grading.collecting import collect
from runner.grading.staging import staged
from runner.model import Job, Scope, Submission
from runner.sources.folders import folder_names
from runner.tracks.registry import TRACKS, detect
from runner.wire import report_to_json
from runner.workspace.settings import NO_SETTINGS
from runner.workspace.submitting import digest, submission_in

HERE = Path(__file__).parent
ATTACKS = {name: yaml.safe_load((HERE / name / "attack.yaml").read_text()) for name in folder_names(HERE)
           if (HERE / name / "attack.yaml").is_file()}  # fmt: skip
CASES = [(name, variant) for name, attack in ATTACKS.items() for variant in attack["verdicts"]]
VERDICTS = {
    ExitCode.PASSED: "pass",
    ExitCode.FAILED: "fail",
    ExitCode.NOT_READY: "fail",
    ExitCode.BROKEN_KATA: "error",
    ExitCode.MACHINE: "error",
}
LONGEST = 60.0
MARK = "kata-attack"  # in the command line of whatever an attack leaves running, and in the names of its files


@pytest.mark.timeout(300)
@pytest.mark.parametrize("case", CASES, ids=[f"{name}-{variant}" for name, variant in CASES])
def test_an_attack_comes_to_the_verdict_that_is_right(case, place, execute, canary, nothing_left, neighbours, tmp_path):  # noqa: PLR0917
    name, variant = case
    attack = ATTACKS[name]
    kata = find_kata(place.syllabus, attack["kata"])
    mark = f"{MARK}-{secrets.token_hex(4)}"  # others attack at the same time
    attack, folder = marked(attack, mark), laid_out(tmp_path / "submission", name, variant, kata, mark)
    (folder / "neighbours.json").write_text(json.dumps(neighbours))
    began = time.monotonic()

    with nothing_left(mark):
        verdict, text = graded(execute, kata, folder, attack)

    assert verdict == attack["verdicts"][variant], text[-3000:]
    assert time.monotonic() - began < attack.get("seconds", LONGEST)
    assert canary not in text
    assert [told for told in attack.get("tells", ()) if told not in text] == []
    assert [lacked for lacked in attack.get("lacks", ()) if lacked in text] == []


def laid_out(folder, name, variant, kata, mark):
    """Lay an attack out over nothing, a solution, or a planted mistake."""
    attack = ATTACKS[name]
    if variant != "alone":
        shutil.copytree(kata.solutions / attack["beneath"], folder, ignore=shutil.ignore_patterns("NOTES.md"))
        if variant == "wrong":
            planted_in(folder, kata, attack)
        entry = TRACKS[attack["beneath"]].entry
        (folder / entry).rename(folder / f"honest{Path(entry).suffix}")
    shutil.copytree(HERE / name / "submission", folder, dirs_exist_ok=True)
    for path in (HERE / name / "submission").rglob("*"):
        copy = folder / path.relative_to(HERE / name / "submission")
        if path.is_file():
            copy.write_bytes(path.read_bytes().replace(MARK.encode(), mark.encode()))
    maker = HERE / name / "make.py"
    if maker.is_file():
        subprocess.run([sys.executable, maker, folder], check=True, env={**os.environ, "KATA_ATTACK": mark})
    return folder


def marked(attack, mark):
    """Return an attack with a mark of its own in its commands and in what it tells."""
    return yaml.safe_load(yaml.safe_dump(attack).replace(MARK, mark))


def planted_in(folder, kata, attack):
    """Plant the mistake that makes a solution wrong, whatever an attack does about it."""
    fitting = [wrong for wrong in load_wrong_solutions(kata) if wrong.base == attack["beneath"]]
    wrong = next(wrong for wrong in fitting if wrong.name == attack.get("wrong", wrong.name))
    shutil.copytree(wrong.folder, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("wrong.yaml"))
    plant(wrong, folder)


def graded(execute, kata, folder, attack):
    """Return the verdict on a submission, and everything that can be read of it."""
    with staged() as ours:
        copy = ours / kata.slug
        copy.mkdir()
        try:
            collect(folder, copy)
            job = Job(kata=kata, submission=handed_in(copy, attack), seed=7, scope=Scope.WHOLE)
        except WorkspaceError as error:
            return "invalid", f"{error.what} {error.where}"
        report = execute(job, lambda _: None)
    return VERDICTS[exit_code(report)], report_to_json(report)


def handed_in(folder, attack):
    """Return the submission in a folder, started by its track or by the attack's own command."""
    if "command" in attack:
        build = tuple(map(tuple, attack.get("build", ())))
        return Submission(attack["kata"], folder, tuple(attack["command"]), "", build, digest(folder))
    return submission_in(folder, attack["kata"], NO_SETTINGS, detect)
