"""Featran specs: read from Scala source, and as settings JSON tells of them."""

from migrate.featran.scala.reading import read_scala
from migrate.featran.scala.result import ReadSpec, SpecReading

__all__ = ["ReadSpec", "SpecReading", "read_scala"]
