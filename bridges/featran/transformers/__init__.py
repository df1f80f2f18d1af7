"""Featran's 25 transformers, one file each: numpy rule, settings text and TensorFlow rule."""
