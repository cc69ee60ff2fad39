"""The product, top to bottom: connect, sync, weigh, announce, track, confirm.

The only caller of a shop's or a carrier's effects.
"""
