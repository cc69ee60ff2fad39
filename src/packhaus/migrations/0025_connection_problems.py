"""A problem for each kind of work with a shop, each with its own since when; what led to an authorization's news.

Keys of a developer are the installation's and no longer copied: a program of before asks to save such a
connection again. It asks for columns that are gone, so its workers are stopped first.
"""

import django.db.models.deletion
from django.db import migrations, models

from packhaus.migrations._storage import uncompressed

_LOOK_AT_ONCE = "SET CONSTRAINTS ALL IMMEDIATE"
_ONE_EACH = """
INSERT INTO packhaus_connectionproblem (organization_id, connection_id, work, cause, words, since, seen_at)
SELECT organization_id, id, coalesce(problem->>'work', ''), coalesce(problem->>'cause', ''),
    problem - 'work' - 'cause', coalesce(problem_since, created_at), coalesce(problem_since, created_at)
FROM packhaus_connection WHERE jsonb_typeof(problem) = 'object'
"""
_THE_OLDEST = """
UPDATE packhaus_connection SET problem_since = since,
    problem = words || jsonb_build_object('work', work, 'cause', cause)
FROM (
    SELECT DISTINCT ON (connection_id) connection_id, work, cause, words, since
    FROM packhaus_connectionproblem ORDER BY connection_id, since, id
) AS oldest WHERE connection_id = packhaus_connection.id
"""


class Migration(migrations.Migration):
    dependencies = [("packhaus", "0024_archive")]

    operations = [
        migrations.CreateModel(
            name="ConnectionProblem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("work", models.CharField(blank=True, max_length=20)),
                ("cause", models.CharField(blank=True, max_length=16)),
                ("words", models.JSONField()),
                ("since", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                (
                    "connection",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="problems", related_query_name="problem", to="packhaus.connection"),
                ),
                (
                    "organization",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="packhaus.organization"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "connection", "work"), name="connection_problem_once")
                ]
            },
        ),
        migrations.RunSQL(_ONE_EACH, _THE_OLDEST),
        migrations.RunSQL(_LOOK_AT_ONCE, _LOOK_AT_ONCE),
        migrations.RemoveField(model_name="connection", name="problem"),
        migrations.RemoveField(model_name="connection", name="problem_since"),
        migrations.AddField(
            model_name="authorizationevent",
            name="cause",
            field=models.CharField(blank=True, db_default="", max_length=12),
        ),
        migrations.RunSQL(
            "UPDATE packhaus_application SET sealed_secret = ''::bytea WHERE kind = 'developer'",
            migrations.RunSQL.noop,
        ),
        uncompressed(),
    ]
