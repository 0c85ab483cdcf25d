"""Counters of tries are not worth a write-ahead log: losing them in a crash only forgives."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("identity", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE identity_tally SET UNLOGGED", reverse_sql="ALTER TABLE identity_tally SET LOGGED"
        )
    ]
