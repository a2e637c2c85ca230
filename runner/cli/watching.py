"""The command `kata watch`: keys, saves, and what is on the screen between them."""

from __future__ import annotations

import queue
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from runner.cli.options import kata_argument
from runner.cli.output import Output, is_terminal
from runner.errors import ExitCode, KataError
from runner.platforms.ending import when_asked_to_end
from runner.platforms.nudge import Nudge
from runner.words import say

if TYPE_CHECKING:
    from types import FrameType

    from runner.app.watching import Endable, WatchSession
    from runner.cli.watch_screen import Screen
    from runner.evidence import Outcome
    from runner.platforms.keys import Keyboard
    from runner.watcher import Events, Stamps

IDLE_SECONDS = 1.5
# A program that writes sources beside itself at every start must get its verdict, too.
MOST_RESTARTS = 3


@dataclass(frozen=True, slots=True)
class Key:
    """A key was pressed; empty when the terminal is gone."""

    text: str


@dataclass(frozen=True, slots=True)
class Saved:
    """Files were changed in the folder of a kata."""

    folder: Path
    paths: frozenset[Path]


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to tell."""

    text: str


Happening = Key | Saved | Remark
Tell = Callable[[Happening], None]

QUIT = Key("q")
GONE = Key("")


@click.command("watch", help=say("help.watch"))
@kata_argument()
@click.option("--manual", is_flag=True, help=say("help.option.watch-manual"))
@click.pass_context
def watch_command(ctx: click.Context, *, name: str | None, manual: bool) -> int:
    """Test your program at every save."""
    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        from runner.cli.testing import test_command

        code: int = ctx.invoke(test_command, name=name)
        return code
    from runner.app.watching import watching
    from runner.cli.watch_screen import Screen
    from runner.platforms.keys import Keyboard

    output: Output = ctx.obj
    when_asked_to_end(_end)
    with watching(name) as session, Keyboard() as keyboard:
        WatchLoop(session, Screen(output), keyboard, is_manual=manual).run()
    return ExitCode.PASSED


def _end(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


class WatchLoop:
    """Waits for keys and saves, and answers each."""

    def __init__(self, session: WatchSession, screen: Screen, keyboard: Keyboard, *, is_manual: bool) -> None:
        self._session = session
        self._screen = screen
        self._keyboard = keyboard
        self._happenings: queue.SimpleQueue[Happening] = queue.SimpleQueue()
        self._waiting: list[Happening] = []
        self._ends_run: Callable[[Happening], bool] | None = None  # while there is a run that may be ended
        self._restarts = 0  # runs in a row that a save has ended
        self._nudge = Nudge(self._look_up)
        self._saves = Saves(self._tell, is_manual=is_manual)
        self._is_checked = True  # whether the katas passed before were tested since this one passed
        self._keys: Mapping[str, Callable[[], None]] = {
            "r": self.verdict, "n": self.advance, "h": self.hint, "l": self.list,
            "c": self.check_opened, "x": self.reset,
        }  # fmt: skip

    def run(self) -> None:
        """Go on until q, or until the terminal is gone."""
        with self._nudge:
            threading.Thread(target=self._read_keys, daemon=True).start()
            self._saves.watch(self._session)
            try:
                self.verdict()
                while (happening := self._next()) not in {QUIT, GONE}:
                    self._answer(happening)
            finally:
                self._saves.end()
                self._keyboard.close()

    def _answer(self, happening: Happening | None) -> None:
        try:
            if happening is None:
                self._recheck()
            elif isinstance(happening, Remark):
                self._screen.remark(happening.text)
            elif isinstance(happening, Saved):
                if happening.folder == self._session.folder and self._session.is_save(happening.paths):
                    self.verdict()
            elif happening.text in self._keys:
                self._keys[happening.text]()
        except KataError as error:
            self._screen.error(error)

    def verdict(self) -> None:
        """Test, show the verdict, and let the next run wait."""
        session = self._session
        self._drop_saves()
        self._screen.testing(session.kata.slug)
        try:
            report = session.verdict(self._look_up, self._endable(self._ends_verdict))
        except KataError as error:
            self._screen.error(error)
            return
        except self._woken():
            return
        finally:
            session.park()
        self._restarts = 0
        self._is_checked = not session.is_passed
        self._screen.report(report)

    def advance(self) -> None:
        """Open the next kata after a pass."""
        session = self._session
        if not session.is_passed:
            text = say("watch.not-passed", slug=session.kata.slug)
            self._screen.remark(text)
            return
        opening = session.advance()
        if opening is None:
            self._screen.page(say("cli.every-kata-passed"))
            return
        self._at_another_kata()
        self._screen.opening(opening)

    def hint(self) -> None:
        """Show the next hint below the verdict."""
        self._screen.hint(self._session.hint(), self._session.kata.slug)

    def list(self) -> None:
        """Show the list, and go on where the learner says."""
        from runner.cli.watch_list import KataList

        place = self._session.place
        chosen = KataList(place.syllabus, place.progress(), self._session.kata.slug, self._screen).choose(self._read)
        if chosen:
            opening = self._session.go_to(chosen)
            self._at_another_kata()
            if opening is not None:
                self._screen.opening(opening)
        elif self._session.report is not None:
            self._screen.report(self._session.report)
        else:
            self._screen.page("")

    def check_opened(self) -> None:
        """Test every kata that was opened."""
        self._screen.clear()
        self._screen.say(say("watch.testing-all"))
        try:
            for report in self._session.check_opened(self._look_up, self._endable(self._ends_looking)):
                self._screen.line_of(report)
        except self._woken():
            self._screen.say(say("watch.stopped"))
        self._screen.keys()

    def reset(self) -> None:
        """Ask, then lay the stub anew."""
        self._screen.say(say("watch.reset.ask", slug=self._session.kata.slug))
        if self._read() != "y":
            self._screen.say(say("watch.reset.not"))
            return
        done = self._session.reset()
        self._at_another_kata()
        slug = self._session.kata.slug
        is_moved = done.trash is not None
        self._screen.page(
            say("watch.reset.trash", slug=slug, trash=done.trash) if is_moved else say("watch.reset", slug=slug)
        )

    def _at_another_kata(self) -> None:
        self._is_checked = True
        self._saves.watch(self._session)
        self._session.park()

    def _recheck(self) -> None:
        """Test the katas that were passed before, until something happens."""
        self._is_checked = True
        if not self._session.earlier():
            return
        try:
            self._session.recheck(self._look_up, self._endable(self._ends_looking))
        except self._woken():
            self._is_checked = False
            return
        self._screen.rechecked(self._session.kata.slug, self._session.lost)

    def _ends_verdict(self, happening: Happening) -> bool:
        """Tell whether a run is over with this: its verdict would come too late."""
        if isinstance(happening, Saved):
            return self._restarts < MOST_RESTARTS and self._is_of_program(happening)
        return happening in {QUIT, GONE, Key("r")}

    def _ends_looking(self, happening: Happening) -> bool:
        """Tell whether runs that are there for a look are over with this."""
        return self._is_of_program(happening) if isinstance(happening, Saved) else isinstance(happening, Key)

    def _is_of_program(self, saved: Saved) -> bool:
        # What else is saved while programs run may be their data.
        return saved.folder == self._session.folder and self._session.is_program(saved.paths)

    def _endable(self, ends: Callable[[Happening], bool]) -> Endable:
        @contextmanager
        def endable() -> Iterator[None]:
            self._ends_run = ends
            try:
                self._look_up()
                yield
            finally:
                self._ends_run = None

        return endable

    def _look_up(self, _: Outcome | None = None) -> None:
        """End the run when something happened that ends it, and let that be answered next."""
        if self._ends_run is None:
            return
        self._fetch()
        found = next(filter(self._ends_run, self._waiting), None)
        if found is not None:
            self._ends_run = None  # once: nothing may disturb how the run is taken down
            self._waiting.remove(found)
            self._waiting.insert(0, found)
            self._restarts += isinstance(found, Saved)
            raise self._woken()

    def _tell(self, happening: Happening) -> None:
        """Let the loop know what happened, from any thread."""
        self._happenings.put(happening)
        if self._ends_run is not None:
            self._nudge()

    def _woken(self) -> type[Exception]:
        from runner.app.watching import Woken

        return Woken

    def _next(self) -> Happening | None:
        """Return what happened next; None when nothing did for a while and there is something left to look at."""
        self._fetch()
        if self._waiting:
            return self._waiting.pop(0)
        try:
            return self._happenings.get(timeout=None if self._is_checked else IDLE_SECONDS)
        except queue.Empty:
            return None

    def _fetch(self) -> None:
        with suppress(queue.Empty):
            while True:
                self._waiting.append(self._happenings.get_nowait())

    def _drop_saves(self) -> None:
        """Forget the saves so far: the verdict that is made now is theirs."""
        self._fetch()
        self._waiting = [each for each in self._waiting if not isinstance(each, Saved)]

    def _read(self) -> str:
        """Return the next key; saves wait meanwhile."""
        self._fetch()
        for happening in self._waiting:
            if isinstance(happening, Key):
                self._waiting.remove(happening)
                return happening.text
        while True:
            happening = self._happenings.get()
            if isinstance(happening, Key):
                return happening.text
            self._waiting.append(happening)

    def _read_keys(self) -> None:
        while key := self._keyboard.read():
            self._tell(Key(key))
        self._tell(GONE)


class Saves:
    """Watches the folder of one kata at a time."""

    def __init__(self, tell: Tell, *, is_manual: bool) -> None:
        self._tell = tell
        self._is_manual = is_manual
        self._stop = threading.Event()
        self._events: Events | None = None

    def watch(self, session: WatchSession) -> None:
        """Watch this kata's folder from now on."""
        self.end()
        self._stop = threading.Event()
        if not self._is_manual:
            from runner.watcher import stamps_of

            state = session.place.required_workspace().state
            known = stamps_of(session.folder)
            threading.Thread(target=self._follow, args=(session.folder, state, known, self._stop), daemon=True).start()

    def end(self) -> None:
        """Watch no longer."""
        self._stop.set()

    def _follow(self, folder: Path, state: Path, known: Stamps, stop: threading.Event) -> None:
        from runner.watcher import Events, probe, settled_changes

        if self._events is None:
            self._events = probe(state)
            if self._events is not Events.TOLD:
                self._tell(Remark(say("watch.slow-events" if self._events is Events.POLLED else "watch.no-events")))
        for paths in settled_changes(folder, stop, self._events, known):
            self._tell(Saved(folder, paths))
        if not stop.is_set() and self._events is not Events.NONE:
            self._tell(Remark(say("watch.no-longer")))
