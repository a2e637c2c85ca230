"""The latest report of each kata."""

import pytest

from runner.errors import WorkspaceError
from runner.workspace.runs import last_run, save_run
from tests.unit.reporters.samples import SAMPLES


def test_the_latest_report_is_kept(workspace):
    save_run(workspace, SAMPLES["wrong_status"])
    save_run(workspace, SAMPLES["passed"])
    assert last_run(workspace, "validate-order") == SAMPLES["passed"]


def test_there_is_no_report_of_what_was_never_run(workspace):
    assert last_run(workspace, "validate-order") is None


@pytest.mark.parametrize("spoilt", [b"", b"{", b"\xff", b'{"schema": "kata/result/v9"}'])
def test_a_spoilt_report_is_none(workspace, spoilt):
    save_run(workspace, SAMPLES["passed"]).write_bytes(spoilt)
    assert last_run(workspace, "validate-order") is None


def test_nothing_but_the_report_is_left(workspace):
    path = save_run(workspace, SAMPLES["passed"])
    assert list(path.parent.iterdir()) == [path]


def test_a_file_in_the_way_is_told(workspace):
    (workspace.state / "runs").write_text("mine")
    with pytest.raises(WorkspaceError, match="something else is in its place"):
        save_run(workspace, SAMPLES["passed"])
