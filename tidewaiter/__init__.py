"""Tidewaiter: finds smuggling in online listings."""

import os

# The products that photos and texts are compared by are small: more threads only wait for each other (2.5 ms become 18 on a
# busy machine). Read by OpenBLAS when numpy is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
