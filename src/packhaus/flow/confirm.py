"""Tell the shop that a parcel is on its way (R2.4, R5.4): one call a package, once in effect."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from packhaus.accounts.models import Member
from packhaus.carriers.registry import open_carrier
from packhaus.confirmations.models import Confirmation
from packhaus.confirmations.rules import is_counted
from packhaus.confirmations.states import move
from packhaus.engine.due import back_off, due_kind, make_due
from packhaus.engine.seams import seam
from packhaus.engine.timeline import note
from packhaus.flow.doors import open_connection, watched
from packhaus.flow.sync import take_in
from packhaus.kit.errors import Bug, NeedsMerchant, Retry
from packhaus.kit.words import Words, gettext_noop
from packhaus.orders.bulk import hold_still, refresh
from packhaus.orders.models import Order
from packhaus.parcels.models import ParcelLine, Purchase
from packhaus.shops import problems
from packhaus.shops.models import Connection
from packhaus.shops.port import ConfirmOutcome, Package, Shop, ShopOrder, ShopState

CHECK_AFTER = timedelta(minutes=2)
"""What the shop took shows in its reads some minutes later."""
ANSWERS_WITHIN = timedelta(hours=4)
"""How long the answer to a receipt is waited for, before the order's own packages are looked at."""
CHECKS = 10
A_JOB = 100
_DUE = ("owed", "intended", "unknown")


@due_kind("confirm")
def confirm(connection_id: int, now: datetime) -> datetime | None:
    """Send what is owed to one shop, oldest first, until its limit says wait."""
    connection = (
        Connection.objects.select_related("authorization").filter(pk=connection_id, active=True).first()
    )
    if connection is None:
        return None
    owed = Confirmation.objects.filter(connection=connection, state__in=_DUE, due_at__isnull=False)
    try:
        with watched(connection, now, "confirmations"):
            ids = list(
                owed.filter(due_at__lte=now).order_by("due_at", "pk").values_list("pk", flat=True)[:A_JOB]
            )
            shop = open_connection(connection) if ids else None
            for pk in ids:
                if shop is not None:
                    _each(shop, pk, now)
    except NeedsMerchant:
        return now + timedelta(minutes=15)
    again = owed.order_by("due_at").values_list("due_at", flat=True).first()
    if again is None:
        problems.nothing_waits(connection, "confirmations")
    return again


def _each(shop: Shop, pk: int, now: datetime) -> None:
    """One package on its own: what our own rules exclude is refused in words, and the others go on."""
    try:
        _one(shop, pk, now)
    except Bug as error:
        confirmation = Confirmation.objects.select_related("parcel__order").get(pk=pk)
        if confirmation.state in _DUE:
            _refuse(confirmation, error.words, now)


def _one(shop: Shop, pk: int, now: datetime) -> None:
    """One package, in whatever state its last attempt left it."""
    confirmation = Confirmation.objects.select_related(
        "parcel__order__connection", "parcel__carrier_account"
    ).get(pk=pk)
    if confirmation.state in ("intended", "unknown"):
        if not (confirmation.receipt and _ask_later(shop, confirmation, now)):
            _check(shop, confirmation, now)
        return
    if confirmation.state != "owed":
        return
    package = package_of(confirmation)
    with transaction.atomic():
        hold_still([confirmation.parcel.order_id])
        confirmation.refresh_from_db(fields=["state", "attempts"])
        if confirmation.state != "owed":
            return
        if Purchase.objects.filter(parcel=confirmation.parcel, state="voided").exists():
            move(confirmation, "moot", now)
            return
        if Purchase.objects.filter(parcel=confirmation.parcel, state="voiding").exists():
            move(confirmation, "owed", now, due_at=now + CHECK_AFTER)
            return
        confirmation.called_at = now
        confirmation.attempts += 1
        move(confirmation, "intended", now, due_at=now + CHECK_AFTER)
    seam("confirm.intended")
    try:
        answer = shop.confirm(package)
    except Retry as error:
        if error.sent:
            move(confirmation, "unknown", now, due_at=now + CHECK_AFTER, words=error.words)
            return
        if error.after is not None:
            # A limit that says wait is no attempt.
            confirmation.attempts -= 1
        move(
            confirmation,
            "owed",
            now,
            due_at=error.after or back_off(now, confirmation.attempts),
            words=error.words,
        )
        raise
    except NeedsMerchant as error:
        move(confirmation, "owed", now, due_at=now, words=error.words)
        raise
    seam("confirm.called")
    if answer.outcome is ConfirmOutcome.ACCEPTED:
        _accept(confirmation, now)
    elif answer.outcome is ConfirmOutcome.REFUSED:
        _refuse(confirmation, answer.words, now)
    elif answer.outcome is ConfirmOutcome.LATER:
        confirmation.receipt = answer.receipt
        move(confirmation, "unknown", now, due_at=now + CHECK_AFTER)
    else:
        move(confirmation, "unknown", now, due_at=now, words=answer.words)
        _check(shop, confirmation, now)
    seam("confirm.recorded")


def _ask_later(shop: Shop, confirmation: Confirmation, now: datetime) -> bool:
    """Ask for the answer to a receipt. Whether that settled it, or is to be asked again."""
    try:
        answer = shop.answer_to(confirmation.receipt, package_of(confirmation))
    except Retry as error:
        again = error.after or back_off(now, confirmation.attempts + 4)
        Confirmation.objects.filter(pk=confirmation.pk).update(due_at=again)
        raise
    is_late = confirmation.called_at is not None and now - confirmation.called_at >= ANSWERS_WITHIN
    if answer.outcome is ConfirmOutcome.LATER and not is_late:
        move(confirmation, "unknown", now, due_at=now + CHECK_AFTER)
        return True
    confirmation.receipt = ""
    if answer.outcome is ConfirmOutcome.ACCEPTED:
        confirmation.seen_at = now
        _accept(confirmation, now)
    elif answer.outcome is ConfirmOutcome.REFUSED:
        _refuse(confirmation, answer.words, now)
    else:
        words = Words(NO_ANSWER) if answer.outcome is ConfirmOutcome.LATER else answer.words
        move(confirmation, "unknown", now, due_at=now, words=words)
        return False
    return True


NO_ANSWER = gettext_noop(
    "The shop has not said for hours what came of the confirmation. Packhaus looks whether it is there."
)


def _check(shop: Shop, confirmation: Confirmation, now: datetime) -> None:
    """Read the order's packages before anything is sent again: the reading may lag behind the books."""
    order = confirmation.parcel.order
    try:
        found = shop.order(order.shop_order_id)
    except Retry as error:
        # Behind the others: one order that cannot be read must not hold up every confirmation after it.
        again = error.after or back_off(now, confirmation.attempts + 4)
        Confirmation.objects.filter(pk=confirmation.pk).update(due_at=again)
        raise
    if isinstance(found, ShopOrder):
        with transaction.atomic():
            take_in(order.connection, [found], [], now)
        if _is_there(confirmation, found):
            confirmation.seen_at = now
            _accept(confirmation, now)
            return
        if found.state is ShopState.CANCELLED:
            move(
                confirmation,
                "moot",
                now,
                words=Words(gettext_noop("The order is cancelled at the shop. There is nothing to confirm.")),
            )
            return
    if confirmation.attempts >= CHECKS:
        _refuse(
            confirmation,
            Words.from_stored(confirmation.words)
            or Words(
                gettext_noop("The shop does not take the confirmation. Check the order in Seller Central.")
            ),
            now,
        )
        return
    move(
        confirmation,
        "owed",
        now,
        due_at=back_off(now, confirmation.attempts + 4),
        words=Words.from_stored(confirmation.words),
    )


def _is_there(confirmation: Confirmation, found: ShopOrder) -> bool:
    """Whether the shop has the parcel already."""
    parcel = confirmation.parcel
    if found.names_packages:
        return any(
            package.tracking_number == parcel.tracking_number
            or (package.reference == confirmation.reference and not package.tracking_number)
            for package in found.packages
        )
    accepted: dict[str, int] = {}
    for line in ParcelLine.objects.filter(
        parcel__order=parcel.order, parcel__confirmation__state="accepted"
    ).select_related("order_line"):
        line_id = line.order_line.shop_line_id
        accepted[line_id] = accepted.get(line_id, 0) + line.quantity
    shipped = {line.line_id: line.quantity_shipped for line in found.lines}
    return is_counted(_pieces(confirmation), accepted, shipped)


def _pieces(confirmation: Confirmation) -> dict[str, int]:
    lines = confirmation.parcel.lines.select_related("order_line")
    return {line.order_line.shop_line_id: line.quantity for line in lines}


def package_of(confirmation: Confirmation) -> Package:
    """What the shop is told of a parcel."""
    parcel = confirmation.parcel
    services = {service.code: service for service in open_carrier(parcel.carrier_account).services()}
    service = services.get(parcel.service)
    if service is None or parcel.announced_at is None:
        raise Bug(Words(gettext_noop("A parcel without a service or a label cannot be confirmed.")))
    return Package(
        shop_order_id=parcel.order.shop_order_id,
        marketplace_id=parcel.order.marketplace_id,
        reference=confirmation.reference,
        carrier_code=service.confirm_carrier_code,
        carrier_name=service.confirm_carrier_name,
        service=service.confirm_method,
        tracking_number=parcel.tracking_number,
        shipped_at=parcel.handled_at or parcel.announced_at,
        quantities=_pieces(confirmation),
    )


def _accept(confirmation: Confirmation, now: datetime) -> None:
    parcel = confirmation.parcel
    said = Words(gettext_noop("The shop has taken the tracking number"))
    with transaction.atomic():
        hold_still([parcel.order_id])
        move(confirmation, "accepted", now)
        _tell_order(parcel.order, now, refused=False)
        note(confirmation.organization_id, parcel.order_id, "confirmed", said, now, None, parcel.pk)


def _refuse(confirmation: Confirmation, words: Words | None, now: datetime) -> None:
    parcel = confirmation.parcel
    plainly = Words(gettext_noop("The shop refused the confirmation."))
    said = words or plainly
    with transaction.atomic():
        hold_still([parcel.order_id])
        move(confirmation, "refused", now, words=said)
        if confirmation.words is None:
            # The order was erased meanwhile, and what the shop says may quote a number that is gone.
            said = plainly
        _tell_order(parcel.order, now, refused=True)
        note(confirmation.organization_id, parcel.order_id, "refused", said, now, None, parcel.pk)


def _tell_order(order: Order, now: datetime, *, refused: bool) -> None:
    others = Confirmation.objects.filter(parcel__order=order, state="refused").exists()
    Order.objects.filter(pk=order.pk).update(confirmation_refused=refused or others)
    refresh([order.pk], now)


def confirm_again(confirmation: Confirmation, member: Member, now: datetime) -> None:
    """Send a refused confirmation again, after its mend. Raises NeedsMerchant for one that is not refused."""
    if confirmation.state != Confirmation.State.REFUSED:
        raise NeedsMerchant(Words(gettext_noop("Only a confirmation that was refused can be sent again.")))
    with transaction.atomic():
        confirmation.attempts = 0
        move(confirmation, "owed", now, due_at=now)
        order = confirmation.parcel.order
        _tell_order(order, now, refused=False)
        note(
            confirmation.organization_id,
            order.pk,
            "asked",
            Words(gettext_noop("Confirmation sent again")),
            now,
            member,
            confirmation.parcel_id,
        )
        make_due("confirm", confirmation.connection_id, now)
