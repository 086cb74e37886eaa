"""The long stream: one run that sends events for an hour."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Callable

from .processes import Holding
from .programs import Programs

Note = Callable[[str], None]


def stream(programs: Programs, seconds: float, rate: float, note: Note, sample_every: float = 60) -> list[Holding]:
    """Follows a stream of `rate` events per second, all shown on stderr, and samples the process regularly."""
    total = max(1, round(seconds * rate))
    with programs.event_service() as service:
        command = [programs.nx1sh, "--progress", "always"]
        line = f":crew ask events:={total} every:={1 / rate} Go on"
        process = subprocess.Popen(
            [*command, line], env=programs.environment(service.settings), text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        shown = CountOfLines(process.stderr.fileno()) if process.stderr else None
        assert shown and process.stdout
        held: list[Holding] = []
        began = time.monotonic()
        due = began + min(5, sample_every)
        while process.poll() is None:
            time.sleep(max(0.0, min(1.0, due - time.monotonic())))
            if time.monotonic() < due or process.poll() is not None:
                continue
            due += sample_every
            held.append(Holding.of(process.pid))
            note(f"{time.monotonic() - began:.0f} s, {shown.lines} lines shown, {held[-1]}")
        shown.join()
        answer = process.stdout.read().strip()
        if process.returncode != 0 or answer != "Done." or shown.lines < total:
            raise RuntimeError(f"exit {process.returncode}, {shown.lines} lines for {total} events, answer: {answer}")
        return held


class CountOfLines(threading.Thread):
    """Reads a pipe to its end, and counts the lines."""

    def __init__(self, descriptor: int) -> None:
        super().__init__(daemon=True)
        self.descriptor = os.dup(descriptor)
        self.lines = 0
        self.start()

    def run(self) -> None:
        while data := os.read(self.descriptor, 65536):
            self.lines += data.count(b"\n")
        os.close(self.descriptor)
