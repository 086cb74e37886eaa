"""Time and memory for a million events of a run, compared with a thousand events, and with `curl -N`."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator

from .bench import Bench
from .processes import Ended, run_to_end
from .programs import Service
from .table import Row, Spread, number


def measure(bench: Bench) -> Iterator[Row]:
    many = bench.times(usual=1_000_000, quick=100_000)
    rounds = bench.times(usual=5, quick=2)
    with bench.programs.event_service() as service:
        for words, options in (("", []), (", all shown", ["--progress", "always"])):
            ours: list[Ended] = []
            curl: list[Ended] = []
            few: list[Ended] = []
            for index in range(rounds):
                few.append(ask(bench, service, 1000, options))
                ours.append(ask(bench, service, many, options))
                curl.append(pass_on(bench, service, many))
                bench.note(f"{many} events{words}, {index + 1} of {rounds}: {ours[-1].seconds:.1f} s")
            yield from rows(f"{many:,} events{words}", ours, curl, few)


def rows(what: str, ours: list[Ended], curl: list[Ended], few: list[Ended]) -> Iterator[Row]:
    seconds, others = [one.seconds for one in ours], [one.seconds for one in curl]
    yield Row(
        f"{what}: time", f"{Spread.of(seconds).says('s')}, CPU {processor(ours)}",
        f"`curl -N`: {Spread.of(others).says('s')}, CPU {processor(curl)}",
        Spread.of_ratios(seconds, others).says(),
    )
    peaks, lows = [one.peak_megabytes for one in ours], [one.peak_megabytes for one in few]
    yield Row(
        f"{what}: peak memory", Spread.of(peaks).says("MB"), f"1,000 events: {Spread.of(lows).says('MB')}",
        Spread.of_ratios(peaks, lows).says(), "flat",
    )


def processor(ended: list[Ended]) -> str:
    return f"{number(Spread.of([one.processor_seconds for one in ended]).median)} s"


def ask(bench: Bench, service: Service, events: int, options: list[str]) -> Ended:
    line = f":crew ask events:={events} Go on"
    return run_to_end(
        [bench.programs.nx1sh, *options, line], bench.programs.environment(service.settings),
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )


def pass_on(bench: Bench, service: Service, events: int) -> Ended:
    return run_to_end(
        ["curl", "-sSN", service.start(events, every=0)], bench.programs.environment(service.settings),
        stdout=subprocess.DEVNULL,
    )
