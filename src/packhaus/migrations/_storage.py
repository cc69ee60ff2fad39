"""Text, json and bytea columns are stored uncompressed, so that a byte search sees what is there (DESIGN.md).

A migration that adds a table or a column of such a type ends with ``uncompressed()``; a test walks the
catalog and names what was forgotten. It holds for values written from then on.
"""

from django.db.migrations import RunSQL

_LOOP = """
DO $$
DECLARE found record;
BEGIN
    FOR found IN
        SELECT c.oid::regclass AS place, a.attname AS name
        FROM pg_attribute a
        JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p')
        JOIN pg_type t ON t.oid = a.atttypid AND t.typstorage = 'x'
        WHERE c.relnamespace = current_schema()::regnamespace
        AND c.relname ~ '^(packhaus|procrastinate|django|auth)_'
        AND a.attnum > 0 AND NOT a.attisdropped AND a.attstorage = '%s'
        ORDER BY 1, a.attnum
    LOOP
        EXECUTE format('ALTER TABLE %%s ALTER COLUMN %%I SET STORAGE %s', found.place, found.name);
    END LOOP;
END
$$
"""


def uncompressed() -> RunSQL:
    """Store every such column of our tables, of the queue's and of Django's uncompressed; reversible."""
    return RunSQL(_LOOP % ("x", "EXTERNAL"), _LOOP % ("e", "EXTENDED"))
