"""`migrate assess`: what a Luigi repository holds, how each construct would end, in which order."""
