import datetime

from django.db import migrations, models
from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce

NO_DEADLINE = datetime.datetime(9999, 1, 1, tzinfo=datetime.UTC)


def fill(apps, schema_editor):
    dossier = apps.get_model("egov_tracking", "Dossier")
    deadline = Case(
        When(accepted_at__isnull=True, then=F("reply_due_at")),
        default=F("due_at"),
        output_field=models.DateTimeField(),
    )
    rows = models.QuerySet(dossier, using=schema_editor.connection.alias)
    rows.update(next_due_at=Coalesce(deadline, Value(NO_DEADLINE, models.DateTimeField())))


class Migration(migrations.Migration):
    dependencies = [("egov_tracking", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="dossier",
            name="next_due_at",
            field=models.DateTimeField(default=NO_DEADLINE, editable=False),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                condition=models.Q(("status__in", (1, 2, 4, 5, 6, 7, 9))),
                fields=["next_due_at", "id"],
                name="egov_dossier_next",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
