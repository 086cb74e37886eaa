"""The long measurements: whether memory, descriptors and threads stay flat in a long session and a long stream."""

from __future__ import annotations

from collections.abc import Iterator

from .bench import Bench
from .long_session import session
from .long_stream import stream
from .processes import Holding
from .table import Row

EVENTS_A_SECOND = 20
WARMED_UP = 0.2
"""The fraction of samples that isn't judged, because caches still fill and threads still start."""
GROWTH = 1.05
"""The growth from the first judged sample to the last that still counts as flat."""


def measure(bench: Bench, questions: int, minutes: float) -> Iterator[Row]:
    held = session(bench.programs, questions, bench.note, sample_every=max(1, min(500, questions // 20)))
    yield row(f"a session of {questions:,} questions", held)
    sample_every = min(60.0, minutes * 60 / 20)
    held = stream(bench.programs, minutes * 60, EVENTS_A_SECOND, bench.note, sample_every)
    yield row(f"{minutes:g} minutes of streaming, {EVENTS_A_SECOND} events a second", held)


def row(what: str, held: list[Holding]) -> Row:
    first, middle, last = held[0], held[len(held) // 2], held[-1]
    return Row(
        what,
        f"memory {in_turn(*(one.resident_kilobytes / 1000 for one in (first, middle, last)))} MB; "
        f"descriptors {in_turn(first.descriptors, middle.descriptors, last.descriptors)}; "
        f"threads {in_turn(first.threads, middle.threads, last.threads)}",
        "first, middle, last",
        "flat" if is_flat(held) else "not flat", "flat",
    )


def in_turn(*values: float) -> str:
    return ", ".join(f"{value:.1f}" if isinstance(value, float) else str(value) for value in values)


def is_flat(held: list[Holding]) -> bool:
    """Whether nothing has grown after the warm-up. One more thread is allowed, because thread pools vary."""
    first, last = held[int(len(held) * WARMED_UP)], held[-1]
    return (
        last.resident_kilobytes <= first.resident_kilobytes * GROWTH
        and last.descriptors <= first.descriptors
        and last.threads <= first.threads + 1
    )
