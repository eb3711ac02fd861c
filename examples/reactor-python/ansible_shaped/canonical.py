"""Hashes of the API: sha2-256 over canonical JSON (RFC 8785), as hex and as CID."""

import base64
import hashlib
import json


def canonical(value):
    """Canonical JSON in UTF-8. This reactor's own documents have no fractions; a number with one is refused, because Python
    writes some of them otherwise than RFC 8785 does.

    :raises ValueError: for what has no canonical form here
    """
    return _text(value).encode("utf-8")


def digest(value):
    """:return: ``0x`` and 64 hex digits: what goes on chain"""
    return "0x" + hashlib.sha256(canonical(value)).hexdigest()


def cid(value):
    """CIDv1, codec json (0x0200), sha2-256, base32: how the same hash is written off chain."""
    multihash = b"\x12\x20" + hashlib.sha256(canonical(value)).digest()
    return "b" + base64.b32encode(b"\x01\x80\x04" + multihash).decode("ascii").lower().rstrip("=")


def _text(value):
    if isinstance(value, dict):
        # RFC 8785 orders names by UTF-16 code units, Python by code points.
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(_text(name) + ":" + _text(value[name]) for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_text, value)) + "]"
    if isinstance(value, float):
        if not value.is_integer():
            raise ValueError("expected whole numbers, found %r" % value)
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 2**53 - 1:
        raise ValueError("expected numbers within 53 bits, found %r" % value)
    return json.dumps(value, ensure_ascii=False)
