"""What every channel must do, whoever wrote it: one suite over the folder."""

import importlib
import inspect
import pkgutil
from dataclasses import replace

import pytest

from egov_tracking import channels
from egov_tracking.channels.base import TIMEOUT, Channel
from tests.tracking.channels.test_channels import LETTER


def classes() -> list[type[Channel]]:
    found = []
    for module in pkgutil.iter_modules(channels.__path__, f"{channels.__name__}."):
        for _name, one in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(one, Channel) and one.__module__ == module.name and one is not Channel:
                found.append(one)
    return found


@pytest.mark.parametrize("channel", classes(), ids=lambda one: one.__name__)
class TestEveryChannel:
    def test_has_a_name_of_its_own(self, channel: type[Channel]) -> None:
        assert [one.name for one in classes()].count(channel.name) == 1
        assert len(channel.name) <= 20

    def test_is_made_without_options_and_checks_without_a_connection(
        self, channel: type[Channel]
    ) -> None:
        assert isinstance(channel().check(), list)

    def test_refuses_an_unknown_option(self, channel: type[Channel]) -> None:
        with pytest.raises(TypeError):
            channel(no_such_option=1)

    def test_reaches_nobody_through_an_address_that_is_not_there(
        self, channel: type[Channel]
    ) -> None:
        nobody = replace(LETTER, email="", phone="")
        assert channel().reaches(nobody) is (channel.name in ("console", "webhook"))

    def test_waits_no_longer_than_five_seconds(self, channel: type[Channel]) -> None:
        if channel.remote:
            assert channel().timeout <= TIMEOUT <= 5  # type: ignore[attr-defined]
