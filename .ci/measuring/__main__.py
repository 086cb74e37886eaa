"""`python3 -m measuring`: runs measurements and prints a table. Called by `.ci/measure`."""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from . import batch, decoding, footprint, idle, instructions, lag, long_life, million, prompt, question
from .bench import Bench
from .programs import Programs
from .table import Row, markdown

MEASUREMENTS: dict[str, Callable[[Bench], Iterator[Row]]] = {
    "prompt": prompt.measure,
    "question": question.measure,
    "lag": lag.measure,
    "decoding": decoding.measure,
    "million": million.measure,
    "batch": batch.measure,
    "idle": idle.measure,
    "footprint": footprint.measure,
    "instructions": instructions.measure,
}


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog=".ci/measure", description="Measures the release build, and prints a table in Markdown."
    )
    parser.add_argument("--programs", type=Path, metavar="FOLDER", default=Path(),
                        help="the folder of nx1sh and nx1-sandbox (default: build them)")
    parser.add_argument("--only", metavar="NAME,…", default=",".join(MEASUREMENTS),
                        help=f"only some measurements: {', '.join(MEASUREMENTS)}")
    parser.add_argument("--quick", action="store_true", help="few repetitions, only to check that it works")
    parser.add_argument("--official", default=shutil.which("nx1"), metavar="PATH",
                        help="the vendor's command-line tool (default: nx1 on the PATH)")
    parser.add_argument("--long", action="store_true", help="measure a long session and a long stream instead")
    parser.add_argument("--questions", type=int, default=10_000, metavar="N",
                        help="with --long: questions in the session (default: 10000)")
    parser.add_argument("--minutes", type=float, default=60, metavar="N",
                        help="with --long: minutes of the stream (default: 60)")
    given = parser.parse_args()
    if unknown := set(given.only.split(",")) - MEASUREMENTS.keys():
        parser.error(f"unknown measurement: {', '.join(sorted(unknown))}")
    for name in ("nx1sh", "nx1-sandbox"):
        if not (given.programs / name).is_file():
            parser.error(f"{given.programs} doesn't contain {name}")
    return given


def machine() -> str:
    cpuinfo = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.partition(":")[2].strip() for line in cpuinfo if line.startswith("model name")), "?")
    system = next(
        (line.partition("=")[2].strip('"') for line in Path("/etc/os-release").read_text().splitlines()
         if line.startswith("PRETTY_NAME=")), "?")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GB, {system}, Linux {platform.release()}"


def is_static(program: Path) -> bool:
    """Whether the program is linked statically with the Swift library, as releases are."""
    read = subprocess.run(["readelf", "-d", program], check=True, capture_output=True, text=True)
    return "libswiftCore" not in read.stdout


def main() -> None:
    given = options()
    if not is_static(given.programs / "nx1sh"):
        print("This nx1sh is linked dynamically with the Swift library, so it starts several milliseconds later than\n"
              "a release. For release numbers, build it with --static-swift-stdlib.", file=sys.stderr)
    began = datetime.datetime.now().astimezone()
    with tempfile.TemporaryDirectory(prefix="nx1-measure.") as folder:
        bench = Bench(Programs.copied(given.programs, Path(folder)), given.programs, given.quick, given.official)
        version = subprocess.run([bench.programs.nx1sh, "--version"], capture_output=True, text=True).stdout.strip()
        rows: list[Row] = []
        if given.long:
            rows += long_life.measure(bench, given.questions, given.minutes)
        else:
            for name in given.only.split(","):
                print(f"{name} …", file=sys.stderr, flush=True)
                rows += MEASUREMENTS[name](bench)
    print(f"{machine()}; {version}; {began:%Y-%m-%d %H:%M}; `{shlex.join(['.ci/measure', *shown_arguments()])}`\n")
    print(markdown(rows))
    print("\nThe values are medians, with the range of the middle half.")


def shown_arguments() -> list[str]:
    """The arguments without `--programs`, which is added by `.ci/measure` or names a folder of this machine."""
    given = sys.argv[1:]
    if "--programs" in given:
        index = given.index("--programs")
        del given[index:index + 2]
    return given


if __name__ == "__main__":
    main()
