"""What of an order line left without a parcel of ours, told apart from what left in one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("packhaus", "0002_storage_external")]

    operations = [
        # With a default of the database: a worker of the version before goes on writing lines.
        migrations.AddField(
            model_name="orderline",
            name="quantity_elsewhere",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.RunSQL(
            "UPDATE packhaus_orderline SET quantity_elsewhere ="
            " greatest(0, quantity_shipped - quantity_in_parcels) WHERE quantity_shipped > 0",
            migrations.RunSQL.noop,
        ),
    ]
