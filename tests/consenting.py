"""Walks to the simulator's consent page and back, for tests of the line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.consents import LOGIN, REDIRECT, Visitor, public, register, told

if TYPE_CHECKING:
    from line import Line

GERMANY = "A1PA6795UKMFR9"


class Agency:
    """A merchant of Packhaus with a public application, registered on both sides."""

    def __init__(self, line: Line, **registered: Any) -> None:
        from packhaus.flow.consent import public_application
        from packhaus.flow.register import register as register_here

        self.line = line
        register(line.simulator, **({"redirect_uris": [REDIRECT], "login_uri": LOGIN} | registered))
        keys = line.simulator.info["public"]
        register_here(
            line.member,
            shop="amazon",
            application_id=keys["application_id"],
            client_id=keys["client_id"],
            secret=keys["client_secret"],
            ends_on=None,
            name="Packhaus für Agenturen",
            is_draft=registered.get("status") == "draft",
            now=line.now(),
        )
        self.application: Any = public_application(line.organization, "amazon")
        self.visitor = Visitor(line.simulator)

    def address(self, authorization: Any = None) -> str:
        """Begin: where the merchant is sent."""
        from packhaus.flow import consent

        return consent.begin(
            self.application,
            self.line.member,
            marketplace_id=GERMANY,
            redirect_uri=REDIRECT,
            now=self.line.now(),
            authorization=authorization,
        )

    def agreed(self, authorization: Any = None) -> dict[str, str]:
        """Begin, and say yes at Amazon: what comes back."""
        page = self.visitor.browser.get(self.address(authorization))
        return told(self.visitor.press(page, "confirm"))

    def arrive(self, back: dict[str, str], **changes: Any) -> Any:
        """Come back with it; ``changes``: other people, other values."""
        from packhaus.flow import consent

        given: dict[str, Any] = {
            "organization": self.line.organization,
            "member": self.line.member,
            "state": back["state"],
            "seller_id": back["selling_partner_id"],
            "code": back["spapi_oauth_code"],
            "now": self.line.now(),
        } | changes
        return consent.arrive(given.pop("organization"), given.pop("member"), **given)

    def authorize(self, authorization: Any = None) -> Any:
        """The whole walk, with the worker's part; the request as it stands then."""
        walk = self.arrive(self.agreed(authorization))
        self.line.work(kinds=("authorize",))
        walk.refresh_from_db()
        return walk

    def finish(self, authorization: Any, countries: tuple[str, ...] = ("DE",), name: str = "Agentur") -> Any:
        """The rest of the set-up."""
        from packhaus.flow import finish

        now = self.line.now()
        return finish.finish(
            authorization,
            finish.found_in(authorization, now),
            countries=list(countries),
            name=name,
            import_weights=True,
            confirm_at="handled",
            now=now,
        )

    def connect(self, countries: tuple[str, ...] = ("DE",)) -> Any:
        """An account connected by the consent page."""
        return self.finish(self.authorize().authorization, countries)

    def new_secret(self) -> None:
        """Rotate the client secret, there and here."""
        from packhaus.flow import rotate

        made = public(self.line.simulator, rotate_secret=True)["client_secret"]
        self.application.refresh_from_db()
        rotate.enter(self.application, self.line.member, secret=made, now=self.line.now())

    def token_there(self, **seller: Any) -> str:
        """The refresh token that Amazon has given last."""
        return str(public(self.line.simulator, **seller)["refresh_token"])


def token_here(authorization: Any) -> str:
    """The token that Packhaus keeps, opened."""
    from packhaus.privacy import vault

    authorization.refresh_from_db()
    return vault.open_secret(authorization.sealed_refresh_token, authorization.aad)


def words_of(walk: Any) -> str:
    """Why a walk led nowhere."""
    walk.refresh_from_db()
    assert isinstance(walk.words, dict)
    return str(walk.words["text"])
