"""Reads Featran specs from Scala source; the source is never compiled or run."""
