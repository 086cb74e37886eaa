"""The common parameters of all measurements."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from .programs import Programs


@dataclass(frozen=True)
class Bench:
    """The programs, and the number of repetitions."""

    programs: Programs
    release: Path
    """The folder of the original programs, with symbols."""
    is_quick: bool
    official: str | None
    """The path of the vendor's command-line tool, if installed."""

    def times(self, usual: int, quick: int) -> int:
        """The number of repetitions."""
        return quick if self.is_quick else usual

    def note(self, text: str) -> None:
        """Prints progress to standard error."""
        print(f"  {text}", file=sys.stderr, flush=True)
