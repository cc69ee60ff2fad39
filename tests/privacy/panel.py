"""A member of the merchant whose orders the tests of the vault make, in a browser without JavaScript."""

from __future__ import annotations

from django.test import Client

from packhaus.accounts.models import Member, Organization
from packhaus.engine import clock
from passwords import hashed


def member_of(organization: Organization, name: str = "Miriam Kaczmarek", language: str = "en") -> Member:
    made = Member(
        organization=organization,
        email=f"{name.split()[0].lower()}-{organization.pk}@hagedorn.example",
        name=name,
        language=language,
        created_at=clock.now(),
    )
    made.password = hashed()
    made.save()
    return made


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()
