import uuid

import django.db.models.deletion
from django.db import migrations, models

import alongside.core.encrypted


class Migration(migrations.Migration):
    """Changes and versions of a block become one row each: what was sent, and what the block said after it."""

    dependencies = [("one_on_ones", "0001_initial")]

    operations = [
        migrations.DeleteModel(name="BlockChange"),
        migrations.DeleteModel(name="BlockVersion"),
        migrations.AlterField(
            model_name="noteblock", name="version", field=models.PositiveIntegerField(default=0)
        ),
        migrations.CreateModel(
            name="BlockVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("key", models.CharField(max_length=64)),
                ("seal_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("text", alongside.core.encrypted.EncryptedText(key="block.series.data_key")),
                ("sent", alongside.core.encrypted.EncryptedText(key="block.series.data_key", null=True)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("block", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="one_on_ones.noteblock")),
                ("made_by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["block", "version"], name="one_on_ones_block_i_7b37ab_idx"),
                    models.Index(fields=["made_at"], name="one_on_ones_made_at_765ce6_idx"),
                ],
                "constraints": [models.UniqueConstraint(fields=("block", "key"), name="each_change_once")],
            },
        ),
    ]
