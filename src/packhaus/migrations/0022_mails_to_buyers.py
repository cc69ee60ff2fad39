"""Mails to buyers of one's own orders (R4.1): a message can be to an order's buyer, with the merchant's text.

A worker of before goes on beside it as long as no such mail is asked for, which only the new one does. Taking
it back deletes the mails to buyers: what is not sent yet is not sent.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from packhaus.migrations._storage import uncompressed


def delete_mails_to_buyers(apps, schema_editor):
    apps.get_model("packhaus", "Message").objects.filter(recipient=None).delete()
    # Else the checks of what was deleted are still to come when the tables are altered.
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [("packhaus", "0021_own_orders")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="order",
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="mails", to="packhaus.order"),
        ),
        migrations.AddField(
            model_name="message",
            name="parcel",
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="mails", to="packhaus.parcel"),
        ),
        migrations.AlterField(
            model_name="message",
            name="recipient",
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="messages", to=settings.AUTH_USER_MODEL),
        ),
        migrations.RunPython(migrations.RunPython.noop, delete_mails_to_buyers),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(condition=models.Q(("recipient", None)), fields=("organization", "key"), name="message_to_buyer_once"),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("order", None), ("parcel", None), ("recipient__isnull", False)),
                    models.Q(("order__isnull", False), ("parcel__isnull", False), ("recipient", None)),
                    _connector="OR",
                ),
                name="message_to_somebody",
            ),
        ),
        migrations.CreateModel(
            name="TrackingMails",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on_since", models.DateTimeField(blank=True, null=True)),
                ("at", models.CharField(choices=[("announced", "Announced"), ("handled", "Handled")], default="handled", max_length=9)),
                ("delivered", models.BooleanField(default=False)),
                ("organization", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="tracking_mails", to="packhaus.organization")),
            ],
        ),
        migrations.CreateModel(
            name="MailTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=30)),
                ("language", models.CharField(max_length=5)),
                ("subject", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("changed_at", models.DateTimeField()),
                ("changed_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("organization", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="packhaus.organization")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "kind", "language"), name="mail_template_once")
                ]
            },
        ),
        uncompressed(),
    ]
