from django.db import migrations, models


class Migration(migrations.Migration):
    """What a page of the chart counted anew each time is derived with the rest of it; the next request rebuilds."""

    dependencies = [
        ("people", "0027_unit_administration"),
    ]

    operations = [
        migrations.AddField("placement", "below", models.PositiveIntegerField(default=0, db_default=0)),
        migrations.AddField("seat", "is_top", models.BooleanField(default=True, db_default=True)),
        migrations.AddIndex(
            "seat", models.Index(condition=models.Q(("is_top", True)), fields=["id"], name="seat_tops")
        ),
        migrations.RunSQL("DELETE FROM people_cachestate", migrations.RunSQL.noop),
    ]
