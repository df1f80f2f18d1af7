"""Runs one lightweight KFP component: a file of its own that needs nothing but Python.

Started as a script in the interpreter of a step. Where kfp is installed its own executor does
the work; elsewhere the few names of ``kfp.dsl`` that component sources import stand in for it,
and both give the same outputs. Python 3.8 and later; the ExecutorInput comes in a file, because
a command line holds 128 KiB per argument at most.
"""
