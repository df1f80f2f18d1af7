"""Featran specs: read from Scala source, and as settings JSON tells of them."""

from migrate.featran.scala.reading import ReadSpec, SpecReading, read_scala

__all__ = ["ReadSpec", "SpecReading", "read_scala"]
