"""Imported before any module of this package imports numpy: linear algebra on one thread.

The matrices are small, so more threads only wait for each other; and one order of additions is one result.
"""

import os

for _library in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_library, "1")
