"""The cold archive's books (R4.3): keys, bundles, which order is in which. A worker of before writes none."""

import django.db.models.deletion
from django.db import migrations, models

import packhaus.kit.ids
from packhaus.migrations._storage import uncompressed


class Migration(migrations.Migration):
    dependencies = [("packhaus", "0023_access_log")]

    operations = [
        migrations.CreateModel(
            name="Archive",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("country", models.CharField(blank=True, max_length=2)),
                ("years", models.PositiveSmallIntegerField()),
                ("on_since", models.DateTimeField()),
                ("problem", models.JSONField(blank=True, null=True)),
                ("problem_since", models.DateTimeField(blank=True, null=True)),
                ("organization", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="archive", to="packhaus.organization")),
            ],
        ),
        migrations.CreateModel(
            name="ArchiveBundle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.CharField(default=packhaus.kit.ids.public_id, editable=False, max_length=16, unique=True)),
                ("month", models.DateField()),
                ("part", models.PositiveSmallIntegerField()),
                ("file_name", models.CharField(max_length=80)),
                ("orders", models.PositiveIntegerField(default=0)),
                ("bytes", models.BigIntegerField(default=0)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("recipients", models.JSONField(blank=True, default=list)),
                ("intended_at", models.DateTimeField()),
                ("written_at", models.DateTimeField(blank=True, null=True)),
                ("keep_until", models.DateField()),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                ("problem", models.JSONField(blank=True, null=True)),
                ("moved_at", models.DateTimeField(blank=True, null=True)),
                ("place", models.CharField(blank=True, max_length=200)),
                ("keeper", models.CharField(blank=True, max_length=200)),
                ("gone_at", models.DateTimeField(blank=True, null=True)),
                ("organization", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="archive_bundles", to="packhaus.organization")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "month", "part"), name="archive_bundle_once")
                ],
                "indexes": [models.Index(fields=["organization", "-month"], name="archive_bundle_by_month")],
            },
        ),
        migrations.CreateModel(
            name="ArchivedOrder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("bundle", models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="packhaus.archivebundle")),
                ("order", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="archived", to="packhaus.order")),
                ("organization", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="packhaus.organization")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "order"), name="archived_order_once")
                ]
            },
        ),
        migrations.CreateModel(
            name="ArchiveRecipient",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.CharField(default=packhaus.kit.ids.public_id, editable=False, max_length=16, unique=True)),
                ("public_key", models.CharField(max_length=100)),
                ("label", models.CharField(max_length=100)),
                ("keeper", models.CharField(max_length=200)),
                ("place", models.CharField(max_length=200)),
                ("added_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("test_word", models.CharField(blank=True, max_length=20)),
                ("proved_at", models.DateTimeField(blank=True, null=True)),
                ("organization", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="archive_recipients", to="packhaus.organization")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("ended_at", None)), fields=("organization", "public_key"), name="archive_recipient_once")
                ]
            },
        ),
        uncompressed(),
    ]
