"""Compiled inner loops. They take addresses; everything that owns memory is above them."""
