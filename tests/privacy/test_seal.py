"""Envelopes by themselves: what opens them, and that nothing else does."""

import copy
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from packhaus.kit.errors import NeedsMerchant
from packhaus.kit.personal import Purpose, Sealed
from packhaus.privacy.errors import MasterKeyDiffers, MasterKeyMissing, SealBroken
from packhaus.privacy.seal import LeaseCipher, bound_to_document, bound_to_order, bound_to_set_aside
from packhaus.privacy.vault import open_secret, seal_secret

KEY = bytes(range(32))


@given(plain=st.binary(max_size=5000), bound_to=st.binary(max_size=50))
def test_what_is_sealed_opens(plain: bytes, bound_to: bytes) -> None:
    cipher = LeaseCipher("run-2026-12-08.1", bytearray(KEY))
    sealed = cipher.seal(plain, bound_to)
    assert cipher.open(sealed, bound_to) == plain
    assert len(sealed.sealed) == 12 + len(plain) + 16
    assert len(sealed.wrapped) == 12 + 32 + 16
    with pytest.raises(SealBroken):
        cipher.open(sealed, bound_to + b"x")


def test_another_lease_opens_nothing() -> None:
    sealed = LeaseCipher("run-2026-12-08.1", bytearray(KEY)).seal(b"Zq", b"")
    for other in (
        LeaseCipher("run-2026-12-08.1", bytearray(KEY[::-1])),
        LeaseCipher("run-2026-12-08.2", bytearray(KEY)),
    ):
        with pytest.raises(SealBroken) as refused:
            other.open(sealed, b"")
        assert "Zq" not in str(refused.value)


def test_another_lease_can_be_given_without_opening() -> None:
    old, new = (
        LeaseCipher("run-2026-12-08.1", bytearray(KEY)),
        LeaseCipher("end-2026-12-12.1", bytearray(KEY[::-1])),
    )
    sealed = old.seal(b"Zq", b"b")
    moved = Sealed(new.name, new.wrap(old.unwrap(sealed.wrapped)), sealed.sealed)
    assert new.open(moved, b"b") == b"Zq"
    with pytest.raises(SealBroken):
        old.open(moved, b"b")


def test_a_wrapped_key_of_another_length_is_none() -> None:
    cipher = LeaseCipher("run-2026-12-08.1", bytearray(KEY))
    with pytest.raises(SealBroken):
        cipher.unwrap(cipher.wrap(b"short"))


def test_what_records_are_bound_to_never_coincides() -> None:
    bound = [
        bound_to_order(1, 23, Purpose.TAX),
        bound_to_order(12, 3, Purpose.TAX),
        bound_to_order(1, 23, Purpose.FULFILLMENT),
        bound_to_document(1, "23:tax"),
        bound_to_set_aside(1, "23:tax"),
    ]
    assert len(set(bound)) == len(bound)


def test_a_key_in_hand_shows_nothing_and_is_not_written_down() -> None:
    cipher = LeaseCipher("run-2026-12-08.1", bytearray(KEY))
    assert repr(cipher) == "<LeaseCipher run-2026-12-08.1>"
    for written in (pickle.dumps, copy.copy):
        with pytest.raises(TypeError):
            written(cipher)


def test_secrets(settings: Settings, tmp_path: Path) -> None:
    settings.KEYS = tmp_path / "keys"
    sealed = seal_secret("Atzr|Zqtoken ü", "authorization:abc")
    assert b"Zqtoken" not in sealed
    assert open_secret(sealed, "authorization:abc") == "Atzr|Zqtoken ü"
    assert open_secret(memoryview(sealed), "authorization:abc") == "Atzr|Zqtoken ü"
    assert (settings.KEYS / "master.key").stat().st_mode & 0o777 == 0o600
    for changed in (sealed[:-1], sealed[:-1] + b"x", sealed[:20], b"", sealed[:4]):
        with pytest.raises((SealBroken, MasterKeyDiffers)) as refused:
            open_secret(changed, "authorization:abc")
        assert "Zqtoken" not in str(refused.value)
    with pytest.raises(SealBroken):
        open_secret(sealed, "authorization:abd")


def test_another_master_key_is_named(settings: Settings, tmp_path: Path) -> None:
    settings.KEYS = tmp_path / "keys"
    sealed = seal_secret("Zqtoken", "a")
    path = settings.KEYS / "master.key"
    kept = path.read_bytes()
    path.unlink()
    with pytest.raises(MasterKeyMissing) as missing:
        open_secret(sealed, "a")
    assert str(path) in str(missing.value)
    assert not path.exists(), "opening never makes a key"
    seal_secret("other", "a")
    with pytest.raises(MasterKeyDiffers) as differs:
        open_secret(sealed, "a")
    assert isinstance(differs.value, NeedsMerchant)
    assert sealed[:8].hex() in str(differs.value)
    path.write_bytes(kept[:31])
    with pytest.raises(MasterKeyMissing, match="31 bytes"):
        open_secret(sealed, "a")
    path.write_bytes(kept)
    assert open_secret(sealed, "a") == "Zqtoken"


def test_a_key_folder_that_cannot_be_made_is_named(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("")
    settings.KEYS = tmp_path / "keys"
    with pytest.raises(MasterKeyMissing) as refused:
        seal_secret("Zqtoken", "a")
    assert "master.key" in str(refused.value)
