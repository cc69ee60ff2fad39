"""The outbox of mails and the mail server of each merchant (R4.5)."""

import django.db.models.deletion
import packhaus.kit.ids
from django.conf import settings
from django.db import migrations, models

from packhaus.migrations._storage import uncompressed


class Migration(migrations.Migration):

    dependencies = [
        ('packhaus', '0003_authorizations'),
    ]

    operations = [
        migrations.CreateModel(
            name='MailSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('host', models.CharField(blank=True, max_length=200)),
                ('port', models.PositiveIntegerField(default=465)),
                ('security', models.CharField(choices=[('tls', 'Tls'), ('starttls', 'Starttls'), ('none', 'None')], default='tls', max_length=10)),
                ('user', models.CharField(blank=True, max_length=200)),
                ('sealed_password', models.BinaryField(default=b'')),
                ('sender_address', models.EmailField(blank=True, max_length=254)),
                ('sender_name', models.CharField(blank=True, max_length=100)),
                ('changed_at', models.DateTimeField(blank=True, null=True)),
                ('problem', models.JSONField(blank=True, null=True)),
                ('problem_since', models.DateTimeField(blank=True, null=True)),
                ('last_ok_at', models.DateTimeField(blank=True, null=True)),
                ('tested_at', models.DateTimeField(blank=True, null=True)),
                ('organization', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='mail_settings', to='packhaus.organization')),
            ],
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=packhaus.kit.ids.public_id, editable=False, max_length=16, unique=True)),
                ('kind', models.CharField(max_length=30)),
                ('language', models.CharField(max_length=5)),
                ('values', models.JSONField(default=dict)),
                ('key', models.CharField(max_length=120)),
                ('message_id', models.CharField(max_length=200)),
                ('state', models.CharField(choices=[('owed', 'Owed'), ('intended', 'Intended'), ('unknown', 'Unknown'), ('sent', 'Sent'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn')], default='owed', max_length=10)),
                ('state_at', models.DateTimeField()),
                ('made_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('unsure', models.PositiveSmallIntegerField(default=0)),
                ('smtp_code', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('words', models.JSONField(blank=True, null=True)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='packhaus.organization')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['organization', 'state', 'due_at'], name='message_due'), models.Index(fields=['organization', '-made_at'], name='message_by_time')],
                'constraints': [models.UniqueConstraint(fields=('organization', 'key', 'recipient'), name='message_once')],
            },
        ),
        uncompressed(),
    ]
