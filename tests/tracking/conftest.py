"""What the tests of the acts share."""

from typing import Any

import pytest

from tests.tracking import factories


@pytest.fixture
def staff(db: None) -> dict[str, Any]:
    """One officer of each role, in one agency."""
    return factories.officers()
