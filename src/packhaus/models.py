"""Names every room's models, so that Django finds them."""

from packhaus.accounts.models import Member, Organization
from packhaus.authorizations.models import (
    Application,
    Authorization,
    AuthorizationEvent,
    AuthorizationRequest,
    Reminder,
)
from packhaus.carriers.models import CarrierAccount, Sender
from packhaus.confirmations.models import Confirmation
from packhaus.engine.models import Batch, BatchItem, ClockShift, Due, RateBucket, Timeline
from packhaus.messages.models import MailSettings, MailTemplate, Message, TrackingMails
from packhaus.orders.models import Order, OrderLine
from packhaus.parcels.models import CarrierEvent, Document, Parcel, ParcelLine, Purchase
from packhaus.privacy.archive.models import Archive, ArchiveBundle, ArchivedOrder, ArchiveRecipient
from packhaus.privacy.models import (
    AccessLog,
    ClockWatch,
    ErasureReceipt,
    LeaseKey,
    OrderPersonal,
    PersonRequest,
)
from packhaus.products.models import Product
from packhaus.shops.models import Connection, ConnectionProblem, Participation, SetAside, SyncCursor
from packhaus.shops.own.models import ColumnMatch, OrderFile, OrderFileText

__all__ = [
    "AccessLog",
    "Application",
    "Archive",
    "ArchiveBundle",
    "ArchiveRecipient",
    "ArchivedOrder",
    "Authorization",
    "AuthorizationEvent",
    "AuthorizationRequest",
    "Batch",
    "BatchItem",
    "CarrierAccount",
    "CarrierEvent",
    "ClockShift",
    "ClockWatch",
    "ColumnMatch",
    "Confirmation",
    "Connection",
    "ConnectionProblem",
    "Document",
    "Due",
    "ErasureReceipt",
    "LeaseKey",
    "MailSettings",
    "MailTemplate",
    "Member",
    "Message",
    "Order",
    "OrderFile",
    "OrderFileText",
    "OrderLine",
    "OrderPersonal",
    "Organization",
    "Parcel",
    "ParcelLine",
    "Participation",
    "PersonRequest",
    "Product",
    "Purchase",
    "RateBucket",
    "Reminder",
    "Sender",
    "SetAside",
    "SyncCursor",
    "Timeline",
    "TrackingMails",
]
