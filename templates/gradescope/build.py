"""Build the zip that Gradescope takes as an autograder: `python build.py [--accept-isolation reduced] [OUT.zip]`.

It holds `setup.sh` and `run_autograder`, and kata itself as a wheel, so that the image needs no account and no git.
"""

import argparse
import subprocess
import sys
import tempfile
import zipfile
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
SCRIPTS = ("setup.sh", "run_autograder")
EXECUTABLE = 0o755 << 16


def main() -> None:
    """Build the zip and say what is in it."""
    parser = argparse.ArgumentParser(description="Build the zip that Gradescope takes as an autograder.")
    parser.add_argument("out", nargs="?", type=Path, default=Path("kata-autograder.zip"))
    parser.add_argument("--kata", metavar="KATA", help="grade this kata alone; default: whatever was handed in")
    parser.add_argument("--pack", type=Path, metavar="FOLDER", help="katas of your own; default: those of kata")
    parser.add_argument("--accept-isolation", choices=["full", "reduced", "none"], default="full")
    parser.add_argument("--source", type=Path, default=HERE.parents[1], help="where kata is; default: this checkout")
    wanted = parser.parse_args()
    options = ["--accept-isolation", wanted.accept_isolation, *(["--kata", wanted.kata] if wanted.kata else [])]
    if wanted.pack:
        options += ["--pack", "/autograder/source/pack"]
    with tempfile.TemporaryDirectory() as folder:
        wheel = built_wheel(wanted.source, Path(folder))
        with zipfile.ZipFile(wanted.out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in SCRIPTS:
                add(archive, name, (HERE / name).read_bytes())
            add(archive, "options", "".join(f"{word}\n" for word in options).encode())
            archive.write(wheel, wheel.name)
            for path in sorted(wanted.pack.rglob("*")) if wanted.pack else ():
                archive.write(path, Path("pack") / path.relative_to(wanted.pack))
    print(f"{wanted.out}: {', '.join(SCRIPTS)}, options, {wheel.name}")


def built_wheel(source: Path, folder: Path) -> Path:
    """Return the wheel of the kata in a checkout."""
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(source)]
    if find_spec("pip") is None:  # an environment that uv made
        command = ["uv", "build", "--quiet", "--wheel", "--out-dir", str(folder), str(source)]
    subprocess.run(command, check=True)
    return next(folder.glob("*.whl"))


def add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Add a file that may be run: Gradescope unpacks with the modes in the archive."""
    entry = zipfile.ZipInfo(name)
    entry.external_attr = EXECUTABLE
    archive.writestr(entry, content, zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    main()
