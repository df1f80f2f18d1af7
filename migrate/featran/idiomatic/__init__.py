"""Stock TensorFlow and tf.Transform in place of exact rules, where both are equal.

A *rule* (``table``) writes what one would write without Featran, and says why that is equal or what
differs. A *trial* runs what was written over edge values next to the numpy engine. A replacement
needs both.
"""
