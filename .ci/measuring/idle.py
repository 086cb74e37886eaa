"""The shell's wake-ups and CPU time while it is idle."""

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
"""The seconds until a process is idle after its last activity, and unused threads have ended."""


def measure(bench: Bench) -> Iterator[Row]:
    seconds = bench.times(usual=60, quick=10)
    if not shutil.which("swiftc"):
        yield Row("idle at the prompt", "", "`swiftc`: not installed")
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
                f"a sleeping Swift program that used a dispatch queue: {said(others, seconds)}", design="no wake-ups",
            )
            terminal.enter(":bg :crew ask events:=1 every:=7200 Wait\r")
            terminal.let_pass(SETTLING)
            before = Activity.of(terminal.process_id)
            terminal.let_pass(seconds)
            during = Activity.of(terminal.process_id).since(before)
            yield Row("idle with a silent `:bg` run", said(during, seconds))
            terminal.enter("\x04")  # The first Ctrl-D only warns about the run.


@contextlib.contextmanager
def idle_program(folder: Path) -> Iterator[int]:
    """Runs a Swift program that has nothing to do, as the baseline."""
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
    return f"{times} wake-ups in {seconds} s, {number(processor * 1000)} ms of CPU time"
