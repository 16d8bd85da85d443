import django.db.models.deletion
from django.db import migrations, models


def give_a_locale(apps, schema_editor):
    """Wagtail's own migrations made a root and a first page."""
    locale = apps.get_model("wagtailcore", "Locale").objects.first()
    apps.get_model("swapped", "BasePage").objects.update(locale=locale)


class Migration(migrations.Migration):
    """What links to Wagtail's tables, which themselves need the base page first."""

    dependencies = [
        ("swapped", "0001_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.AddField('basepage', 'latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
        migrations.AddField('basepage', 'live_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision')),
        migrations.AddField('basepage', 'locale', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale')),
        migrations.RunPython(give_a_locale, migrations.RunPython.noop),
        migrations.AlterField('basepage', 'locale', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale')),
        migrations.AlterUniqueTogether("basepage", {("translation_key", "locale")}),
    ]
