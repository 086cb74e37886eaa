"""Statistics of samples, and the rows of the table."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Spread:
    """The median of samples, and the range of their middle half."""

    median: float
    low: float
    high: float

    @staticmethod
    def of(samples: Sequence[float]) -> Spread:
        if len(samples) == 1:
            return Spread(samples[0], samples[0], samples[0])
        low, _, high = statistics.quantiles(samples, n=4, method="inclusive")
        return Spread(statistics.median(samples), low, high)

    @staticmethod
    def of_ratios(samples: Sequence[float], others: Sequence[float]) -> Spread:
        """The spread of the ratios of samples that were measured in pairs."""
        return Spread.of([one / other for one, other in zip(samples, others, strict=True)])

    def says(self, unit: str = "") -> str:
        unit = f" {unit}" if unit else ""
        return f"{number(self.median)}{unit} ({number(self.low)}–{number(self.high)})"


def number(value: float) -> str:
    """Formats a number with three significant digits."""
    if abs(value) >= 99.95:
        return f"{value:,.0f}"
    if abs(value) >= 9.995:
        return f"{value:.1f}"
    return f"{value:.2f}" if abs(value) >= 0.0995 or value == 0 else f"{value:.3f}"


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    measured: str
    compared: str = ""
    ratio: str = ""
    design: str = ""

    @property
    def text(self) -> str:
        return f"| {self.what} | {self.measured} | {self.compared} | {self.ratio} | {self.design} |"


HEAD = Row("what", "measured", "compared with", "ratio", "target").text + "\n|---|---|---|---|---|"


def markdown(rows: Iterable[Row]) -> str:
    return "\n".join([HEAD, *(row.text for row in rows)])
