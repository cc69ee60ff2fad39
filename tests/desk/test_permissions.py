"""Settings > User permissions > Current authorizations (R4.7), as its reader sees it."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from packhaus.authorizations import states
from packhaus.authorizations.models import Application, Authorization, AuthorizationEvent
from packhaus.authorizations.rules import a_year_after, local_day, reminder_days
from packhaus.engine import clock
from packhaus.flow import remind, tell
from packhaus.kit.words import Words
from packhaus.messages.models import Message
from packhaus.messages.states import move as move_mail

if TYPE_CHECKING:
    from desk.merchant import Merchant
    from packhaus.accounts.models import Member

LIST = "/settings/permissions/"
ZONE = "Europe/Berlin"


def text_of(response: Any) -> str:
    """What a reader sees of a page, in one line."""
    body = response.content.decode()
    main = body[body.index("<main") : body.index("</main>")]
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)))


def seen(client: Client, path: str = LIST) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return text_of(response)


@pytest.fixture
def given(merchant: Merchant) -> Authorization:
    """An authorization of a public application, eleven months old: it ends in a month, less ten days."""
    one = merchant.authorization
    began = merchant.now - timedelta(days=365 - 20)
    Application.objects.filter(pk=one.application_id).update(
        kind="public", name="Versandpartner", secret_ends_on=None
    )
    Authorization.objects.filter(pk=one.pk).update(given_at=began, term_began_at=began)
    one.refresh_from_db()
    one.application.refresh_from_db()
    return one


def ends_on(one: Authorization) -> date:
    return a_year_after(local_day(one.term_began_at, ZONE))


def looked_at(now: datetime) -> None:
    for pk in Authorization.objects.values_list("pk", flat=True):
        remind.remind(pk, now)


def page_of(one: Authorization, what: str = "") -> str:
    return f"{LIST}{one.public_id}/{what}"


def test_r4_7_the_table_shows_each_one_with_dates_state_and_who_gave_it(
    signed_in: Client, english: Member, given: Authorization, merchant: Merchant
) -> None:
    Authorization.objects.filter(pk=given.pk).update(given_by=english)
    looked_at(merchant.now)
    page = seen(signed_in)
    assert "Current authorizations" in page
    for said in ("Hagedorn DE", "public application", "A3K7QX9ZP2MWTD", english.name, "DE", "expiring"):
        assert said in page, said
    days = (ends_on(given) - local_day(merchant.now, ZONE)).days
    assert f"{days} days left" in page
    assert "Renew Hagedorn DE" in page
    assert "Revoke Hagedorn DE" in page
    assert "Owner" in page, "the people and their roles"


def test_r4_5_the_reminders_stand_there_with_what_became_of_their_mails(
    signed_in: Client, english: Member, given: Authorization, merchant: Merchant
) -> None:
    looked_at(merchant.now)
    assert "mail not out yet" in seen(signed_in)
    tell.tell(merchant.organization.pk, merchant.now + timedelta(minutes=20))
    mail = Message.objects.get()
    move_mail(mail, "refused", merchant.now, words=Words("The address is not known there."))
    page = seen(signed_in)
    assert "mail failed, shown here only" in page
    assert "Reminders do not reach you by e-mail" in page
    Message.objects.filter(pk=mail.pk).update(state="sent")
    page = seen(signed_in)
    assert "failed" not in page
    to_come = [day for day in reminder_days(ends_on(given)) if day > local_day(merchant.now, ZONE)]
    assert page.count("to come") == len(to_come)


def test_r4_6_a_deactivated_one_says_what_waits_and_that_the_token_stays(
    signed_in: Client, english: Member, given: Authorization, merchant: Merchant
) -> None:
    parcel = merchant.parcel(merchant.order(state="shipped"))
    merchant.confirmation(parcel, "owed", due_at=merchant.now)
    clock.move(timedelta(days=30).total_seconds())
    looked_at(clock.now())
    page = seen(signed_in)
    assert "deactivated" in page
    assert "1 confirmation waits." in page
    assert "Renewing is enough, the token stays." in page
    today = seen(signed_in, "/")
    assert "Hagedorn DE: authorization ended" in today


def test_r4_6_past_its_end_it_is_shown_deactivated_before_any_worker_has_looked(
    signed_in: Client, english: Member, given: Authorization, merchant: Merchant
) -> None:
    clock.move(timedelta(days=30).total_seconds())
    assert "deactivated" in seen(signed_in)


def test_r4_5_today_says_it_from_a_month_before(
    signed_in: Client, english: Member, given: Authorization, merchant: Merchant
) -> None:
    assert "authorization ends" not in seen(signed_in, "/")
    looked_at(merchant.now)
    page = seen(signed_in, "/")
    assert re.search(r"Hagedorn DE: authorization ends in (19|20|21) days", page)
    assert f'href="{page_of(given, "renew/")}"' in signed_in.get("/").content.decode()


def test_r4_4_the_secret_of_an_own_application_leads_to_a_new_secret(
    signed_in: Client, english: Member, merchant: Merchant
) -> None:
    application = merchant.authorization.application
    Application.objects.filter(pk=application.pk).update(
        secret_ends_on=local_day(merchant.now, ZONE) + timedelta(days=9),
        secret_entered_at=merchant.now - timedelta(days=171),
    )
    looked_at(merchant.now)
    assert "Hagedorn DE: client secret ends in 9 days" in seen(signed_in, "/")
    body = signed_in.get(LIST).content.decode()
    assert "New secret" in body
    assert f"/settings/integrations/applications/{application.public_id}/secret/" in body


def test_the_year_is_a_picture_with_words_for_who_cannot_see_it(
    signed_in: Client, english: Member, given: Authorization, merchant: Merchant
) -> None:
    looked_at(merchant.now)
    body = signed_in.get(page_of(given)).content.decode()
    picture = body[body.index('<svg class="year"') : body.index("keys-below")]
    label = picture[: picture.index(">")]
    assert "days are left, reminders from" in label
    to_come = [day for day in reminder_days(ends_on(given)) if day > local_day(merchant.now, ZONE)]
    assert picture.count('class="past"') == 1, "only the one that was told"
    assert picture.count('class="coming"') == len(to_come)


def test_the_story_is_told_newest_first(
    signed_in: Client, english: Member, given: Authorization, merchant: Merchant
) -> None:
    states.note(given, "requested", merchant.now - timedelta(days=345), None, english)
    looked_at(merchant.now)
    given.refresh_from_db()
    states.deny(given, merchant.now, Words("The token was taken back."), "token")
    page = seen(signed_in, page_of(given))
    story = page[page.index("What happened") :]
    assert story.index("The token was taken back.") < story.index("expiring") < story.index("Authorized")


def test_r4_7_revoke_says_what_happens_and_is_done_only_then(
    signed_in: Client, english: Member, given: Authorization, merchant: Merchant
) -> None:
    page = seen(signed_in, page_of(given, "revoke/"))
    assert "is destroyed here at once" in page
    assert Authorization.objects.get(pk=given.pk).state == "active", "asking changes nothing"
    answer = signed_in.post(page_of(given, "revoke/"), follow=True)
    page = text_of(answer)
    assert "Take the access back at the shop, too" in page
    assert "/apps/manage" in answer.content.decode()
    assert AuthorizationEvent.objects.get(new="revoked").who == english
    again = signed_in.post(page_of(given, "revoke/"), follow=True)
    assert again.status_code == 200
    assert AuthorizationEvent.objects.filter(new="revoked").count() == 1, "twice is once"
    assert "Connect again Hagedorn DE" in seen(signed_in)


def test_a_packer_sees_the_table_and_can_change_nothing(
    signed_in: Client, english: Member, given: Authorization
) -> None:
    english.role = "packer"
    english.save()
    page = seen(signed_in)
    assert "Hagedorn DE" in page
    assert "Revoke" not in page
    for what in ("renew/", "revoke/"):
        assert signed_in.get(page_of(given, what)).status_code == 403
        assert signed_in.post(page_of(given, what)).status_code == 403
    assert Authorization.objects.get(pk=given.pk).state == "active"


def test_another_merchants_authorization_is_not_found(signed_in: Client, given: Authorization) -> None:
    from packhaus.accounts.models import Organization

    other = Organization.objects.create(name="Andere GmbH", created_at=clock.now())
    Authorization.objects.filter(pk=given.pk).update(organization=other)
    for what in ("", "renew/", "revoke/"):
        assert signed_in.get(page_of(given, what)).status_code == 404
        assert signed_in.post(page_of(given, what)).status_code in (404, 405)
    assert "A3K7QX9ZP2MWTD" not in seen(signed_in)


def test_an_agencys_many_authorizations_come_page_by_page_with_few_questions(
    signed_in: Client, english: Member, given: Authorization, django_assert_max_num_queries: Any
) -> None:
    Authorization.objects.bulk_create(
        Authorization(
            organization_id=given.organization_id,
            application_id=given.application_id,
            shop="amazon",
            seller_id=f"A{number:013}",
            sealed_refresh_token=b"x",
            state="active",
            given_at=given.given_at,
            term_began_at=given.term_began_at,
        )
        for number in range(300)
    )
    with django_assert_max_num_queries(40):
        page = seen(signed_in)
    assert "Page 1 of 7" in page


def test_r4_7_a_developers_authorization_of_the_old_way_has_its_year_too(
    signed_in: Client, english: Member, given: Authorization, merchant: Merchant
) -> None:
    Application.objects.filter(pk=given.application_id).update(kind="developer", shop="amazon_mws")
    Authorization.objects.filter(pk=given.pk).update(shop="amazon_mws")
    merchant.connection.shop = "amazon_mws"
    merchant.connection.save()
    looked_at(merchant.now)
    assert "developer, the old way" in seen(signed_in)
    page = seen(signed_in, page_of(given, "renew/"))
    assert "Renew at the shop, then say so here" in page
    assert "Renew on" not in page, "there is no consent page"
    assert signed_in.get(page_of(given)).status_code == 200


def test_r4_7_all_pages_about_a_revoked_account_are_still_there(
    signed_in: Client, english: Member, given: Authorization, merchant: Merchant
) -> None:
    merchant.order()
    signed_in.post(page_of(given, "revoke/"))
    public_id = merchant.connection.public_id
    for page in (
        page_of(given),
        "/",
        "/orders/",
        "/settings/",
        "/settings/integrations/",
        f"/settings/integrations/{public_id}/stands/",
        f"/settings/integrations/amazon/{public_id}/",
    ):
        assert signed_in.get(page).status_code == 200, page
