"""Grade a submission for Classroom 50: put this file beside the assignment, as its autograder.

It writes `result.json` and `release-body.md` into the checkout, and ends with 0 unless the grading itself broke: then
there is no mark, and so no zero. `kata` has to be on the PATH, or KATA names it.
"""

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

# What is graded: a workspace or the folder of one kata, as seen from the checkout.
WORK = os.environ.get("KATA_PATH", ".")
# A folder of katas of your own; default: those that come with kata.
PACK = os.environ.get("KATA_PACK", "")
# "reduced" or "none" grade on runners that cannot shut submissions in; see docs/classroom.md first.
ISOLATION = os.environ.get("KATA_ACCEPT_ISOLATION", "full")
HANDED_OVER = {"classroom50": "result.json", "markdown": "release-body.md"}
READ_HERE = {"github": "log", "github-output": "outputs"}


def main() -> int:
    """Grade, show the log, and hand the result over where there is a mark."""
    for name in HANDED_OVER.values():
        remove(Path(name))
    # Outside the checkout: what somebody pushed cannot be in the way, and is never written through.
    with tempfile.TemporaryDirectory(prefix="kata-") as name:
        results = Path(name)
        code = grade(results)
        if not (results / "outputs").exists():
            print("kata: nothing was graded; the lines above say why")
            return code or 5
        print((results / "log").read_text("utf-8"))
        if code or "status=errored" in (results / "outputs").read_text("utf-8").splitlines():
            return code or 5
        for file in HANDED_OVER.values():
            shutil.copyfile(results / file, file, follow_symlinks=False)
    return 0


def grade(results: Path) -> int:
    """Run kata; return its exit code."""
    files = HANDED_OVER | READ_HERE
    outputs = [word for form, file in files.items() for word in ("--output", f"{form}={results / file}")]
    kata = shlex.split(os.environ.get("KATA", "kata"))
    pack = ["--pack", PACK] if PACK else []
    options = [*pack, "--accept-isolation", ISOLATION, "--store", str(results / "store"), *outputs]
    return subprocess.run([*kata, "grade", *options, "--", WORK], stdout=subprocess.DEVNULL, check=False).returncode


def remove(path: Path) -> None:
    """Remove what stands in the place of a result, whatever it is."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
