"""A worker killed between code and token, and between the new token and its storing (R1).

No token is lost but the one that stood in the killed process alone; there the merchant is asked to authorize
again, and the token from before still works. That the tests can fail is shown with a guard switched off.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from consenting import Agency, token_here
from line import hosts
from packhaus.authorizations.models import AuthorizationRequest
from packhaus.flow import connect
from packhaus.shops.models import Connection
from workers import Workers, until

if TYPE_CHECKING:
    from line import Line


@pytest.fixture
def workers(quiet: Line, tmp_path: Path, settings: Any) -> Iterator[Workers]:
    folder = tmp_path / "workers"
    folder.mkdir()
    started = Workers(folder, settings.KEYS, hosts(quiet.simulator))
    yield started
    started.stop()


def killed_at(
    seam: str, line: Line, workers: Workers, agency: Agency, sabotage: str = ""
) -> AuthorizationRequest:
    """Authorize a connected account again; a worker is killed at ``seam``, the next one goes on."""
    authorization = agency.connect().authorization
    line.move(minutes=1)
    back = agency.agreed(authorization)
    walk: AuthorizationRequest = agency.arrive(back)
    first = workers.start(seam=seam, sabotage=sabotage)
    until(lambda: f"the worker dies at {seam}\n{workers.logs()}", lambda: first.poll() is not None)
    assert first.returncode == -9, workers.logs()
    workers.start(sabotage=sabotage)

    def decided() -> bool:
        walk.refresh_from_db()
        return walk.stage in ("done", "failed")

    until(lambda: f"the walk is decided\n{line.trouble()}\n{workers.logs()}", decided)
    line.move(minutes=1)
    for secret in (back["state"], back["spapi_oauth_code"], agency.token_there()):
        assert secret not in workers.logs()
    return walk


def connection_of(walk: AuthorizationRequest) -> Connection:
    return Connection.objects.select_related("authorization__application").get(
        authorization=walk.authorization
    )


@pytest.mark.parametrize(
    ("seam", "kept"),
    [("authorize.intended", "new"), ("authorize.kept", "new"), ("authorize.recorded", "same")],
)
def test_a_kill_loses_no_token(seam: str, kept: str, quiet: Line, workers: Workers) -> None:
    agency = Agency(quiet)
    quiet.simulator.admin("/switches", {"reauthorization_token": kept})
    walk = killed_at(seam, quiet, workers, agency)
    assert walk.stage == "done", walk.words
    assert walk.sealed_code is None
    assert token_here(walk.authorization) == agency.token_there()
    assert connect.test_saved(connection_of(walk), quiet.now()).countries


def test_a_token_in_the_hands_of_a_killed_worker_is_asked_for_again(quiet: Line, workers: Workers) -> None:
    agency = Agency(quiet)
    walk = killed_at("authorize.exchanged", quiet, workers, agency)
    assert walk.stage == "failed"
    assert isinstance(walk.words, dict)
    assert "did not reach Packhaus" in walk.words["text"]
    assert "Authorize again" in walk.words["text"]
    assert walk.authorization is not None
    assert token_here(walk.authorization) == agency.token_there(), "the one from before still works"
    assert connect.test_saved(connection_of(walk), quiet.now()).countries
    again = agency.arrive(agency.agreed(walk.authorization))

    def done() -> bool:
        again.refresh_from_db()
        return bool(again.stage == "done")

    until("the second walk leads there", done)


def test_without_its_own_commit_a_kill_loses_the_token(quiet: Line, workers: Workers) -> None:
    walk = killed_at("authorize.kept", quiet, workers, Agency(quiet), sabotage="exchange")
    assert walk.stage == "failed", "the guard is off: the test must see that the token is gone"
