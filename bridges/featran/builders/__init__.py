"""Featran's result types, made from the features of a batch."""
