"""Fixers that fissix does not have, found by it through their module names."""
