from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("readings", "0002_batch_items")]

    operations = [
        migrations.RemoveIndex(model_name="reading", name="reading_of_owner"),
        migrations.RemoveIndex(model_name="reading", name="reading_of_day"),
        migrations.RemoveIndex(model_name="reading", name="reading_by_text"),
        migrations.AddIndex(
            model_name="reading",
            index=models.Index(
                fields=[
                    *("owner", "-id", "created", "band", "source", "confidence", "milliseconds"),
                    *("model", "text", "corrected", "name"),
                ],
                name="reading_facts",
            ),
        ),
        migrations.AddIndex(
            model_name="reading",
            index=models.Index(
                fields=[
                    *("owner", "created", "band", "milliseconds", "confidence"),
                    *("text", "corrected"),
                ],
                name="reading_of_day",
            ),
        ),
    ]
