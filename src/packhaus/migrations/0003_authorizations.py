"""Applications stand beside the authorizations given to them; reminders and walks to the consent page.

The secret moves from the authorization to its application and is sealed anew, for it is bound to its row.
A worker of the version before fails at what needs a secret, and tries again until it is replaced.
"""

from datetime import timedelta

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import packhaus.kit.ids
from packhaus.migrations._storage import uncompressed

_SECRET_LIVES = timedelta(days=180)
_LOOK_AT_ONCE = "SET CONSTRAINTS ALL IMMEDIATE"


def _secrets_to_applications(apps, schema_editor):
    from packhaus.privacy.master import open_secret, seal_secret

    Application = apps.get_model("packhaus", "Application")
    for one in apps.get_model("packhaus", "Authorization").objects.order_by("pk"):
        application = Application.objects.filter(
            organization_id=one.organization_id, shop=one.shop, client_id=one.client_id
        ).first()
        if application is None:
            public_id = packhaus.kit.ids.public_id()
            secret = open_secret(one.sealed_client_secret, f"authorization:{one.public_id}")
            application = Application.objects.create(
                organization_id=one.organization_id,
                public_id=public_id,
                shop=one.shop,
                kind=one.kind,
                client_id=one.client_id,
                sealed_secret=seal_secret(secret, f"application:{public_id}"),
                secret_entered_at=one.secret_entered_at,
                secret_ends_on=(one.secret_entered_at + _SECRET_LIVES).date(),
            )
        one.application = application
        one.term_began_at = one.given_at
        one.save(update_fields=["application", "term_began_at"])


def _secrets_back(apps, schema_editor):
    from packhaus.privacy.master import open_secret, seal_secret

    for one in apps.get_model("packhaus", "Authorization").objects.select_related("application"):
        application = one.application
        secret = open_secret(application.sealed_secret, f"application:{application.public_id}")
        one.client_id = application.client_id
        one.kind = application.kind
        one.secret_entered_at = application.secret_entered_at
        one.sealed_client_secret = seal_secret(secret, f"authorization:{one.public_id}")
        one.save()


class Migration(migrations.Migration):

    dependencies = [
        ('packhaus', '0002_storage_external'),
    ]

    operations = [
        migrations.AddField(
            model_name='authorization',
            name='cause',
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.AddField(
            model_name='authorization',
            name='term_began_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='confirmation',
            name='receipt',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name='connection',
            name='clock_off_seconds',
            field=models.IntegerField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=packhaus.kit.ids.public_id, editable=False, max_length=16, unique=True)),
                ('shop', models.CharField(max_length=20)),
                ('kind', models.CharField(choices=[('private', 'Private'), ('public', 'Public'), ('developer', 'Developer')], default='private', max_length=10)),
                ('name', models.CharField(blank=True, max_length=100)),
                ('outside_id', models.CharField(blank=True, max_length=120)),
                ('is_draft', models.BooleanField(default=False)),
                ('client_id', models.CharField(max_length=200)),
                ('sealed_secret', models.BinaryField()),
                ('secret_entered_at', models.DateTimeField()),
                ('secret_ends_on', models.DateField(blank=True, null=True)),
                ('sealed_next_secret', models.BinaryField(blank=True, null=True)),
                ('next_secret_at', models.DateTimeField(blank=True, null=True)),
                ('next_secret_ends_on', models.DateField(blank=True, null=True)),
                ('next_secret_problem', models.JSONField(blank=True, null=True)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='applications', to='packhaus.organization')),
            ],
        ),
        migrations.AddField(
            model_name='authorization',
            name='application',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='authorizations', to='packhaus.application'),
        ),
        migrations.CreateModel(
            name='AuthorizationRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=packhaus.kit.ids.public_id, editable=False, max_length=16, unique=True)),
                ('state_digest', models.CharField(max_length=64)),
                ('marketplace_id', models.CharField(blank=True, max_length=20)),
                ('redirect_uri', models.CharField(max_length=300)),
                ('seller_id', models.CharField(blank=True, max_length=40)),
                ('stage', models.CharField(choices=[('open', 'Open'), ('code', 'Code'), ('done', 'Done'), ('failed', 'Failed')], default='open', max_length=6)),
                ('words', models.JSONField(blank=True, null=True)),
                ('made_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('code_at', models.DateTimeField(blank=True, null=True)),
                ('called_at', models.DateTimeField(blank=True, null=True)),
                ('sealed_code', models.BinaryField(blank=True, null=True)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='requests', to='packhaus.application')),
                ('authorization', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='requests', to='packhaus.authorization')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='packhaus.organization')),
            ],
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('ending', models.CharField(max_length=10)),
                ('made_at', models.DateTimeField()),
                ('message_key', models.CharField(blank=True, max_length=80)),
                ('authorization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='packhaus.authorization')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='packhaus.organization')),
            ],
        ),
        migrations.AddConstraint(
            model_name='authorizationrequest',
            constraint=models.UniqueConstraint(fields=('organization', 'state_digest'), name='request_once'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.UniqueConstraint(fields=('organization', 'shop', 'client_id'), name='application_once'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(fields=('organization', 'authorization', 'ends_on', 'due_on'), name='reminder_once'),
        ),
        migrations.AlterField("authorization", "client_id", models.CharField(default="", max_length=200)),
        migrations.AlterField(
            "authorization",
            "kind",
            models.CharField(choices=[("private", "Private"), ("public", "Public")], default="private", max_length=10),
        ),
        migrations.AlterField("authorization", "sealed_client_secret", models.BinaryField(default=b"")),
        migrations.AlterField("authorization", "secret_entered_at", models.DateTimeField(null=True)),
        # Its foreign keys are looked at before the tables change again.
        migrations.RunSQL(migrations.RunSQL.noop, _LOOK_AT_ONCE),
        migrations.RunPython(_secrets_to_applications, _secrets_back),
        migrations.RunSQL(_LOOK_AT_ONCE, migrations.RunSQL.noop),
        migrations.AlterField(
            "authorization",
            "application",
            models.ForeignKey(
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="authorizations",
                to="packhaus.application",
            ),
        ),
        migrations.AlterField("authorization", "term_began_at", models.DateTimeField()),
        migrations.RemoveField("authorization", "client_id"),
        migrations.RemoveField("authorization", "kind"),
        migrations.RemoveField("authorization", "sealed_client_secret"),
        migrations.RemoveField("authorization", "secret_entered_at"),
        uncompressed(),
    ]
