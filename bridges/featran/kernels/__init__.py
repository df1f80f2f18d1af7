"""Compiled inner loops of the engine; imported where they are needed, for numba is slow to load."""
