"""``packhaus demo --year``: a year and a month of one authorization, with the real processes (R4.4 to R4.7).

Only the clocks are moved. A merchant lets a public application in, works, does nothing about the reminders,
stands still from the day of the end, and renews at Amazon ten days later.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx

from packhaus.database import DatabaseProblem
from packhaus.demo.browser import Stuck
from packhaus.demo.folder import make_anew
from packhaus.demo.merchant import Merchant
from packhaus.demo.processes import Processes

ZONE = ZoneInfo("Europe/Berlin")
_QUIET = ((20, True), (20, True), (7, False))
"""Weeks in which nothing happens, so that a week is one step; and whether a new client secret ends them.

The secret of the application has 180 days of its own (R4.4); an agency that changes it in good time hears
nothing of that.
"""
_LAST_MINUTES = 0.25
_STILL_DAYS = 10
_ALL_DAYS = 396
_NEW_ORDERS = 6

Watch = Callable[[str, str], None]
"""Is told of a moment worth a look: its name, and the panel's address."""


@dataclass
class Year:
    """What is seen on the way; the last line of ``script/year``."""

    reminders: list[str]
    deactivated_on: str = ""
    calls_while_deactivated: int = -1
    waited: int = 0
    went_on: int = 0
    same_token: bool = False


class _Life:
    def __init__(
        self, processes: Processes, merchant: Merchant, address: str, watch: Watch, *, leaps: bool
    ) -> None:
        self._leaps = leaps
        self._processes = processes
        self._merchant = merchant
        self._address = address
        self._watch = watch
        self._days = 0

    def live(self) -> Year:
        """The whole of it."""
        ends_on = _a_year_after(self._begin())
        token = self._token()
        for weeks, new_secret in _QUIET:
            for _ in range(1 if self._leaps else weeks):
                self._days_go_by(7 * (weeks if self._leaps else 1))
            if new_secret:
                self._merchant.change_secret(self._processes.new_secret())
        self._watch("1-active", self._address)
        self._until_day("expiring")
        self._watch("2-expiring", self._address)
        while (left := (ends_on - timedelta(days=1) - self._today()).days) > 0:
            self._days_go_by(min(left, self._step(7)))
        self._watch("3-last-day", self._address)
        self._hand_over_parcels()
        self._until_day("deactivated")
        seen = Year(self._reminders(), f"{self._today()}")
        before = self._processes.status()
        calls = self._calls()
        seen.waited = self._stand_still()
        self._watch("4-deactivated", self._address)
        seen.calls_while_deactivated = self._calls() - calls
        _say("The merchant renews at Amazon: Manage Your Apps, Re-authorize ...")
        self._merchant.authorize_again()
        self._rest()

        def gone_on() -> int:
            now = self._processes.status()
            return sum(now[what] - before[what] for what in ("orders", "confirmations_accepted"))

        _until("what waited goes on", lambda: gone_on() >= seen.waited)
        seen.went_on = gone_on()
        seen.same_token = self._token() == token
        self._watch("5-renewed", self._address)
        while self._days < _ALL_DAYS:
            self._days_go_by(min(self._step(30), _ALL_DAYS - self._days))
        self._watch("6-next-year", self._address)
        seen.reminders = self._reminders()
        return seen

    def _begin(self) -> date:
        _say("A merchant signs up and lets a public application in ...")
        self._merchant.sign_up()
        self._merchant.set_up_shipping()
        self._merchant.set_up_mail()
        self._merchant.connect_by_consent()
        given_on = self._today()
        self._rest()
        batch = self._merchant.buy_labels()
        _until("the first labels", lambda: self._processes.status()["labels_under_way"] == 0)
        self._merchant.print_labels(batch, "A6")
        _say(
            f"Given on {given_on}; {self._processes.status()['orders']} orders are here. The year goes by ..."
        )
        return given_on

    def _today(self) -> date:
        clock = datetime.fromisoformat(str(self._processes.at_amazon()["clock"]["now"]))
        return clock.astimezone(ZONE).date()

    def _days_go_by(self, days: int) -> None:
        # The last minutes by themselves: what is told together waits some minutes for each other.
        for hours in (24 * days - _LAST_MINUTES, _LAST_MINUTES):
            self._processes.move_clocks(hours)
            self._rest()
        self._days += days

    def _step(self, days: int) -> int:
        """How many days are one step: one, or as many as that where time leaps."""
        return days if self._leaps else 1

    def _until_day(self, state: str) -> None:
        """Day by day, until an authorization is in ``state``."""
        while not self._processes.status()[f"authorizations_{state}"]:
            if self._days > _ALL_DAYS:
                raise TimeoutError(f"no authorization came to be {state}")
            self._days_go_by(1)
        _say(f"{self._today()}: {state}")

    def _rest(self) -> None:
        _until("the day's work is done", lambda: self._processes.status()["at_work"] == 0)

    def _hand_over_parcels(self) -> None:
        """Labels of today, which the carrier scans when the authorization has ended."""
        here = self._processes.status()
        self._order()
        self._processes.move_clocks(0.5)

        def came() -> bool:
            now = self._processes.status()
            return all(now[what] - here[what] >= _NEW_ORDERS for what in ("orders", "orders_ready"))

        _until("the last orders", came)
        self._merchant.buy_labels()
        _until("their labels", lambda: self._processes.status()["labels_under_way"] == 0)

    def _order(self) -> None:
        self._processes.new_orders(_NEW_ORDERS, weights="all", address="plain", special=False)

    def _stand_still(self) -> int:
        """Days without access. How much waits: orders at Amazon only, confirmations that are owed."""
        here = self._processes.status()["orders"]
        self._order()
        for _ in range(_STILL_DAYS // self._step(5)):
            self._days_go_by(self._step(5))
        now = self._processes.status()
        at_amazon = int(self._processes.at_amazon()["merchant_fulfilled"])
        _say(f"{now['confirmations_owed']} confirmations and {at_amazon - here} orders wait.")
        return now["confirmations_owed"] + at_amazon - here

    def _calls(self) -> int:
        """How often Amazon was called, by whatever token."""
        counted = self._processes.at_amazon()["calls"]
        return sum(
            sum(by_status.values())
            for operation, by_status in counted.items()
            if not operation.startswith("carrier.")
        )

    def _token(self) -> str:
        """The refresh token that is good at Amazon now."""
        found = self._processes.asked("/authorization?application=public")
        return str(found["refresh_token"])

    def _reminders(self) -> list[str]:
        mails = self._processes.asked("/mails")["mails"]
        return [
            f"{datetime.fromisoformat(mail['received_at']).astimezone(ZONE).date()}"
            for mail in mails
            if mail["headers"].get("X-Packhaus-Kind") == "reminder"
        ]


def _a_year_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _until(what: str, found: Callable[[], object], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not found():
        if time.monotonic() > end:
            raise TimeoutError(f"not within {seconds:.0f} seconds: {what}")
        time.sleep(0.1)


def run_year(
    data: Path,
    *,
    orders: int,
    seed: int,
    language: str = "de",
    leaps: bool = False,
    watch: Watch | None = None,
) -> int:
    """Live the year in ``data``, which is emptied first. The exit status; the figures are the last line.

    ``leaps``: time goes in the largest steps that still show each reminder on its day.
    """
    started = time.monotonic()
    try:
        make_anew(data)
    except (OSError, DatabaseProblem) as problem:
        print(f"The year cannot begin: {problem}", file=sys.stderr)
        return 1
    processes = Processes(data)
    try:
        simulator = processes.start_simulator(seed, orders)
        address = processes.start_packhaus(0)
        merchant = Merchant(address, simulator, language)
        seen = _Life(processes, merchant, address, watch or _nobody, leaps=leaps).live()
    except KeyboardInterrupt:
        return 1
    except (Stuck, RuntimeError, TimeoutError, httpx.HTTPError) as error:
        print(f"The year stopped: {error}\nIts logs lie in {data / 'logs'}.", file=sys.stderr)
        return 1
    finally:
        processes.stop()
    print(json.dumps(asdict(seen) | {"seconds": round(time.monotonic() - started, 1)}), flush=True)
    return 0


def _nobody(moment: str, address: str) -> None:
    """Nobody watches."""
