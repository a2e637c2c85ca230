"""Records of runs: written, taken away, and harmless when they are torn or foreign."""

import json
import os

from runner.platforms.here import HERE
from runner.server.leftovers import registered_run, sweep_leftovers


def test_a_run_is_on_record_while_it_lasts(tmp_path):
    with registered_run(tmp_path / "state") as token:
        record = json.loads((tmp_path / "state" / f"{token}.json").read_text())
        assert record == {"supervisor": os.getpid(), "born": HERE.born(os.getpid())}
    assert list((tmp_path / "state").iterdir()) == []


def test_two_runs_have_two_tokens(tmp_path):
    with registered_run(tmp_path) as one, registered_run(tmp_path) as other:
        assert one != other


def test_a_run_goes_on_without_a_place_for_its_record(tmp_path):
    (tmp_path / "file").touch()
    with registered_run(tmp_path / "file" / "state") as token:
        assert token
    assert sweep_leftovers(tmp_path / "file" / "state") == 0


def test_a_living_supervisors_record_stays(tmp_path):
    with registered_run(tmp_path) as token:
        sweep_leftovers(tmp_path)
        assert (tmp_path / f"{token}.json").exists()


def test_a_later_process_with_the_same_pid_is_not_the_supervisor(tmp_path):
    path = tmp_path / f"{'0' * 32}.json"
    path.write_text(json.dumps({"supervisor": os.getpid(), "born": "long ago"}))
    sweep_leftovers(tmp_path)
    assert not path.exists()


def test_torn_records_go_and_foreign_files_stay(tmp_path):
    for content, number in ((b"", 1), (b'{"supervisor":', 2), (b"[]", 3), (b"\xff", 4), (b'{"supervisor":"x"}', 5)):
        (tmp_path / f"{number:032x}.json").write_bytes(content)
    (tmp_path / "settings.json").write_text("{}")
    assert sweep_leftovers(tmp_path) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["settings.json"]
