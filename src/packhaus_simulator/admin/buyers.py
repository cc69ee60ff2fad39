"""Orders of people who are named one by one."""

from dataclasses import replace

import msgspec

from packhaus_simulator.world.order import Order


class Person(msgspec.Struct, forbid_unknown_fields=True):
    """Who buys, and what stands on the order; what is left empty stays as it was drawn."""

    name: str
    street: str = ""
    phone: str = ""
    email: str = ""
    gift_message: str = ""
    delivery_notes: str = ""


def give_to(order: Order, person: Person) -> None:
    """Make this person the buyer and the recipient of an order that nobody has seen yet."""
    held = order.address
    order.buyer_name = person.name
    order.address = replace(
        held, name=person.name, line1=person.street or held.line1, phone=person.phone or held.phone
    )
    order.buyer_email = person.email or order.buyer_email
    order.drop_off = person.delivery_notes or order.drop_off
    if person.gift_message:
        order.lines[0].gift_message = person.gift_message
