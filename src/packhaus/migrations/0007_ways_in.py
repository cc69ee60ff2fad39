"""Marketplaces that come and go; a token is kept before it is tried. A worker of before goes on beside it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("packhaus", "0006_told")]

    operations = [
        migrations.AddField(
            model_name="participation",
            name="came_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="participation",
            name="gone_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="authorizationrequest",
            name="stage",
            field=models.CharField(
                choices=[
                    ("open", "Open"),
                    ("code", "Code"),
                    ("token", "Token"),
                    ("done", "Done"),
                    ("failed", "Failed"),
                ],
                default="open",
                max_length=6,
            ),
        ),
    ]
