"""What the shell does while nobody types: how often it wakes, and the time of the processor it takes."""

from __future__ import annotations

from collections.abc import Iterator

from .bench import Bench
from .processes import Activity
from .table import Row, number
from .terminal import Terminal


SETTLING = 8
"""So many seconds after the last thing that happened it is quiet: threads that aren't needed any more have ended."""


def measure(bench: Bench) -> Iterator[Row]:
    seconds = bench.times(usual=60, quick=10)
    with bench.programs.event_service() as service:
        with Terminal([bench.programs.nx1sh], bench.programs.environment(service.settings)) as terminal:
            terminal.wait_for(b"ask> ")
            yield row("idle at the prompt", activity(terminal, seconds), seconds, "no wake-ups")
            terminal.type(":bg :crew ask events:=1 every:=7200 Wait\r")
            yield row("the same while a run of `:bg` says nothing", activity(terminal, seconds), seconds)
            terminal.type("\x04")  # Once says that a run is left.


def activity(terminal: Terminal, seconds: float) -> tuple[int, float]:
    """How often the program was given a processor, and for how many seconds."""
    terminal.let_pass(SETTLING)
    before = Activity.of(terminal.process_id)
    terminal.let_pass(seconds)
    return Activity.of(terminal.process_id).since(before)


def row(what: str, during: tuple[int, float], seconds: float, design: str = "") -> Row:
    times, processor = during
    return Row(
        what, f"{times} wake-ups in {seconds} s, {number(processor * 1000)} ms of the processor", design=design
    )
