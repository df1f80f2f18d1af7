"""Features written to files, batch by batch; a file has its name only when it is whole."""

from bridges.featran.outputs.base import Output, Outputs, open_output

__all__ = ["Output", "Outputs", "open_output"]
