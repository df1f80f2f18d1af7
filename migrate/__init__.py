"""The tools of Paved Road: read legacy code, build one model, render, verify, report."""

__version__ = "0.1.0"
