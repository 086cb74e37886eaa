"""The long session: thousands of questions at one prompt."""

from __future__ import annotations

import time
from collections.abc import Callable

from .processes import Holding
from .programs import Programs
from .question import SPEED
from .terminal import Terminal

Note = Callable[[str], None]


def session(programs: Programs, questions: int, note: Note, sample_every: int = 500) -> list[Holding]:
    """Asks questions, waits for each answer and the next prompt, and samples the process regularly."""
    programs.forget()
    held: list[Holding] = []
    began = time.monotonic()
    with programs.sandbox_service(SPEED) as service:
        environment = {**programs.environment(service.settings), "NO_COLOR": "1", "PAGER": ""}
        with Terminal([programs.nx1sh], environment) as terminal:
            terminal.wait_for(b"ask> ")
            for index in range(1, questions + 1):
                terminal.enter(f":crew ask result=answer-{index}. Question {index}\r")
                terminal.wait_for(f"answer-{index}.\r".encode())
                terminal.wait_for(f"%{index} ".encode())
                terminal.wait_for(b"ask> ")
                if index % sample_every == 0 or index == 1:
                    held.append(Holding.of(terminal.process_id))
                    note(f"{index} questions, {time.monotonic() - began:.0f} s, {held[-1]}")
    return held
