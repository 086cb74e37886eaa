"""What the shell does while nobody types: how often it wakes, and the time of the processor it takes."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from .bench import Bench
from .processes import Activity
from .programs import HERE
from .table import Row, number
from .terminal import Terminal

SETTLING = 8
"""So many seconds after the last thing that happened it is quiet: threads that aren't needed any more have ended."""


def measure(bench: Bench) -> Iterator[Row]:
    seconds = bench.times(usual=60, quick=10)
    if not shutil.which("swiftc"):
        yield Row("idle at the prompt", "", "`swiftc`: not on this machine")
        return
    with bench.programs.event_service() as service:
        with Terminal([bench.programs.nx1sh], bench.programs.environment(service.settings)) as terminal:
            terminal.wait_for(b"ask> ")
            with idle_program(bench.programs.folder) as idle:
                terminal.let_pass(SETTLING)
                before, others_before = Activity.of(terminal.process_id), Activity.of(idle)
                terminal.let_pass(seconds)
                during, others = Activity.of(terminal.process_id).since(before), Activity.of(idle).since(others_before)
            yield Row(
                "idle at the prompt", said(during, seconds),
                f"a Swift program that sleeps, after one use of a queue: {said(others, seconds)}", design="no wake-ups",
            )
            terminal.enter(":bg :crew ask events:=1 every:=7200 Wait\r")
            terminal.let_pass(SETTLING)
            before = Activity.of(terminal.process_id)
            terminal.let_pass(seconds)
            during = Activity.of(terminal.process_id).since(before)
            yield Row("the same while a run of `:bg` says nothing", said(during, seconds))
            terminal.enter("\x04")  # Once says that a run is left.


@contextlib.contextmanager
def idle_program(folder: Path) -> Iterator[int]:
    """A program that has nothing to do: what its library does all the same."""
    program = folder / "idle"
    subprocess.run(["swiftc", "-O", "-o", program, HERE / "Idle.swift"], check=True)
    with subprocess.Popen([program]) as process:
        try:
            time.sleep(1)
            yield process.pid
        finally:
            process.kill()


def said(during: tuple[int, float], seconds: float) -> str:
    times, processor = during
    return f"{times} wake-ups in {seconds} s, {number(processor * 1000)} ms of the processor"
