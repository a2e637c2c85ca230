"""Why a program never became ready."""

from __future__ import annotations

import re
import signal
from pathlib import Path

from runner.doctor.evidence import Evidence, last_line, tail
from runner.doctor.executing import missing_program, spoilt_script
from runner.doctor.remedies import mending
from runner.evidence import LaunchFinding
from runner.platforms.here import HERE
from runner.platforms.kinds import ListenSocket
from runner.tracks.complaints import Complaint, clean_lines, numbers_in_source, read_complaint, source_place
from runner.tracks.ending_calls import ending_call
from runner.words import say

_TAKEN = re.compile(r"EADDRINUSE|address already in use|port is already in use|one usage of each socket", re.IGNORECASE)
_IPV4 = re.compile(r"\b\d{1,3}(\.\d{1,3}){3}\b")
_TAKEN_PORT = re.compile(r"(?:EADDRINUSE\D*|:{1,4}|port[ :=]+|', ?)(\d{2,5})\b", re.IGNORECASE)
_ROOM = 110  # for a line of code and the piece of it that is pointed at
_WRITING = frozenset({"SyntaxError", "IndentationError", "TabError"})


def diagnose(evidence: Evidence) -> LaunchFinding:
    """Return why a program is not ready."""
    if evidence.is_flooded:
        return _flooded(evidence)
    if evidence.elsewhere:
        return _listens_elsewhere(evidence)
    if tells_of_a_taken_port(evidence.log):
        return _port_held(evidence)
    if evidence.code is None:
        return _still_starting(evidence)
    return _exited(evidence)


def tells_of_a_taken_port(log: str) -> bool:
    """Tell whether a program printed that its port is in use already."""
    return bool(_TAKEN.search("\n".join(clean_lines(log))))


def _flooded(evidence: Evidence) -> LaunchFinding:
    what = say("doctor.flooded.what")
    fix = say("doctor.flooded.fix")
    return LaunchFinding("exited", what, last_line(evidence.log), fix, tail(evidence.log))


def _listens_elsewhere(evidence: Evidence) -> LaunchFinding:
    on_port = [each for each in evidence.elsewhere if each.port == evidence.port]
    if on_port:
        return _wrong_address(evidence, on_port[0])
    port = evidence.elsewhere[0].port
    what = say("doctor.wrong-port.what", port=port, wanted=evidence.port)
    fix = say("doctor.wrong-port.fix", read_port=evidence.advice.read_port)
    return LaunchFinding("wrong_port", what, source_place(evidence.folder, str(port)), fix, tail(evidence.log))


def _wrong_address(evidence: Evidence, found: ListenSocket) -> LaunchFinding:
    is_ipv6 = ":" in found.address
    address = say("doctor.wrong-address.ipv6", address=found.address) if is_ipv6 else found.address
    what = say("doctor.wrong-address.what", address=address)
    words = ("::1", "localhost", "::") if is_ipv6 else (found.address,)
    where = next((place for word in words if (place := _address_place(evidence.folder, word))), "")
    fix = say("doctor.wrong-address.fix")
    return LaunchFinding("wrong_address", what, where, fix, tail(evidence.log))


def _address_place(folder: Path, word: str) -> str:
    return next((place for quote in "\"'" if (place := source_place(folder, f"{quote}{word}{quote}"))), "")


def _port_held(evidence: Evidence) -> LaunchFinding:
    port = _taken_port(evidence)
    what = _taken_by(port)
    if port == evidence.port:
        return LaunchFinding(
            "port_held",
            what,
            "",
            say("doctor.port-held.our-port"),
            tail(evidence.log),
        )
    where = source_place(evidence.folder, str(port)) if port else ""
    fix = say("doctor.port-held.fix", port=evidence.port, read_port=evidence.advice.read_port)
    return LaunchFinding("port_held", what, where, fix, tail(evidence.log))


def _taken_by(port: int) -> str:
    if not port:
        return say("doctor.port-held.some-port")
    for program in HERE.holders(port):
        return say("doctor.port-held.by", port=port, program=program)
    return say("doctor.port-held.by-another", port=port)


def held_for_a_moment(evidence: Evidence) -> bool:
    """Tell whether a program was refused the very port that it was given, by somebody who may be gone by now."""
    named = _named_ports(evidence.log)
    is_ours = evidence.port in named if named else not _taken_port(evidence)
    return tells_of_a_taken_port(evidence.log) and is_ours


def _named_ports(log: str) -> list[int]:
    told = [_IPV4.sub("host", line) for line in clean_lines(log) if _TAKEN.search(line)]
    return [int(number) for line in told for number in _TAKEN_PORT.findall(line)]


def _taken_port(evidence: Evidence) -> int:
    named = _named_ports(evidence.log)
    guesses = [*named, *numbers_in_source(evidence.folder), evidence.port]
    return next((port for port in guesses if HERE.is_listening(port)), named[0] if named else 0)


def _still_starting(evidence: Evidence) -> LaunchFinding:
    what = say("doctor.still-starting.what", seconds=evidence.seconds)
    fix = say("doctor.still-starting.fix", listen=evidence.advice.listen)
    return LaunchFinding("still_starting", what, last_line(evidence.log), fix, tail(evidence.log))


def _exited(evidence: Evidence) -> LaunchFinding:
    spoilt = spoilt_script(evidence.command, evidence.folder) if evidence.code else None
    if spoilt:
        return LaunchFinding("exited", *spoilt, tail(evidence.log))
    if (lacking := missing_program(evidence)) is not None:
        return lacking
    complaint = read_complaint(evidence.log, evidence.folder)
    if evidence.code == 0 and (complaint is None or not complaint.kind):
        what = say("doctor.ended.what")
        fix = say("doctor.ended.fix", listen=evidence.advice.listen)
        return LaunchFinding("exited", what, last_line(evidence.log), fix, tail(evidence.log))
    if evidence.code and evidence.code > 0 and not (complaint and complaint.is_error):
        return _ended_itself(evidence, evidence.code)
    how = _how_it_ended(evidence.code)
    if complaint is None:
        fix = say("doctor.exited.silent")
        return LaunchFinding("exited", say("doctor.exited.what", how=how), "", fix)
    what = say("doctor.exited.complaint", how=how, complaint=complaint.text)
    return LaunchFinding("exited", what, _shown_place(complaint), mending(evidence, complaint), tail(evidence.log))


def _ended_itself(evidence: Evidence, code: int) -> LaunchFinding:
    what = say("doctor.exited.what", how=say("doctor.exited.by-itself", code=code))
    where = ending_call(evidence.folder, code)
    told = evidence.log.strip()
    if where:
        return LaunchFinding("exited", what, where, say("doctor.exited.called"), tail(evidence.log))
    if told:
        return LaunchFinding("exited", what, last_line(evidence.log), say("doctor.mend"), tail(evidence.log))
    return LaunchFinding("exited", what, "", say("doctor.exited.silent"))


def _how_it_ended(code: int | None) -> str:
    if code is None or code >= 0:
        return say("doctor.exited.crashed", code=code) if code else say("doctor.exited.ended")
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = str(-code)
    known = {"SIGKILL": "doctor.exited.killed", "SIGSEGV": "doctor.exited.native"}
    return say(known[name]) if name in known else say("doctor.exited.signal", name=name)


def _shown_place(complaint: Complaint) -> str:
    """Return the place and its line of code; of an error in its writing also the spot, in words and by a caret."""
    if not complaint.source:
        return complaint.where
    line = complaint.source[0].strip()
    head = f"{complaint.where}: "
    spot = _spot(*complaint.source) if complaint.kind in _WRITING and len(complaint.source) > 1 else None
    if spot is None:
        return f"{head}{line}"
    column, words = spot
    told = f"  ({words})" if words else ""
    return f"{head}{line}{told}\n{' ' * (len(head) + column)}^"


def _spot(line: str, carets: str) -> tuple[int, str] | None:
    """Return where a caret line points, and that in a few words, since a caret is lost when it is read aloud."""
    found = re.search(r"\^+", carets)
    if found is None:
        return None
    column = max(0, found.start() - (len(line) - len(line.lstrip())))
    end = found.end() if len(found[0]) > 1 else len(line)
    pointed = line[found.start() : end].strip()
    if not pointed:
        return column, say("doctor.spot.end")
    # A part of it would send the eye to the wrong end.
    return column, say("doctor.spot.at", pointed=pointed) if len(line) + len(pointed) <= _ROOM else ""
