"""Pipelines of Harbor Tunes, a small music streaming company."""
