"""What is stored is stored uncompressed: a search through the database's files sees it."""

from django.db import migrations

from packhaus.migrations._storage import uncompressed


class Migration(migrations.Migration):
    # After the last one of each other app, so that all tables are there.
    dependencies = [
        ("packhaus", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("procrastinate", "0041_post_retry_failed_job"),
        ("sessions", "0001_initial"),
    ]

    operations = [uncompressed()]
