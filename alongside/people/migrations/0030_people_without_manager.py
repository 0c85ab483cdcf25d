from django.db import migrations, models


class Migration(migrations.Migration):
    """Whom nobody leads is derived with the rest of the chart; the next request rebuilds."""

    dependencies = [
        ("people", "0029_second_factor_for_all"),
    ]

    operations = [
        migrations.AddField("placement", "lacks_manager", models.BooleanField(default=False, db_default=False)),
        migrations.AddIndex(
            "placement",
            models.Index(condition=models.Q(("lacks_manager", True)), fields=["person"], name="placement_lacking"),
        ),
        migrations.RunSQL("DELETE FROM people_cachestate", migrations.RunSQL.noop),
    ]
