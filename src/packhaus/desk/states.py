"""How each state is shown: its picture, its tone and its word. A tint only where somebody must act."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Look:
    """``tone``: empty is quiet, ``ok`` done, ``go`` on its way, ``wait`` for the merchant, ``late`` lost."""

    icon: str
    tone: str
    word: Promise


LOOKS: dict[str, dict[str, Look]] = {
    "order": {
        "pending": Look("open", "", pgettext_lazy("order", "pending")),
        "waiting": Look("warn", "wait", pgettext_lazy("order", "waiting")),
        "ready": Look("okc", "ok", pgettext_lazy("order", "ready")),
        "held": Look("pause", "", pgettext_lazy("order", "on hold")),
        "in_parcels": Look("half", "go", pgettext_lazy("order", "in progress")),
        "partly_shipped": Look("truck", "go", pgettext_lazy("order", "partly shipped")),
        "shipped": Look("check", "ok", pgettext_lazy("order", "shipped")),
        "cancelled": Look("xc", "", pgettext_lazy("order", "cancelled")),
        "overdue": Look("warn", "late", pgettext_lazy("order", "overdue")),
    },
    "label": {
        "intended": Look("half", "go", pgettext_lazy("label", "being bought")),
        "bought": Look("okc", "ok", pgettext_lazy("label", "bought")),
        "refused": Look("xc", "wait", pgettext_lazy("label", "refused")),
        "unknown": Look("ask", "wait", pgettext_lazy("label", "not cleared up")),
        "voiding": Look("undo", "go", pgettext_lazy("label", "being given back")),
        "voided": Look("ban", "", pgettext_lazy("label", "given back")),
    },
    "item": {
        "waiting": Look("open", "", pgettext_lazy("batch item", "still to come")),
        "done": Look("okc", "ok", pgettext_lazy("batch item", "bought")),
        "failed": Look("xc", "wait", pgettext_lazy("batch item", "not bought")),
        "unknown": Look("ask", "wait", pgettext_lazy("batch item", "not cleared up")),
        "skipped": Look("arrow", "", pgettext_lazy("batch item", "skipped")),
    },
    "parcel": {
        "draft": Look("file", "", pgettext_lazy("parcel", "draft")),
        "announced": Look("ring", "", pgettext_lazy("parcel", "announced")),
        "handled": Look("box", "go", pgettext_lazy("parcel", "handled")),
        "in_transit": Look("arrow", "go", pgettext_lazy("parcel", "in transit")),
        "out_for_delivery": Look("truck", "go", pgettext_lazy("parcel", "out for delivery")),
        "delivered": Look("home", "ok", pgettext_lazy("parcel", "delivered")),
        "exception": Look("warn", "wait", pgettext_lazy("parcel", "exception")),
        "returning": Look("back", "wait", pgettext_lazy("parcel", "on its way back")),
        "returned": Look("inbox", "", pgettext_lazy("parcel", "returned")),
        "lost": Look("xc", "late", pgettext_lazy("parcel", "lost")),
        "voided": Look("ban", "", pgettext_lazy("parcel", "given back")),
    },
    "confirmation": {
        "not_owed": Look("open", "", pgettext_lazy("confirmation", "not due yet")),
        "owed": Look("clock", "go", pgettext_lazy("confirmation", "due")),
        "intended": Look("half", "go", pgettext_lazy("confirmation", "being sent")),
        "unknown": Look("ask", "wait", pgettext_lazy("confirmation", "not cleared up")),
        "accepted": Look("okc", "ok", pgettext_lazy("confirmation", "accepted")),
        "refused": Look("xc", "wait", pgettext_lazy("confirmation", "refused")),
        "by_shop": Look("check", "", pgettext_lazy("confirmation", "by Amazon")),
        "moot": Look("ban", "", pgettext_lazy("confirmation", "not needed")),
    },
    "mail": {
        "owed": Look("clock", "go", pgettext_lazy("mail", "waiting")),
        "intended": Look("half", "go", pgettext_lazy("mail", "being sent")),
        "unknown": Look("ask", "go", pgettext_lazy("mail", "not cleared up")),
        "sent": Look("okc", "ok", pgettext_lazy("mail", "sent")),
        "refused": Look("xc", "wait", pgettext_lazy("mail", "not delivered")),
        "withdrawn": Look("ban", "", pgettext_lazy("mail", "not needed")),
    },
    "order_file": {
        "new": Look("file", "", pgettext_lazy("order file", "to be matched")),
        "checked": Look("half", "go", pgettext_lazy("order file", "checked")),
        "importing": Look("work", "go", pgettext_lazy("order file", "coming in")),
        "done": Look("okc", "ok", pgettext_lazy("order file", "in")),
    },
    "authorization": {
        "requested": Look("open", "", pgettext_lazy("authorization", "requested")),
        "active": Look("okc", "ok", pgettext_lazy("authorization", "active")),
        "expiring": Look("clock", "wait", pgettext_lazy("authorization", "expiring")),
        "deactivated": Look("pause", "late", pgettext_lazy("authorization", "deactivated")),
        "denied": Look("xc", "late", pgettext_lazy("authorization", "denied")),
        "revoked": Look("ban", "", pgettext_lazy("authorization", "revoked")),
    },
}
