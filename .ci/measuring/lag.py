"""The time from sending an event to showing it: nx1sh in a pipe and on a terminal, and `curl -N`, in parallel."""

from __future__ import annotations

import contextlib
import os
import re
import selectors
import statistics
import subprocess
import time
from collections.abc import Iterator

from .bench import Bench
from .table import Row, Spread
from .terminal import Terminal

STAMP = re.compile(rb"@(\d+) row")
EVERY = 0.02


class Reader:
    """Reads a program's output, and records the age of each event when it first appears."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.lags: dict[bytes, float] = {}
        self.rest = b""

    def read(self) -> bool:
        """Reads available output. Returns False at the end."""
        try:
            data = os.read(self.descriptor, 65536)
        except OSError:
            return False  # A terminal reports its end as an error.
        now = time.monotonic_ns()
        text = self.rest + data
        for match in STAMP.finditer(text):
            self.lags.setdefault(match[1], (now - int(match[1])) / 1e6)
        self.rest = text[-40:]
        return bool(data)


def measure(bench: Bench) -> Iterator[Row]:
    rounds = [one_round(bench, bench.times(usual=1000, quick=150)) for _ in range(bench.times(usual=5, quick=2))]
    curl = [lag for one in rounds for lag in one["curl"]]
    for name, words in (("pipe", "`--progress always`, a pipe"), ("terminal", "the rows on a terminal")):
        ours = [lag for one in rounds for lag in one[name]]
        more = [statistics.median(one[name]) - statistics.median(one["curl"]) for one in rounds]
        yield Row(
            f"event sent to event shown: {words}", f"{Spread.of(ours).says('ms')}; 95 % within {late(ours)}",
            f"`curl -N`: {Spread.of(curl).says('ms')}; 95 % within {late(curl)}",
            f"{Spread.of(more).says('ms')} more", "under 1 ms more",
        )


def late(lags: list[float]) -> str:
    return f"{statistics.quantiles(lags, n=20)[-1]:.2f} ms"


def one_round(bench: Bench, events: int) -> dict[str, list[float]]:
    """The lags of each program's events in milliseconds, without the first 20, which warm up."""
    with contextlib.ExitStack() as stack:
        service = stack.enter_context(bench.programs.event_service())
        environment = bench.programs.environment(service.settings)
        line = f":crew ask events:={events} every:={EVERY} Go on"
        pipe = stack.enter_context(subprocess.Popen(
            [bench.programs.nx1sh, "--progress", "always", line], env=environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        ))
        curl = stack.enter_context(subprocess.Popen(
            ["curl", "-sSN", "-H", f"Authorization-PSK: {service.key}", service.start(events, EVERY)],
            env=environment, stdout=subprocess.PIPE,
        ))
        terminal = stack.enter_context(Terminal([bench.programs.nx1sh, line], environment))
        assert pipe.stderr and curl.stdout
        readers = {
            "pipe": Reader(pipe.stderr.fileno()),
            "curl": Reader(curl.stdout.fileno()),
            "terminal": Reader(terminal.descriptor),
        }
        read_all(readers)
    for name, reader in readers.items():
        # The crew's end has no row.
        if len(reader.lags) < events - 1:
            raise RuntimeError(f"{name}: showed only {len(reader.lags)} of {events} events.")
    return {name: list(reader.lags.values())[20:] for name, reader in readers.items()}


def read_all(readers: dict[str, Reader]) -> None:
    with selectors.DefaultSelector() as selector:
        for reader in readers.values():
            selector.register(reader.descriptor, selectors.EVENT_READ, reader)
        while selector.get_map():
            for key, _ in selector.select():
                if not key.data.read():
                    selector.unregister(key.fileobj)
