"""What every measurement is given."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from .programs import Programs


@dataclass(frozen=True)
class Bench:
    """The programs, and how much patience there is."""

    programs: Programs
    release: Path
    """Where the programs come from, with their symbols."""
    is_quick: bool
    official: str | None
    """The vendor's own command-line tool, if this machine has it."""

    def times(self, usual: int, quick: int) -> int:
        """How often something is done."""
        return quick if self.is_quick else usual

    def note(self, text: str) -> None:
        """Says how far it is, beside the table."""
        print(f"  {text}", file=sys.stderr, flush=True)
