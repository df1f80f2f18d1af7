"""Ways to convert the benchmark's table, each alone in its process.

A module has ``prepare(**options) -> Convert``: it imports all that it needs, so that importing is
not counted as converting, and returns the function that reads a file and writes a directory.
"""
