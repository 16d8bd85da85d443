"""Officers who may sign in to the admin."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from tests.tracking import factories


def let_in(user: Any) -> Any:
    """Give a user the right to open the admin, and no other."""
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


@pytest.fixture
def sign_in(db: None) -> Callable[[Any], Client]:
    """A test client of a user, who may open the admin."""

    def client(user: Any) -> Client:
        signed_in = Client()
        signed_in.force_login(let_in(user))
        return signed_in

    return client


@pytest.fixture
def desk(sign_in: Callable[[Any], Client]) -> dict[str, Client]:
    """A client for the officer of each role of one agency."""
    return {role: sign_in(user) for role, user in factories.officers().items()}
