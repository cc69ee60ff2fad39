"""Orders of one's own: a shop without an authorization, files of orders, a weight that came with an order.

A worker of before goes on beside it, for it is never handed work about a shop of one's own. Taking it back
deletes that shop with its orders: it has no place in the tables of before.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import packhaus.kit.ids
from packhaus.migrations._storage import uncompressed


def delete_own_shops(apps, schema_editor):
    apps.get_model("packhaus", "Parcel").objects.filter(order__connection__shop="own").delete()
    apps.get_model("packhaus", "Connection").objects.filter(shop="own").delete()
    # Else the checks of what was deleted are still to come when the tables are altered.
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [("packhaus", "0020_erasure")]

    operations = [
        migrations.AddField(
            model_name="order",
            name="given_grams",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="connection",
            name="authorization",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="connections",
                to="packhaus.authorization",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, delete_own_shops),
        migrations.AddConstraint(
            model_name="connection",
            constraint=models.UniqueConstraint(
                condition=models.Q(("shop", "own")), fields=("organization",), name="connection_own_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="connection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("authorization", None), ("shop", "own")),
                    models.Q(
                        models.Q(("shop", "own"), _negated=True), ("authorization__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="connection_authorized",
            ),
        ),
        migrations.CreateModel(
            name="OrderFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.CharField(default=packhaus.kit.ids.public_id, editable=False, max_length=16, unique=True)),
                ("state", models.CharField(choices=[("new", "New"), ("checked", "Checked"), ("importing", "Importing"), ("done", "Done")], default="new", max_length=9)),
                ("made_at", models.DateTimeField()),
                ("encoding", models.CharField(max_length=20)),
                ("delimiter", models.CharField(max_length=1)),
                ("columns_digest", models.CharField(max_length=64)),
                ("matching", models.JSONField(default=dict)),
                ("rows", models.PositiveIntegerField(default=0)),
                ("rows_done", models.PositiveIntegerField(default=0)),
                ("orders_ready", models.PositiveIntegerField(default=0)),
                ("orders_new", models.PositiveIntegerField(default=0)),
                ("orders_known", models.PositiveIntegerField(default=0)),
                ("problems", models.JSONField(default=list)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("connection", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="files", to="packhaus.connection")),
                ("made_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("organization", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="packhaus.organization")),
            ],
            options={"indexes": [models.Index(fields=["organization", "-made_at"], name="order_file_by_time")]},
        ),
        migrations.CreateModel(
            name="OrderFileText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lease", models.CharField(max_length=40)),
                ("held_until", models.DateField(blank=True, null=True)),
                ("wrapped", models.BinaryField()),
                ("sealed", models.BinaryField()),
                ("ends_on", models.DateField()),
                ("order_file", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="text", to="packhaus.orderfile")),
                ("organization", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="packhaus.organization")),
            ],
            options={"indexes": [models.Index(fields=["lease"], name="order_file_text_by_lease")]},
        ),
        migrations.CreateModel(
            name="ColumnMatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("columns_digest", models.CharField(max_length=64)),
                ("matching", models.JSONField(default=dict)),
                ("used_at", models.DateTimeField()),
                ("organization", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="packhaus.organization")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "columns_digest"), name="column_match_once")
                ]
            },
        ),
        uncompressed(),
    ]
