"""Due work says whether it waits for a limit of the other side. A worker of before goes on beside it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("packhaus", "0004_messages")]

    operations = [
        migrations.AddField(
            model_name="due",
            name="limited",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
