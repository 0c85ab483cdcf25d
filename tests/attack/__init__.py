"""Attacks on the planner of group numbers. Linear algebra on one thread: the matrices are small."""

import os

for _library in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_library, "1")
