"""The throughput of the event decoders by stream size and chunk size, measured in a separately compiled program."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from .bench import Bench
from .programs import HERE
from .table import Row, Spread, number

EVENTS = HERE.parent.parent / "Sources" / "Nx1Events"
DECODERS = {"sse": "Server-Sent Events", "lines": "JSON lines"}
KB, MB = 1 << 10, 1 << 20
EVENT = 250
"""The size of an event in bytes."""


def measure(bench: Bench) -> Iterator[Row]:
    if not shutil.which("swiftc"):
        yield Row("decoding", "", "`swiftc`: not installed")
        return
    program = built(bench.programs.folder)
    for name, words in DECODERS.items():
        design = "500 MB/s" if name == "sse" else ""
        usual = seconds(bench, program, name, 64 * MB, 64 * KB)
        yield Row(
            f"decoding {words}, 64 MB in chunks of 64 KB", rate(usual, 64 * MB),
            f"only finding line ends: {rate(seconds(bench, program, 'memchr', 64 * MB, 64 * KB), 64 * MB)}",
            design=design,
        )
        sizes = [KB, 64 * KB, MB, 8 * MB]
        yield Row(
            f"{words} by size, in chunks of 64 KB",
            listed(sizes, [seconds(bench, program, name, size, 64 * KB) for size in sizes], sizes),
            "64 MB", per_byte(bench, program, name, 64 * KB, (MB, 64 * MB)), "linear",
        )
        chunks = [1, 16, 256, 4 * KB]
        yield Row(
            f"{words}, 1 MB, by chunk",
            listed(chunks, [seconds(bench, program, name, MB, chunk) for chunk in chunks], [MB] * len(chunks)),
            "64 KB and 1 MB, byte by byte", per_byte(bench, program, name, 1, (64 * KB, MB)), "linear",
        )
        yield Row(
            f"{words}, one event of 8 MB in chunks of 1 KB",
            rate(seconds(bench, program, name, 8 * MB, KB, event=8 * MB), 8 * MB),
            "one of 1 MB", per_byte(bench, program, name, KB, (MB, 8 * MB), is_one=True), "linear",
        )


def built(folder: Path) -> Path:
    program = folder / "decoding"
    names = ("Events/ServerSentEventDecoder", "Events/JSONLinesDecoder", "Events/LineSplitter", "Events/RawEvent", "Text/Words")
    subprocess.run(
        ["swiftc", "-O", "-whole-module-optimization", "-parse-as-library", "-swift-version", "6",
         "-package-name", "nx1sh", "-o", program,
         HERE / "Decoding.swift", *(EVENTS / f"{name}.swift" for name in names)],
        check=True,
    )
    return program


def seconds(bench: Bench, program: Path, name: str, size: int, chunk: int, event: int = EVENT) -> list[float]:
    repetitions = bench.times(usual=15, quick=3)
    done = subprocess.run(
        [program, name, str(size), str(chunk), str(event), str(repetitions)],
        check=True, capture_output=True, text=True,
    )
    return [float(line) for line in done.stdout.split()]


def per_byte(
    bench: Bench, program: Path, name: str, chunk: int, sizes: tuple[int, int], is_one: bool = False
) -> str:
    """The ratio of the time per byte in the larger stream to that in the smaller one: 1 if decoding is linear."""
    small, large = (seconds(bench, program, name, size, chunk, size if is_one else EVENT) for size in sizes)
    growth = sizes[1] / sizes[0]
    return Spread.of([more / less / growth for less, more in zip(small, large, strict=True)]).says() + " per byte"


def rate(samples: list[float], size: int) -> str:
    return Spread.of([size / 1e6 / one for one in samples]).says("MB/s")


def listed(keys: list[int], samples: list[list[float]], sizes: list[int]) -> str:
    medians = (size / 1e6 / Spread.of(one).median for one, size in zip(samples, sizes, strict=True))
    return ", ".join(f"{words(key)}: {number(median)}" for key, median in zip(keys, medians, strict=True)) + " MB/s"


def words(size: int) -> str:
    if size >= MB:
        return f"{size // MB} MB"
    return f"{size // KB} KB" if size >= KB else f"{size} B"
