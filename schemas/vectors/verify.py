#!/usr/bin/env python3
"""Checks descriptor-hash.json with Python's standard library alone: an implementation that shares nothing with ours.

Exit code 0 and a count, or 1 and the first difference."""
import base64
import hashlib
import json
import os
import sys


def refuse(message):
    raise ValueError(message)


def pairs(items):
    keys = [key for key, _ in items]
    if len(keys) != len(set(keys)):
        refuse("duplicate key")
    return dict(items)


def real(literal):
    value = float(literal)
    return value if abs(value) <= 2**53 - 1 else refuse("beyond +-(2^53 - 1)")


def parse(text):
    return json.loads(text, object_pairs_hook=pairs, parse_int=real, parse_float=real, parse_constant=refuse)


def number(value):
    """ECMAScript's Number::toString (ECMA-262, 6.1.6.1.20) from the shortest digits that Python's repr finds."""
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = repr(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = whole + ("" if fraction == "0" else fraction)
    point = len(whole) + int(exponent or 0)
    stripped = digits.lstrip("0")
    point -= len(digits) - len(stripped)
    digits = stripped.rstrip("0")
    k, n = len(digits), point
    if k <= n <= 21:
        return sign + digits + "0" * (n - k)
    if 0 < n <= 21:
        return sign + digits[:n] + "." + digits[n:]
    if -6 < n <= 0:
        return sign + "0." + "0" * -n + digits
    e = ("+" if n > 0 else "-") + str(abs(n - 1))
    return sign + digits[0] + ("." + digits[1:] if k > 1 else "") + "e" + e


def string(value):
    value.encode("utf-8")  # refuses lone surrogates
    short = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}
    return '"' + "".join(short.get(c) or ("\\u%04x" % ord(c) if ord(c) < 32 else c) for c in value) + '"'


def canonical(value):
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, float):
        return number(value)
    if isinstance(value, str):
        return string(value)
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    for key in value:
        string(key)
    ordered = sorted(value.items(), key=lambda item: item[0].encode("utf-16-be"))
    return "{" + ",".join(string(key) + ":" + canonical(child) for key, child in ordered) + "}"


def cid(digest):
    # CIDv1, codec json (0x0200 as varint: 80 04), sha2-256 (12), 32 bytes (20), base32 lower case without padding.
    raw = bytes([0x01, 0x80, 0x04, 0x12, 0x20]) + digest
    return "b" + base64.b32encode(raw).decode().lower().rstrip("=")


def main():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "descriptor-hash.json")
    with open(path, encoding="utf-8") as file:
        vectors = json.load(file)
    for vector in vectors["valid"]:
        text = canonical(parse(vector["text"]))
        digest = hashlib.sha256(text.encode("utf-8")).digest()
        for what, found in (("canonical", text), ("digest", "0x" + digest.hex()), ("cid", cid(digest))):
            if found != vector[what]:
                sys.exit(f"{vector['name']}: {what}: expected {vector[what]!r}, found {found!r}")
    for vector in vectors["invalid"]:
        try:
            canonical(parse(vector["text"]))
        except (ValueError, UnicodeError):
            continue
        sys.exit(f"{vector['name']}: expected an error")
    print(f"{len(vectors['valid'])} hashes, {len(vectors['invalid'])} refusals")


main()
