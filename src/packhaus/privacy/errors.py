"""What can go wrong with sealed data, named by its cure. The words never hold what was sealed."""

from __future__ import annotations

from packhaus.kit.errors import NeedsMerchant, Rejected


class KeyFolderProblem(NeedsMerchant):
    """The key folder is not there, or a key cannot be read from it or written to it."""


class ClockInDoubt(NeedsMerchant):
    """The clock leapt, or the program was off for long: nothing is opened or erased meanwhile (rule 6)."""


class KeyMissing(NeedsMerchant):
    """A lease key that is in the books has no file."""


class KeyMismatch(NeedsMerchant):
    """A key file is not the one in the books, or is no key."""


class KeyUnknown(NeedsMerchant):
    """A record names a lease key that is not in the books."""


class KeyGone(Rejected):
    """A lease key's day is over, or it was destroyed: what lies under it is gone for good."""


class TermOver(Rejected):
    """Personal data older than its rule does not come in, and is not shown (R4.2)."""


class SealBroken(Rejected):
    """Sealed data was changed, belongs to another record, or was sealed with another key."""


class MasterKeyMissing(NeedsMerchant):
    """The master key's file is not there, or cannot be read or written."""


class MasterKeyDiffers(NeedsMerchant):
    """A secret was sealed under another master key than the one in the key folder."""
