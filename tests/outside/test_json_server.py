"""json-server, whose contract query-collection follows: all of the contract passes, and what goes beyond it fails."""

import json

import pytest


@pytest.fixture
def json_server(node_modules, tmp_path):
    """Return a function that gives the command of a json-server with one empty collection."""

    def command(collection):
        database = tmp_path / "db.json"
        database.write_text(json.dumps({collection: []}))
        program = node_modules / "json-server" / "lib" / "cli" / "bin.js"
        return ["node", str(program), "--quiet", "--host", "127.0.0.1", "--port", "${PORT}", str(database)]

    return command


def test_json_server_passes_its_own_contract(failing, json_server):
    assert failing("query-collection", json_server("products")) == {
        "limits-the-page": "failed",  # gives as many as are asked for
        "refuses-what-is-no-product": "failed",  # keeps whatever it is sent
        "stays-calm": "failed",  # cuts from the end for a _limit below 0
    }


def test_json_server_loses_updates(failing, json_server):
    statuses = failing("optimistic-lock", json_server("documents"))
    assert [check for check, status in statuses.items() if status == "failed"] == ["shows-the-tag"]  # its tags are weak
    assert statuses["lets-one-of-twenty-write"] == "skipped"
