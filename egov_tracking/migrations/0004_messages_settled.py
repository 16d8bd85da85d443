"""Officers settle messages that were left to people; nothing is overdue that was answered."""

import datetime as dt
from typing import Any

from django.db import migrations, models

SUBMITTED = 1
NO_DEADLINE = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)


def drop_answered(apps: Any, schema_editor: Any) -> None:
    dossiers = apps.get_model("egov_tracking", "Dossier")._base_manager
    answered = dossiers.filter(accepted_at=None).exclude(status=SUBMITTED)
    answered.update(next_due_at=NO_DEADLINE)


class Migration(migrations.Migration):
    dependencies = [("egov_tracking", "0003_names_by_trigrams")]

    operations = [
        migrations.RunPython(drop_answered, migrations.RunPython.noop),
        migrations.AddField(
            model_name="outgoingmessage",
            name="settled_by",
            field=models.TextField(blank=True, verbose_name="settled by"),
        ),
        migrations.AlterField(
            model_name="outgoingmessage",
            name="state",
            field=models.CharField(
                choices=[
                    ("queued", "waiting to be sent"),
                    ("sending", "being sent"),
                    ("sent", "sent"),
                    ("unknown", "may have been sent, look after it"),
                    ("failed", "could not be sent"),
                    ("unreachable", "no address, tell the citizen yourself"),
                    ("told", "told by telephone or in person"),
                ],
                default="queued",
                max_length=12,
                verbose_name="state",
            ),
        ),
    ]
