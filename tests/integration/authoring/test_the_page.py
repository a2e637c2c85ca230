"""Walk docs/add-a-kata.md to the letter: what it says to type is typed, what it says to write is written."""

import json
import re
import textwrap

import pytest

BLOCK = re.compile(r"^```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)
RULE = "**R5** Twenty clients at once are each greeted by their own name."


@pytest.fixture
def blocks(root):
    """Return the YAML of the page, by what it begins with."""
    found = BLOCK.findall((root / "docs" / "add-a-kata.md").read_text(encoding="utf-8"))
    return {textwrap.dedent(text).split()[0] + str(at): text for at, text in enumerate(found)}


def insert(file, before, text):
    """Write a text in front of the first line that begins so."""
    content = file.read_text(encoding="utf-8")
    assert content.count(before) == 1
    file.write_text(content.replace(before, text + before), encoding="utf-8")


def test_the_page_leads_to_a_kata_of_five_checks(tmp_path, kata, blocks, root):
    assert list(blocks) == ["R5:0", "-1", "#2", "change:3", "repos:4"]
    pack = tmp_path / "my-pack"
    pack.mkdir()
    assert kata("new", "polite-server", "--track", "flask", "--track", "node", cwd=pack).returncode == 0
    folder = pack / "katas" / "polite-server"

    insert(folder / "kata.yaml", "# TODO(kata): write at least three hints", blocks["R5:0"])
    assert RULE in (root / "docs" / "add-a-kata.md").read_text(encoding="utf-8")
    insert(folder / "README.md", "## Try it", f"{RULE}\n\n")
    assert "no check proves R5" in kata("check", cwd=pack).stdout
    checks = folder / "suite" / "checks.yaml"
    checks.write_text(checks.read_text(encoding="utf-8") + "\n" + blocks["-1"], encoding="utf-8")
    flask = blocks["#2"]
    node = flask[: flask.index("change:")].replace("base: flask", "base: node") + blocks["change:3"]
    for name, text in {"one-name-for-all": flask, "one-name-for-all-in-node": node}.items():
        (folder / "wrong" / name).mkdir()
        (folder / "wrong" / name / "wrong.yaml").write_text(text, encoding="utf-8")
    finish(pack)

    read = kata("check", cwd=pack)
    proven = kata("verify", "--record", "--json", cwd=pack)
    assert (read.stdout, read.returncode) == (f"No mistakes in {pack}. Next: kata verify\n", 0)
    assert proven.returncode == 0, proven.stderr
    (record,) = json.loads(proven.stdout)
    assert (record["checks"], record["wrong"], record["todo"]) == (5, [7, 7], [])
    assert (
        "Twenty clients at once each hear their own name"
        in kata("preview", "polite-server", "--wrong", "one-name-for-all", cwd=pack).stdout
    )


def finish(pack):
    """Do everything that is still to do."""
    for file in [*pack.rglob("*.md"), *pack.rglob("*.yaml")]:
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        file.write_text("".join(line for line in lines if "TODO(kata):" not in line), encoding="utf-8")
