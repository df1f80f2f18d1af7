"""Renders Featran specs as Python modules."""
