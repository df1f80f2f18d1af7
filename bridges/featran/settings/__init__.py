"""Featran's settings: a JSON array of one object per feature, read and written byte for byte."""
