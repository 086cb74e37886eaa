"""Samples, what is said of them, and the rows of the table."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Spread:
    """The median of some samples, and between which values the middle half of them lies."""

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
        """Of the ratios of what was measured one right after the other."""
        return Spread.of([one / other for one, other in zip(samples, others, strict=True)])

    def says(self, unit: str = "") -> str:
        unit = f" {unit}" if unit else ""
        return f"{number(self.median)}{unit} ({number(self.low)}–{number(self.high)})"


def number(value: float) -> str:
    """Three digits that count."""
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


HEAD = Row("what", "measured", "compared with", "ratio", "the design's number").text + "\n|---|---|---|---|---|"


def markdown(rows: Iterable[Row]) -> str:
    return "\n".join([HEAD, *(row.text for row in rows)])
