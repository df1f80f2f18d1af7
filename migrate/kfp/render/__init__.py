"""Writes the project: pipeline.py, the image, the settings. Text in, text out, no decisions."""
