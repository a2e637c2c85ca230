"""The suite's side of a trace: before anything that may change the server's data, the supervisor takes a look."""

from __future__ import annotations

from collections.abc import Callable

from runner.ports import MAIN, Ending, Endpoint, Environment
from runner.suites.channel import Channel
from runner.suites.remote import RemoteControl


class LookingControl(RemoteControl):
    """A RemoteControl for one traced check."""

    def __init__(self, channel: Channel, check: str) -> None:
        super().__init__(channel)
        self._check = check
        self._recorded: Callable[[], int] = int

    def follow(self, recorded: Callable[[], int]) -> None:
        """Tell from now on how many exchanges were recorded at each look."""
        self._recorded = recorded

    def look(self, *, is_last: bool = False) -> None:
        """Have the supervisor look at data and log."""
        self._ask("look", check=self._check, exchange=self._recorded(), is_last=is_last)

    def log_size(self, name: str = MAIN) -> int:
        """Return how many bytes the server has printed; the engine asks before every exchange."""
        self.look()
        return super().log_size(name)

    def restart(self, by: str, env: Environment | None = None) -> Endpoint:
        """End the main server and start it on a new port."""
        self.look()
        return super().restart(by, env)

    def kill(self) -> Ending:
        """Kill -9 the main server."""
        self.look()
        return super().kill()

    def start(self, env: Environment | None = None) -> Endpoint:
        """Start the main server again."""
        self.look()
        return super().start(env)

    def start_twice(self, name: str) -> tuple[Endpoint, Endpoint]:
        """Start the main server again and another instance in the same moment."""
        self.look()
        return super().start_twice(name)

    def break_off_start(self, after: float) -> Ending:
        """Start the main server and kill -9 it while it changes its data."""
        self.look()
        return super().break_off_start(after)

    def second(self, name: str, env: Environment | None = None) -> Endpoint:
        """Start another instance on the same data."""
        self.look()
        return super().second(name, env)

    def stop(self, name: str) -> Ending:
        """Kill -9 a second instance."""
        self.look()
        return super().stop(name)
