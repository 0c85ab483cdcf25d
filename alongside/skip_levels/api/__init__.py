"""The JSON door to skip-level talks: the same queries, policies and services."""

from __future__ import annotations

from ninja import Router

from alongside.skip_levels.api.answers import router as answers
from alongside.skip_levels.api.free_times import router as free_times
from alongside.skip_levels.api.groups import router as groups
from alongside.skip_levels.api.retellings import router as retellings
from alongside.skip_levels.api.talks import router as talks

router = Router(tags=["Skip-level talks"])
router.add_router("", talks)
router.add_router("", groups)
router.add_router("", retellings)
router.add_router("", answers)
router.add_router("", free_times)
