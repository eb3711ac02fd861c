"""As much of JSON Schema as the Chain Reactor API and this reactor's descriptor type use."""

import re

_TYPES = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
}


def wrong_in(schema, value, root, path=""):
    """:return: what is wrong with a value, in words; None where it fits

    :param root: the document that references are into
    """
    schema = resolved(schema, root)
    place = path or "the document"
    if "anyOf" in schema and all(wrong_in(one, value, root, path) for one in schema["anyOf"]):
        return "%s: expected one of the known forms, found %.80r" % (place, value)
    if "type" in schema and not _TYPES[schema["type"]](value):
        return "%s: expected a value of type %s, found %.80r" % (place, schema["type"], value)
    if "const" in schema and value != schema["const"]:
        return "%s: expected %r, found %.80r" % (place, schema["const"], value)
    if "enum" in schema and value not in schema["enum"]:
        return "%s: expected one of %s, found %.80r" % (place, schema["enum"], value)
    if isinstance(value, str):
        return _wrong_text(schema, value, place)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        low, high = schema.get("minimum", value), schema.get("maximum", value)
        return None if low <= value <= high else "%s: expected %s to %s, found %s" % (place, low, high, value)
    if isinstance(value, list):
        return _wrong_list(schema, value, root, path)
    if isinstance(value, dict):
        return _wrong_object(schema, value, root, path)
    return None


def resolved(schema, root):
    """The schema that a reference into the document stands for."""
    while "$ref" in schema:
        found = root
        for step in schema["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        schema = found
    return schema


def _wrong_text(schema, text, place):
    if not schema.get("minLength", 0) <= len(text) <= schema.get("maxLength", len(text)):
        return "%s: expected another length, found %d characters" % (place, len(text))
    # Python's $ also matches before a line feed at the end, \Z does not; and its \d is no part of these patterns.
    pattern = re.sub(r"\$$", r"\\Z", schema.get("pattern", ""))
    return None if re.search(pattern, text) else "%s: expected the form %s, found %.80r" % (place, pattern, text)


def _wrong_list(schema, items, root, path):
    if not schema.get("minItems", 0) <= len(items) <= schema.get("maxItems", len(items)):
        return "%s: expected another number of items, found %d" % (path or "the document", len(items))
    found = (wrong_in(schema.get("items", {}), item, root, "%s/%d" % (path, n)) for n, item in enumerate(items))
    return next(filter(None, found), None)


def _wrong_object(schema, value, root, path):
    known = schema.get("properties", {})
    for name in schema.get("required", []):
        if name not in value:
            return "%s/%s: expected a value, found nothing" % (path, name)
    for name, child in value.items():
        if name in known:
            wrong = wrong_in(known[name], child, root, "%s/%s" % (path, name))
        else:
            wrong = None if schema.get("additionalProperties", True) else "%s/%s: an unknown member" % (path, name)
        if wrong:
            return wrong
    return None
