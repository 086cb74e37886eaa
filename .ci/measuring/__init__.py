"""What `.ci/measure` runs: one file a measurement, over a few rooms that they share."""
