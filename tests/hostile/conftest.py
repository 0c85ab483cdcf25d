"""What every attack needs: the 1:1 of Max and Eve."""

from types import SimpleNamespace

import pytest

from alongside.one_on_ones import services
from alongside.one_on_ones.models import Series


@pytest.fixture
def series(cast: SimpleNamespace) -> Series:
    return services.start_series(actor=cast.acts(cast.max), employee=cast.eve)
