"""Featran in Python: the same specs, settings and features as Spotify's Scala library.

``model`` holds a spec, ``columns`` what getters give, ``aggregators`` what is learnt from data,
``transformers`` the rules (numpy and TensorFlow side by side), ``block`` what one transformer puts
out, ``settings`` Featran's JSON, ``jvm`` the Java behaviour that shows in outputs.

Everything inside is float64 with a mask of the values that were *added*; float32 exists in
builders alone. The reference is Featran 0.8 on Scala 2.13 and JDK 17; ``flavour`` switches.
"""
