"""Tests of what reads a Luigi repository."""
