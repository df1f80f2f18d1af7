"""Tests; run with ``pytest``."""
