"""A name is searched by any part of it; on PostgreSQL three letters at a time have an index.

Where the database's user may not create the extension the search still works, only slower; how to
add both later stands in docs/how-to/run-in-production.md.
"""

from typing import Any

from django.db import Error, migrations, transaction

NAME = "egov_dossier_name_trigrams"


def create(apps: Any, schema_editor: Any) -> None:
    connection = schema_editor.connection
    if connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(connection.alias), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute(
                f"CREATE INDEX IF NOT EXISTS {NAME} ON egov_tracking_dossier"
                " USING gin (applicant_folded gin_trgm_ops)"
            )
    except Error as error:
        print(f" (no index for parts of names: {error})")


def drop(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {NAME}")


class Migration(migrations.Migration):
    dependencies = [("egov_tracking", "0002_clocks_receipts_and_texts")]

    operations = [migrations.RunPython(create, drop)]
