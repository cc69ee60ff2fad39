"""Django adds to each unique text column an index for ``LIKE``; nobody looks for the beginning of a random id.

Such an index costs each import and each erasure a write. Django makes them at the end of a migration, so this
is one of its own. Taken back, they stay away: nothing needs them.
"""

from django.db import migrations

_LOOP = """
DO $$
DECLARE found record;
BEGIN
    FOR found IN
        SELECT c.oid::regclass AS place FROM pg_class c
        WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'i'
        AND c.relname ~ '^packhaus_.*_like$'
    LOOP
        EXECUTE format('DROP INDEX %s', found.place);
    END LOOP;
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("packhaus", "0026_fewer_indexes")]

    operations = [migrations.RunSQL(_LOOP, migrations.RunSQL.noop)]
