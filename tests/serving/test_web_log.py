"""What the panel's web server writes when it fails: where, and nothing of what a request held."""

from pathlib import Path

from gunicorn.config import Config

from packhaus.web import _QuietLogger


def test_of_a_request_that_failed_only_its_path_is_written(tmp_path: Path) -> None:
    config, log = Config(), tmp_path / "error.log"
    config.set("errorlog", str(log))
    logger = _QuietLogger(config)
    try:
        raise ValueError("spapi_oauth_code=Zqcode")
    except ValueError:
        logger.exception(
            "Error handling request %s %s", "GET", "/callback/?spapi_oauth_code=Zqcode&state=Zqs"
        )
    logger.close_on_exec()
    written = log.read_text()
    assert "Error handling request GET /callback/" in written
    assert "builtins.ValueError" in written
    assert "Zq" not in written
