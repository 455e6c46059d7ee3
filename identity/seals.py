"""What must be read again, such as the secret of an authenticator app, is stored encrypted."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12


def seal(secret: str, plain: str, *, about: str) -> bytes:
    """AES-256-GCM under a key derived from the service's secret, bound to what it is `about`."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(_key(secret)).encrypt(nonce, plain.encode(), about.encode())


def unseal(secret: str, sealed: bytes, *, about: str) -> str | None:
    """The text, or None when the service's secret has changed or the bytes belong elsewhere."""
    try:
        return AESGCM(_key(secret)).decrypt(sealed[:_NONCE], sealed[_NONCE:], about.encode()).decode()
    except InvalidTag:
        return None


def _key(secret: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"consilium seal").derive(secret.encode())
