"""What can go wrong with the archive, named by its cure."""

from __future__ import annotations

from packhaus.kit.errors import NeedsMerchant, Problem, Rejected


class ArchiveProblem(NeedsMerchant):
    """A bundle cannot be written, or is not as it was written: the merchant mends the folder or the copy."""


class KeyRefused(Rejected):
    """What was given as a public key is none. The words never hold it."""


class BundleProblem(Problem):
    """A bundle cannot be opened: another key, or a bundle that is not as it was written."""
