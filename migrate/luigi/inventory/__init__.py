"""Reads a Luigi repository without importing it: every class, parameter, target, way in."""
