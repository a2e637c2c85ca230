"""The pytest plugin of the suite process: collect checks.yaml, run its checks, report each over the channel."""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

import pytest
from _pytest.runner import runtestprotocol

from runner.errors import SuiteError
from runner.evidence import Outcome
from runner.exchanges.play import open_scene, play
from runner.exchanges.scene import Scene
from runner.model import Check, Status
from runner.platforms import alarm
from runner.suites.brief import Brief
from runner.suites.channel import Channel
from runner.suites.explaining import OUT_OF_TIME, failure_of, is_ours, trouble_of
from runner.suites.looking import LookingControl
from runner.suites.ordering import in_file_order, in_scope, selected, shuffled
from runner.suites.remote import RemoteControl
from runner.wire import outcome_to_data

SCENE = pytest.StashKey[Scene]()
CHECK = pytest.StashKey[Check]()
LOOKING = pytest.StashKey[LookingControl]()
ENDED = pytest.StashKey["Ended"]()

# pytest-timeout is only the backstop, for a check written in Python that never ends: the client and the supervisor keep
# their own, shorter deadlines. On a busy machine everything takes several times as long, and that is nobody's mistake.
BACKSTOP_FACTOR = 4
BACKSTOP_SECONDS = 5.0


class Ended(NamedTuple):
    """What ended a check, and in which phase of pytest's."""

    when: str
    error: BaseException


class CheckItem(pytest.Item):
    """One declarative check."""

    def runtest(self) -> None:
        """Play the steps of the check."""
        play(self.stash[SCENE])

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return where the check stands, for pytest's own messages."""
        return self.path, self.stash[CHECK].line, self.name


class ChecksFile(pytest.File):
    """A checks.yaml as pytest collects it: declarative items, and Python functions by their name."""

    checks: Sequence[Check] = ()

    def collect(self) -> Iterator[pytest.Item]:
        """Yield one item for each check that is to run."""
        modules: dict[str, dict[str, pytest.Item]] = {}
        for check in self.checks:
            item = self._python_item(check, modules) if check.python else self._declared_item(check)
            item.stash[CHECK] = check
            yield item

    def _declared_item(self, check: Check) -> pytest.Item:
        item: pytest.Item = CheckItem.from_parent(self, name=check.id)
        return item

    def _python_item(self, check: Check, modules: dict[str, dict[str, pytest.Item]]) -> pytest.Item:
        file_name, _, function = check.python.partition("::")
        if file_name not in modules:
            module = pytest.Module.from_parent(self, path=self.path.parent / file_name)
            modules[file_name] = {item.name: item for item in module.collect() if isinstance(item, pytest.Item)}
        if function not in modules[file_name]:
            what = f"the check {check.id!r} names {check.python}, and there is no such test"
            raise SuiteError(what, where=str(self.path))
        return modules[file_name][function]


class SuitePlugin:
    """Collect, order, run and report; everything the supervisor hears comes from here."""

    def __init__(
        self, expected: Brief, checks: Sequence[Check], channel: Channel, await_brief: Callable[[], Brief]
    ) -> None:
        self._brief = expected
        self._await_brief = await_brief
        self._channel = channel
        self._control = RemoteControl(channel)
        self._checks = selected(in_scope(checks, expected.scope), expected.only)
        self._passed: set[str] = set()

    @pytest.hookimpl
    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
        """Take checks.yaml, and nothing else."""
        if file_path != Path(self._brief.checks_file):
            return None
        collector: ChecksFile = ChecksFile.from_parent(parent, path=file_path)
        collector.checks = self._checks
        return collector

    @pytest.hookimpl
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Shuffle by the seed (or keep the file's order), each check after those it depends on."""
        # All before this is the same for every seed, and may be done while nobody waits for it.
        self._brief = self._await_brief()
        by_id = {item.stash[CHECK].id: item for item in items}
        items[:] = [by_id[check.id] for check in self._in_order() if check.id in by_id]
        for item in items:
            deadline = item.stash[CHECK].deadline or self._brief.check_seconds
            item.add_marker(pytest.mark.timeout(deadline * BACKSTOP_FACTOR + BACKSTOP_SECONDS))

    @pytest.hookimpl
    def pytest_exception_interact(self, node: Any, call: pytest.CallInfo[Any]) -> None:
        """Tell the author of a suite that cannot be collected what is wrong with it."""
        if isinstance(node, pytest.Collector) and call.excinfo is not None:
            self._await_brief()  # nothing is told before it
            self._channel.send("trouble", what=trouble_of(call.excinfo.value))

    @pytest.hookimpl(tryfirst=True, optionalhook=True)
    def pytest_timeout_set_timer(self, item: Any, settings: Any) -> bool | None:
        """Let time run out as a failure; pytest-timeout's own way needs the terminal output of pytest."""
        if settings.method != "signal":
            return None

        def end() -> None:
            raise pytest.fail.Exception(OUT_OF_TIME, pytrace=False)

        item.cancel_timeout = alarm.cancel
        alarm.ring_in(settings.timeout, end)
        return True

    @pytest.hookimpl
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Open the scene: a live server, random data and a recorder for this check."""
        check = item.stash[CHECK]
        if "client" in getattr(item, "fixturenames", ()):
            # Before the check's time begins: what we load is not the learner's to wait for.
            importlib.import_module("runner.exchanges.httpx_client")
        env = dict(self._brief.env)
        looking = LookingControl(self._channel, check.id) if self._brief.is_traced else None
        control = looking or self._control
        scene = open_scene(check, control, self._brief.seed, env, seconds=self._brief.check_seconds)
        item.stash[SCENE] = scene
        if looking:
            looking.follow(scene.recorder.mark)
            item.stash[LOOKING] = looking

    @pytest.hookimpl
    def pytest_runtest_teardown(self, item: pytest.Item) -> None:
        """Close the connections of the scene."""
        looking, scene = item.stash.get(LOOKING, None), item.stash.get(SCENE, None)
        if looking is not None:
            looking.look(is_last=True)
        if scene is not None:
            scene.close()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, call: pytest.CallInfo[Any], item: pytest.Item) -> pytest.TestReport:
        """Keep the first thing that went wrong, as it was raised; pytest's own text of it (40 ms each) is not made."""
        if call.excinfo is not None and ENDED not in item.stash:
            item.stash[ENDED] = Ended(call.when, call.excinfo.value)
        outcome: Literal["passed", "failed"] = "passed" if call.excinfo is None else "failed"
        when = call.when if call.when != "collect" else "setup"
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, longrepr=None, when=when)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> bool:
        """Run one check and report its outcome."""
        check = item.stash[CHECK]
        self._channel.send("started", check=check.id)
        began = time.monotonic()
        if all(name in self._passed for name in check.depends_on):
            # All is torn down each time: the next item may be skipped, and then what was kept for it is in the way.
            runtestprotocol(item, log=False, nextitem=None)
            outcome = self._outcome(item, time.monotonic() - began)
        else:
            outcome = _described(check, Status.SKIPPED)
        if outcome.status is Status.PASSED:
            self._passed.add(check.id)
        self._channel.send("outcome", outcome=outcome_to_data(outcome))
        if self._brief.stop_at_failure and outcome.status is Status.FAILED:
            item.session.shouldstop = "the first failure is to be kept"
        return True

    def _in_order(self) -> Sequence[Check]:
        # Where the run stops, it stops at the check that a whole run would tell of.
        stops = self._brief.stop_at_failure
        return in_file_order(self._checks) if stops else shuffled(self._checks, self._brief.seed)

    def _outcome(self, item: pytest.Item, seconds: float) -> Outcome:
        check, scene, ended = item.stash[CHECK], item.stash.get(SCENE, None), item.stash.get(ENDED, None)
        exchanges = scene.exchanges if scene is not None else ()
        seen = {"exchanges": exchanges, "seconds": seconds, "in_data": scene is not None and scene.in_data}
        if ended is None:
            return _described(check, Status.PASSED, **seen)
        when, error = ended
        # What pytest itself asserts around a check is no failure of the learner's.
        failure = failure_of(error, check, exchanges) if when == "call" or is_ours(error) else None
        if failure is not None:
            return _described(check, Status.FAILED, failure=failure, **seen)
        self._channel.send("trouble", what=f"check {check.id}: {trouble_of(error)}")
        return _described(check, Status.ERRORED, **seen)

    @pytest.fixture
    def scene(self, request: pytest.FixtureRequest) -> Scene:
        """Return the scene of this check."""
        scene: Scene = request.node.stash[SCENE]
        return scene

    @pytest.fixture
    def client(self, scene: Scene) -> Any:
        """Return an httpx.Client bound to the server: bounded and recorded."""
        return scene.client()

    @pytest.fixture
    def raw(self, scene: Scene) -> Any:
        """Return a function that opens a recorded raw connection."""
        return scene.raw

    @pytest.fixture
    def server(self, scene: Scene) -> Any:
        """Return what may be done to the server."""
        return scene.server

    @pytest.fixture
    def fake(self, scene: Scene) -> Any:
        """Return seeded random data."""
        return scene.fake

    @pytest.fixture
    def expect(self, scene: Scene) -> Any:
        """Return the matchers of checks.yaml as a function."""
        return scene.expect


def _described(check: Check, status: Status, **rest: Any) -> Outcome:
    return Outcome(
        check=check.id,
        title=check.title,
        rule=check.rule,
        points=check.points,
        visibility=check.visibility,
        status=status,
        depends_on=check.depends_on,
        **rest,
    )
