"""What time deletes: left-over files and old counts (egov_forms/upkeep.py, egov_purge)."""

import datetime
import hashlib

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from egov_forms import storage, upkeep
from egov_forms.models import Attachment, FailureCount
from tests import factories

pytestmark = pytest.mark.django_db

CONTENT = b"left over"
TWO_DAYS = datetime.timedelta(days=2)


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.EGOV_FORMS = {**settings.EGOV_FORMS, "UPLOAD_ROOT": str(tmp_path)}


def stored() -> str:
    return storage.store(ContentFile(CONTENT), hashlib.sha256(CONTENT).hexdigest())


def test_a_file_that_no_row_names_is_removed_once_it_is_old():
    key = stored()
    assert upkeep.sweep_files() == 0
    assert upkeep.sweep_files(timezone.now() + TWO_DAYS) == 1
    assert not storage.private_storage().exists(key)


def test_a_file_that_a_row_names_stays_however_old():
    key = stored()
    Attachment.objects.create(
        draft=factories.draft(), field_path="certificate_file", name="a.pdf", size=len(CONTENT),
        content_type="application/pdf", sha256="", storage_key=key,
    )  # fmt: skip
    assert upkeep.sweep_files(timezone.now() + TWO_DAYS) == 0


def test_what_others_keep_in_the_same_storage_is_left_alone():
    private = storage.private_storage()
    name = private.save("reports/2026.pdf", ContentFile(CONTENT))
    assert upkeep.sweep_files(timezone.now() + TWO_DAYS) == 0
    assert private.exists(name)


def test_counts_of_past_days_are_forgotten():
    FailureCount.add("address:x")
    FailureCount.objects.update(hour=timezone.now() - TWO_DAYS)
    FailureCount.add("address:y")
    call_command("egov_purge", verbosity=0)
    assert [row.key for row in FailureCount.objects.all()] == ["address:y"]
