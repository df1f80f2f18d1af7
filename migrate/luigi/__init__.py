"""Reads a Luigi repository: captures its task graph and explains what each task does."""
