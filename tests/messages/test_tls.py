"""A real mail server with TLS: what is trusted, and what is refused before the password goes out."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from packhaus.engine import clock

if TYPE_CHECKING:
    from post_office import Post


class Server:
    """Takes mails over TLS, and notes each log-in and each mail."""

    def __init__(self) -> None:
        self.log_ins: list[str] = []
        self.mails: list[bytes] = []

    def log_in(self, server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
        self.log_ins.append(given.login.decode())
        return AuthResult(success=True)

    async def handle_DATA(  # noqa: N802 - the name is aiosmtpd's
        self, server: Any, session: Any, envelope: Any
    ) -> str:
        self.mails.append(envelope.content)
        return "250 OK"


class _Implicit(Controller):
    """TLS from the first byte on, as on port 465."""

    def _trigger_server(self) -> None:
        """aiosmtpd waits for a first visitor, and sends its own without TLS of a client's kind."""
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        with (
            socket.create_connection((self.hostname, self.port), timeout=5) as plain,
            trusting.wrap_socket(plain) as visitor,
        ):
            assert visitor.recv(3) == b"220"


def certificate(folder: Path, name: str, *, days: int = 30) -> tuple[Path, Path]:
    """A certificate that signed itself, good for ``days`` from yesterday on; and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    began = clock.now() - timedelta(days=2)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(began)
        .not_valid_after(began + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "server.pem", folder / "server.key"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return paths


@pytest.fixture
def start(tmp_path: Path, post: Post) -> Iterator[Callable[..., Server]]:
    """Starts a server and saves it as the merchant's."""
    running: list[Controller] = []

    def start(security: str, name: str = "localhost", days: int = 30) -> Server:
        paths = certificate(tmp_path, name, days=days)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*paths)
        server = Server()
        options: dict[str, Any] = {"authenticator": server.log_in, "hostname": "127.0.0.1", "port": 0}
        if security == "tls":
            # Over implicit TLS aiosmtpd does not know that the log-in is safe.
            controller: Controller = _Implicit(server, ssl_context=context, auth_require_tls=False, **options)
        else:
            controller = Controller(server, tls_context=context, **options)
        port = _started(controller)
        running.append(controller)
        post.save(host="localhost", port=port, security=security)
        return server

    yield start
    for controller in running:
        controller.stop()


def _started(controller: Controller) -> int:
    """aiosmtpd's controller wants to know its port before it listens: so it takes one that is free."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        controller.port = int(probe.getsockname()[1])
    controller.start()
    return controller.port


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_that_signed_itself_is_refused_before_the_log_in(
    post: Post, start: Callable[..., Server], security: str
) -> None:
    server = start(security)
    (message,) = post.ask()
    post.work()
    assert "shows a certificate that it signed itself" in post.problem()
    assert post.state(message) == "owed"
    assert (server.log_ins, server.mails) == ([], []), "neither password nor mail went out"


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_that_the_machine_trusts_is_taken(
    post: Post,
    start: Callable[..., Server],
    security: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server = start(security)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "server.pem"))
    (message,) = post.ask()
    post.work()
    assert post.problem() == ""
    assert post.state(message) == "sent"
    assert server.log_ins == [post.simulator.info["smtp"]["user"]]
    assert b"Auto-Submitted: auto-generated" in server.mails[0]


@pytest.mark.parametrize(
    ("name", "days", "said"),
    [("mail.somebody-else.example", 30, "is for another name"), ("localhost", 1, "has expired")],
)
def test_another_name_and_an_old_certificate_have_words_of_their_own(
    post: Post,
    start: Callable[..., Server],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    days: int,
    said: str,
) -> None:
    server = start("tls", name, days)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "server.pem"))
    post.ask()
    post.work()
    assert said in post.problem()
    assert server.log_ins == []
