"""Indexes that another index does the work of, or nobody asks: each import and each erasure writes fewer."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('packhaus', '0025_connection_problems'),
    ]

    operations = [
        migrations.AlterField(
            model_name='batchitem',
            name='organization',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='packhaus.organization'),
        ),
        migrations.AlterField(
            model_name='carrierevent',
            name='organization',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='packhaus.organization'),
        ),
        migrations.AlterField(
            model_name='confirmation',
            name='organization',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='packhaus.organization'),
        ),
        migrations.AlterField(
            model_name='document',
            name='organization',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='packhaus.organization'),
        ),
        migrations.AlterField(
            model_name='order',
            name='held_by',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='order',
            name='organization',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='orders', to='packhaus.organization'),
        ),
        migrations.AlterField(
            model_name='orderline',
            name='organization',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='packhaus.organization'),
        ),
        migrations.AlterField(
            model_name='orderpersonal',
            name='organization',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='packhaus.organization'),
        ),
        migrations.AlterField(
            model_name='parcel',
            name='organization',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='parcels', to='packhaus.organization'),
        ),
        migrations.AlterField(
            model_name='parcelline',
            name='organization',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='packhaus.organization'),
        ),
        migrations.AlterField(
            model_name='purchase',
            name='organization',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='packhaus.organization'),
        ),
        migrations.AlterField(
            model_name='timeline',
            name='order',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='timeline', to='packhaus.order'),
        ),
        migrations.AlterField(
            model_name='timeline',
            name='organization',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='packhaus.organization'),
        ),
        migrations.AlterField(
            model_name='timeline',
            name='who',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
    ]
