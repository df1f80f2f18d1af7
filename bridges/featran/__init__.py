"""Featran in Python: specs, settings, transformers and getters."""
