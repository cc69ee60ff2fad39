"""Who opened buyers' data, and the receipts of persons' requests (R4.2). A worker of before writes neither."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import packhaus.kit.ids
from packhaus.migrations._storage import uncompressed


class Migration(migrations.Migration):
    dependencies = [("packhaus", "0022_mails_to_buyers")]

    operations = [
        migrations.CreateModel(
            name="AccessLog",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.CharField(max_length=40)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("list", "List"),
                            ("page", "Page"),
                            ("label", "Label"),
                            ("carrier", "Carrier"),
                            ("mail", "Mail"),
                            ("file", "File"),
                            ("request", "Request"),
                            ("export", "Export"),
                            ("archive", "Archive"),
                            ("api", "Api"),
                            ("other", "Other"),
                        ],
                        max_length=8,
                    ),
                ),
                ("orders", models.PositiveIntegerField(default=1)),
                ("at", models.DateTimeField()),
                (
                    "member",
                    models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "order",
                    models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="packhaus.order"),
                ),
                (
                    "organization",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="packhaus.organization"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "at", "order", "place", "member"), name="access_once", nulls_distinct=False
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="PersonRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.CharField(default=packhaus.kit.ids.public_id, editable=False, max_length=16, unique=True)),
                ("kind", models.CharField(choices=[("copy", "Copy"), ("erase", "Erase")], max_length=5)),
                ("at", models.DateTimeField()),
                (
                    "order_numbers",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), size=None),
                ),
                (
                    "member",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "organization",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="packhaus.organization"),
                ),
            ],
            options={"indexes": [models.Index(fields=["organization", "-at"], name="person_request_by_time")]},
        ),
        uncompressed(),
    ]
