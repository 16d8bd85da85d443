"""The index for parts of names: on PostgreSQL, where it may be made."""

import importlib
from typing import Any

import pytest
from django.db import ProgrammingError, connection

from egov_tracking.models import Dossier
from tests.tracking import factories

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]
step = importlib.import_module("egov_tracking.migrations.0003_names_by_trigrams")


def has_index() -> bool:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, "egov_tracking_dossier")
    return step.NAME in found


def test_a_part_of_a_name_is_looked_up_in_the_index() -> None:
    assert has_index()
    factories.dossier()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Dossier.unscoped.filter(applicant_folded__contains="van thu").explain()
    assert step.NAME in plan


def test_where_the_extension_may_not_be_made_the_migration_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Editor:
        pass

    editor: Any = Editor()
    editor.connection, editor.execute = connection, lambda sql: connection.cursor().execute(sql)
    step.drop(None, editor)
    assert not has_index()

    def refuse(execute: Any, sql: str, *args: Any) -> Any:
        if "EXTENSION" in sql:
            raise ProgrammingError("permission denied to create extension")
        return execute(sql, *args)

    with connection.execute_wrapper(refuse):
        step.create(None, editor)
    assert "permission denied" in capsys.readouterr().out
    assert not has_index()
    assert Dossier.unscoped.filter(applicant_folded__contains="van").count() == 0
    step.create(None, editor)
    assert has_index()
