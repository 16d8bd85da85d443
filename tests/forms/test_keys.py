"""Keys outside the database: sealing, secrets, blind indexes (models/keys.py)."""

import base64

import pytest
from django.core.exceptions import ImproperlyConfigured

from egov_forms.exceptions import SealBroken
from egov_forms.models import keys

OLD = base64.b64encode(bytes(32)).decode()


def test_what_is_sealed_opens_in_its_own_cell_only():
    cell = keys.seal({"số": "001090999001"}, row="r1", field="f1")
    assert "001090999001" not in cell["data"]
    assert keys.unseal(cell, row="r1", field="f1") == {"số": "001090999001"}
    for row, field in (("r2", "f1"), ("r1", "f2")):
        with pytest.raises(SealBroken):
            keys.unseal(cell, row=row, field=field)


def test_an_altered_cell_does_not_open():
    cell = keys.seal("x", row="r", field="f")
    data = bytearray(base64.b64decode(cell["data"]))
    data[-1] ^= 1
    with pytest.raises(SealBroken):
        keys.unseal({**cell, "data": base64.b64encode(data).decode()}, row="r", field="f")


def test_a_new_first_key_leaves_old_cells_readable(settings):
    cell = keys.seal("x", row="r", field="f")
    old = settings.EGOV_FORMS["KEYS"]
    settings.EGOV_FORMS = {**settings.EGOV_FORMS, "KEYS": {"new": OLD, **old}}
    assert keys.seal("x", row="r", field="f")["key"] == "new"
    assert keys.unseal(cell, row="r", field="f") == "x"


def test_without_keys_the_error_names_the_command(settings):
    settings.EGOV_FORMS = {**settings.EGOV_FORMS, "KEYS": {}}
    with pytest.raises(ImproperlyConfigured, match="egov_key"):
        keys.seal("x", row="r", field="f")


def test_one_purpose_never_has_the_key_of_another():
    purposes = ("seal", "secret", "index", "events")
    assert len({keys.derived_key("test", purpose) for purpose in purposes}) == len(purposes)
