"""The list of parcels and that of shipped orders are read in the order of an index, however long they are."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('packhaus', '0027_no_like_indexes'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='order',
            name='order_by_shipped',
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(models.F('organization'), models.OrderBy(models.F('shipped_at'), descending=True, nulls_last=True), models.OrderBy(models.F('id'), descending=True), name='order_by_shipped'),
        ),
        migrations.AddIndex(
            model_name='parcel',
            index=models.Index(fields=['organization', '-state_at', '-id'], name='parcel_by_change'),
        ),
    ]
