"""Erasure: what each key and row needs to know for it, receipts, and whether the clock can be believed.

A worker of before goes on beside it: it leaves ``held_until`` empty, which counts as held by every key.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import packhaus.kit.ids
from django.db import migrations, models

from packhaus.migrations._storage import uncompressed


class Migration(migrations.Migration):

    dependencies = [
        ('packhaus', '0007_ways_in'),
    ]

    operations = [
        migrations.CreateModel(
            name='ClockWatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('beat_at', models.DateTimeField()),
                ('ran_at', models.DateTimeField(blank=True, null=True)),
                ('doubt_since', models.DateTimeField(blank=True, null=True)),
                ('jump_seconds', models.BigIntegerField(default=0)),
                ('heard_at', models.DateTimeField(blank=True, null=True)),
                ('heard_here', models.DateTimeField(blank=True, null=True)),
                ('heard_beat', models.DateTimeField(blank=True, null=True)),
                ('sure_at', models.DateTimeField(blank=True, null=True)),
                ('sure_by', models.CharField(choices=[('start', 'Start'), ('shop', 'Shop'), ('merchant', 'Merchant')], default='start', max_length=8)),
            ],
        ),
        migrations.CreateModel(
            name='ErasureReceipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=packhaus.kit.ids.public_id, editable=False, max_length=16, unique=True)),
                ('day', models.DateField()),
                ('holding', models.CharField(max_length=40)),
                ('reason', models.CharField(choices=[('term', 'Term'), ('request', 'Request'), ('merchant', 'Merchant'), ('retired', 'Retired')], default='term', max_length=8)),
                ('rows', models.BigIntegerField(default=0)),
                ('keys', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('started_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('late_by_outage', models.BooleanField(default=False)),
                ('early', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.AddField(
            model_name='document',
            name='held_until',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='leasekey',
            name='file_gone_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='leasekey',
            name='retire_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='order',
            name='address_edited',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='orderpersonal',
            name='held_until',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='setaside',
            name='held_until',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name='setaside',
            index=models.Index(fields=['lease'], name='set_aside_by_lease'),
        ),
        migrations.AddField(
            model_name='erasurereceipt',
            name='organization',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='packhaus.organization'),
        ),
        migrations.AddIndex(
            model_name='erasurereceipt',
            index=models.Index(fields=['organization', '-started_at'], name='erasure_by_time'),
        ),
        migrations.AddConstraint(
            model_name='erasurereceipt',
            constraint=models.UniqueConstraint(fields=('organization', 'holding', 'reason', 'started_at', 'late_by_outage'), name='erasure_receipt_once'),
        ),
        # The mark that an address was changed here outlives the line of the timeline that said so.
        migrations.RunSQL(
            "UPDATE packhaus_order SET address_edited = true WHERE id IN"
            " (SELECT order_id FROM packhaus_timeline WHERE kind = 'address')",
            migrations.RunSQL.noop,
        ),
        # What was only wrapping again is now the whole erasure.
        migrations.RunSQL(
            "UPDATE packhaus_due SET kind = 'erase' WHERE kind = 'rewrap'",
            "UPDATE packhaus_due SET kind = 'rewrap' WHERE kind = 'erase'",
        ),
        uncompressed(),
    ]
