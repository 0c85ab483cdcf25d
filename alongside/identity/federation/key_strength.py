"""Which public keys of a provider are believed: with a shorter one, somebody with time and machines signs in as anybody.

Source: NIST SP 800-131A, revision 2 (RSA from 2048 bits, elliptic curves from 224; the curves of JOSE begin at 256).
"""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa

LEAST_RSA_BITS = 2048
LEAST_EXPONENT = 65_537
LEAST_CURVE_BITS = 256


def is_strong(key: object) -> bool:
    """Whether a public key is of a kind and length that nobody is known to break."""
    if isinstance(key, rsa.RSAPublicKey):
        return key.key_size >= LEAST_RSA_BITS and key.public_numbers().e >= LEAST_EXPONENT
    if isinstance(key, ec.EllipticCurvePublicKey):
        return key.key_size >= LEAST_CURVE_BITS
    return isinstance(key, ed25519.Ed25519PublicKey | ed448.Ed448PublicKey)
