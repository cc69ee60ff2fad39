"""What is still to be told by mail of an authorization's story. A worker of before tells nothing, and loses nothing."""

from django.db import migrations, models

from packhaus.migrations._storage import uncompressed


class Migration(migrations.Migration):
    dependencies = [("packhaus", "0005_due_limited")]

    operations = [
        migrations.AddField(
            model_name="authorizationevent",
            name="message_key",
            field=models.CharField(blank=True, db_default="", max_length=80),
        ),
        migrations.AddField(
            model_name="authorizationevent",
            name="to_tell",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddIndex(
            model_name="authorizationevent",
            index=models.Index(
                condition=models.Q(("to_tell", True)), fields=["organization"], name="event_to_tell"
            ),
        ),
        migrations.AddIndex(
            model_name="reminder",
            index=models.Index(
                condition=models.Q(("message_key", "")), fields=["organization"], name="reminder_to_mail"
            ),
        ),
        uncompressed(),
    ]
