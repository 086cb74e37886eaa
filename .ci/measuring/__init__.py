"""The measurements of `.ci/measure`: one module per measurement, and a few shared modules."""
