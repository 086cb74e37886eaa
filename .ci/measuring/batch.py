"""A thousand questions of a tenth of a second each, 64 in parallel."""

from __future__ import annotations

from collections.abc import Iterator

from .bench import Bench
from .processes import Ended, processor_seconds, run_to_end
from .table import Row, Spread, number

LINES = 1000
AT_ONCE = 64
SECONDS = 0.1
SPEED = 25
ROUNDS = -(-LINES // AT_ONCE)
"""The number of rounds of 64 parallel questions."""


def measure(bench: Bench) -> Iterator[Row]:
    ended: list[Ended] = []
    served: list[float] = []
    questions = bench.programs.folder / "questions"
    questions.write_text(
        "".join(f":crew ask result=a{n} duration:={SECONDS * SPEED} question {n}\n" for n in range(LINES))
    )
    expected = "".join(f"a{n}\n" for n in range(LINES))
    answers = bench.programs.folder / "answers"
    command = [bench.programs.nx1sh, "-j", str(AT_ONCE), "-f", str(questions)]
    with bench.programs.sandbox_service(SPEED) as service:
        for _ in range(bench.times(usual=15, quick=3)):
            bench.programs.forget()
            before = processor_seconds(service.process_id)
            with answers.open("wb") as output:
                ended.append(run_to_end(command, bench.programs.environment(service.settings), stdout=output))
            served.append(processor_seconds(service.process_id) - before)
            if answers.read_text() != expected:
                raise RuntimeError("The answers are wrong, or in the wrong order.")
    seconds = Spread.of([one.seconds for one in ended])
    ideal = ROUNDS * SECONDS
    yield Row(
        f"{LINES:,} questions of {SECONDS * 1000:.0f} ms, {AT_ONCE} in parallel", seconds.says("s"),
        f"ideal, {ROUNDS} rounds of {SECONDS} s: {ideal:.1f} s",
        Spread.of([one.seconds / ideal for one in ended]).says(), "1.15",
    )
    client = Spread.of([one.processor_seconds for one in ended])
    service_share = Spread.of(served)
    yield Row(
        "the same, CPU time", client.says("s"), f"the sandbox: {service_share.says('s')}",
        number(client.median / service_share.median),
    )
    yield Row("the same, peak memory", Spread.of([one.peak_megabytes for one in ended]).says("MB"))
