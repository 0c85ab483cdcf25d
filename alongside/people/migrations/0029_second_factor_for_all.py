from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0028_sizes_of_the_chart")]
    operations = [
        migrations.AddField(
            model_name="company",
            name="second_factor_for_all",
            field=models.BooleanField(default=False),
        ),
    ]
