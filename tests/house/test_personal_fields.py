"""Every column that could hold a buyer's data has a holder that says how it goes (R4.2), or holds none.

A new text column fails here until somebody says which of the two it is.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.test.utils import isolate_apps

from house.tables import all_models, columns
from packhaus.privacy.holdings import HOLDINGS

CANNOT_HOLD_ANY = (
    models.BooleanField,
    models.DateTimeField,
    models.DateField,
    models.FloatField,
    models.IntegerField,
    models.ForeignKey,
)

IMPERSONAL = {
    "a number or code that we made": """
        Application.public_id Authorization.public_id AuthorizationRequest.public_id
        AuthorizationRequest.state_digest Reminder.message_key AuthorizationEvent.message_key
        Batch.public_id Batch.key CarrierAccount.public_id Connection.public_id
        Member.public_id Message.public_id Message.key Message.message_id Order.public_id
        Organization.public_id Parcel.public_id Product.public_id
        SetAside.public_id Confirmation.reference LeaseKey.name LeaseKey.fingerprint
        ArchiveBundle.public_id ArchiveBundle.file_name ArchiveBundle.sha256 ArchiveRecipient.public_id
        ArchiveRecipient.test_word OrderFile.public_id OrderFile.columns_digest ColumnMatch.columns_digest
        ErasureReceipt.public_id ErasureReceipt.keys PersonRequest.public_id
    """,
    "a state, kind or choice out of a list in the code": """
        Application.shop Application.kind Authorization.shop Authorization.region Authorization.state
        Authorization.cause AuthorizationRequest.stage Reminder.ending AuthorizationEvent.old
        AuthorizationEvent.new AuthorizationEvent.cause ConnectionProblem.work ConnectionProblem.cause
        Batch.kind BatchItem.state BatchItem.service CarrierAccount.carrier
        CarrierEvent.kind Confirmation.state Connection.shop Connection.confirm_at Document.kind
        Document.purpose Due.kind LeaseKey.kind Member.role Member.language MailSettings.security
        Message.kind Message.language
        ClockWatch.sure_by AccessLog.kind AccessLog.place PersonRequest.kind ErasureReceipt.holding
        ErasureReceipt.reason
        Message.state Order.state Order.waiting
        Order.shop_state Order.label_problem OrderPersonal.purpose Organization.time_zone
        Parcel.state Parcel.service Parcel.service_name Product.listing_source Purchase.state
        RateBucket.operation Timeline.kind OrderFile.state OrderFile.encoding OrderFile.delimiter
        Archive.country TrackingMails.at MailTemplate.kind MailTemplate.language
    """,
    "our own sentence, whose values are numbers and codes (kit.words)": """
        Application.next_secret_problem Authorization.state_words AuthorizationEvent.words
        AuthorizationRequest.words CarrierAccount.problem
        ConnectionProblem.words Due.trouble Product.listing_problem SetAside.words MailSettings.problem
        Message.words Message.values OrderFile.problems Archive.problem ArchiveBundle.problem
    """,
    "what the shop calls an order, a line or a marketplace; it stays, as the merchant's books need it": """
        Order.shop_order_id Order.marketplace_id Order.shop_status Order.service_level Order.country
        Order.currency OrderLine.shop_line_id SetAside.shop_order_id SyncCursor.window_marketplaces
        AuthorizationRequest.marketplace_id Participation.marketplace_id Participation.country
        Participation.name Product.marketplace_id
        PersonRequest.order_numbers
        Parcel.currency
    """,
    "goods": "OrderLine.sku OrderLine.asin OrderLine.title Product.sku Product.asin Product.title",
    "a place in another system's list": """
        SyncCursor.token CarrierAccount.events_cursor
    """,
    "which column of a file is which, by numbers": "OrderFile.matching ColumnMatch.matching",
    "the merchant and the merchant's people, who are no buyers": """
        MailTemplate.subject MailTemplate.text ArchiveBundle.recipients ArchiveBundle.place
        ArchiveBundle.keeper
        ArchiveRecipient.public_key ArchiveRecipient.label ArchiveRecipient.keeper ArchiveRecipient.place
        Organization.name Member.name Member.email Member.password Connection.name CarrierAccount.name
        CarrierAccount.address Sender.name Sender.street Sender.postal_code Sender.city Sender.country
        Sender.phone Sender.email MailSettings.host MailSettings.user
        MailSettings.sender_address MailSettings.sender_name Authorization.seller_id Application.client_id
        Application.name Application.outside_id AuthorizationRequest.seller_id
        AuthorizationRequest.redirect_uri RateBucket.scope
    """,
    "the merchant's secrets, sealed under the master key": """
        Application.sealed_secret Application.sealed_next_secret Authorization.sealed_refresh_token
        AuthorizationRequest.sealed_code CarrierAccount.sealed_key
        MailSettings.sealed_password
    """,
}
HELD = {
    f"{holding.table}.{column}"
    for holding in HOLDINGS
    for column in (("lease", "wrapped", "sealed") if holding.is_sealed else (holding.column,))
}


def impersonal() -> list[str]:
    return [name for group in IMPERSONAL.values() for name in group.split()]


def could_hold_some(field: models.Field) -> bool:
    """Whether a text can stand in a column; of an array, in its elements."""
    return isinstance(field, ArrayField) or not isinstance(field, CANNOT_HOLD_ANY)


def unaccounted(every: list[type[models.Model]]) -> set[str]:
    return {
        f"{model.__name__}.{field.name}"
        for model in every
        for field in columns(model)
        if could_hold_some(field)
        and f"{model._meta.db_table}.{field.column}" not in HELD
        and f"{model.__name__}.{field.name}" not in impersonal()
    }


def test_every_column_has_a_holder_or_holds_nothing_personal() -> None:
    assert unaccounted(all_models()) == set(), "add it to privacy/holdings.py, or here with its reason"


def test_the_list_names_each_column_once_and_none_that_is_gone() -> None:
    named = impersonal()
    assert len(set(named)) == len(named)
    there = {f"{model.__name__}.{field.name}" for model in all_models() for field in columns(model)}
    assert set(named) <= there


def test_nothing_is_both_held_and_impersonal() -> None:
    tables = {model._meta.db_table: model.__name__ for model in all_models()}
    held = {f"{tables[table]}.{column}" for table, column in (place.split(".") for place in HELD)}
    assert held & set(impersonal()) == set()


@isolate_apps("packhaus")
def test_a_new_text_column_is_found() -> None:
    class Planted(models.Model):
        gift_message = models.TextField()
        tags = ArrayField(models.CharField(max_length=10))
        extra = models.JSONField()
        count = models.PositiveIntegerField()

        class Meta:
            app_label = "packhaus"

    assert unaccounted([Planted]) == {"Planted.gift_message", "Planted.tags", "Planted.extra"}
