"""A Node.js program that waited does what it does when started cold."""

import json
import shutil

import pytest

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="Node.js is not installed")

STATE = """
const fs = require("fs");
const environment = {...process.env};
for (const name of ["PORT", "KATA_DATA", "KATA_RUN"]) delete environment[name];
console.log(JSON.stringify({
  main: require.main === module, id: module.id, name: __filename, folder: process.cwd(), paths: module.paths,
  argv: process.argv, flags: process.execArgv, title: process.title, environment, mainName: process.mainModule.filename,
  cache: Object.keys(require.cache), parent: module.parent, globals: Object.getOwnPropertyNames(globalThis).sort(),
  input: fs.readFileSync(0, "utf8"), output: [fs.fstatSync(1).ino === fs.fstatSync(2).ino, process.stdout.isTTY],
  kinds: [process.stdout.constructor.name, process.stderr.constructor.name],
}));
"""


@pytest.fixture
def node(garage):
    garage.command = ("node", "app.js")
    return garage


def run_both(node, text):
    node.write(text, "app.js")
    cold, expected = node.run_cold()
    pid = node.park()
    warm, said = node.run()
    assert warm._process.pid == pid
    return (cold.code, expected), (warm.code, said)


def test_a_program_that_waited_sees_what_a_cold_one_sees(node):
    cold, warm = run_both(node, STATE)

    assert json.loads(warm[1]) == json.loads(cold[1])


@pytest.mark.parametrize(
    "text",
    ["process.exit(7)", "console.error('bye'); process.exitCode = 3", "process.kill(process.pid, 9)"],
)
def test_it_ends_as_a_cold_one_does(node, text):
    cold, warm = run_both(node, text)

    assert warm == cold


def in_the_program(text):
    return [line for line in text.splitlines() if "(node:internal/" not in line and " at node:internal/" not in line]


@pytest.mark.parametrize("text", ["const x = ;", "function f() {\n  throw new Error('boom');\n}\nf();\n"])
def test_an_error_is_told_by_the_same_lines_of_the_program(node, text):
    cold, warm = run_both(node, text)

    assert warm[0] == cold[0] == 1
    assert in_the_program(warm[1]) == in_the_program(cold[1])


def test_a_module_of_the_new_kind_runs_too(node):
    (node.folder / "package.json").write_text('{"type": "module"}')

    cold, warm = run_both(
        node, "import http from 'node:http';\nconsole.log(typeof http.createServer, import.meta.url);\n"
    )

    assert warm == cold == (0, f"function file://{node.folder}/app.js\n")
