"""The HTTP side: routes and checks come from the OpenAPI document, operations are methods of ``Operations``."""

import hmac
import json
import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlsplit

from .problems import Problem
from .schema import resolved, wrong_in

LARGEST_BODY = 1024 * 1024
# Of the document that this reactor was written to: what came with later versions it does not know.
VERSION = "1.4.0"


class Operations:
    """What each operation of level core does. A method's name is its operationId; it returns a status and a body."""

    def __init__(self, store, types):
        self._store, self._types = store, types

    def listDeployments(self, asked):
        after = asked.query.get("after")
        if after is not None and ":" in after:
            raise Problem("sequence-gone", "this reactor gives no changes: list all deployments")
        records, more = self._store.after(after, asked.query.get("limit", 100))
        page = {"epoch": self._store.epoch, "items": [record.shown(self._store.epoch) for record in records]}
        if self._store.owner:
            page["owner"] = self._store.owner
        if more:
            page["next"] = records[-1].id
        return 200, page

    def putDeployment(self, asked):
        wanted = asked.body["descriptorType"]["id"]
        if wanted not in [one["id"] for one in self._types]:
            raise Problem("unknown-type", "descriptor type %s is not served here; GET /v1/descriptor-types" % wanted)
        return 202, self._store.wish(asked.id, asked.body).shown(self._store.epoch)

    def getDeployment(self, asked):
        record = self._store.known(asked.id)
        shown = record.shown(self._store.epoch)
        # Here alone: a sidecar of before 1.4.0 takes no list with it.
        return 200, shown | ({"end": record.ended()} if record.absent else {})

    def deleteDeployment(self, asked):
        owner = {"instance": asked.query["instance"], "provider": asked.query["provider"]}
        return 202, self._store.unwish(asked.id, owner, asked.query).shown(self._store.epoch)

    def acknowledgeDeployment(self, asked):
        self._store.forget(asked.id, asked.body["receipt"])
        return 204, None

    def listDescriptorTypes(self, asked):
        return 200, {"epoch": self._store.epoch, "items": self._types}

    def getHealth(self, asked):
        return 200, {"status": "ok", "epoch": self._store.epoch}

    getReadiness = getHealth


class Asked:
    """A request that fits the document."""

    def __init__(self, id, query, body):
        self.id, self.query, self.body = id, query, body


class Api:
    """Finds the operation of a request and checks the request against the document before it is called."""

    def __init__(self, document, operations, token):
        self._document, self._operations, self._token = document, operations, token
        self._routes = []
        for path, item in document["paths"].items():
            for method, operation in item.items():
                # What this reactor lacks (level extended) is no route of it.
                if method != "parameters" and hasattr(operations, operation["operationId"]):
                    pattern = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path) + r"\Z")
                    parameters = item.get("parameters", []) + operation.get("parameters", [])
                    found = [resolved(one, document) for one in parameters]
                    self._routes.append((method.upper(), pattern, operation, found))

    def answer(self, method, target, headers, body):
        """:return: status and body :raises Problem:"""
        parts = urlsplit(target)
        for known, pattern, operation, parameters in self._routes:
            matched = pattern.match(parts.path)
            if known != method or matched is None:
                continue
            if {} not in operation["security"]:
                self._require_token(headers.get("authorization", ""))
            given = {name: unquote(value) for name, value in matched.groupdict().items()}
            query = dict(parse_qsl(parts.query, keep_blank_values=True))
            texts = {"path": given, "query": query, "header": headers}
            values = {place: self._values(parameters, place, texts[place]) for place in texts}
            id = values["path"].get("id")
            if id is not None:
                require_id(id)
            if ":" not in values["query"].get("after", ":"):
                require_id(values["query"]["after"])
            return getattr(self._operations, operation["operationId"])(
                Asked(id, values["query"], self._body(operation, headers, body))
            )
        self._require_token(headers.get("authorization", ""))
        raise Problem("unknown-route", "see reactor-api/openapi.yaml for the operations")

    def _require_token(self, header):
        if not hmac.compare_digest(header.encode(), ("Bearer " + self._token).encode()):
            raise Problem("unauthorized", "send the reactor's token as a bearer token")

    def _values(self, parameters, place, texts):
        """Parameters are text on the wire: a number is one if it is written as one."""
        values = {}
        for parameter in parameters:
            if parameter["in"] != place:
                continue
            name, schema = parameter["name"], resolved(parameter["schema"], self._document)
            if name not in texts:
                if parameter.get("required"):
                    raise Problem("invalid-request", "%s: expected a value, found nothing" % name)
                continue
            value = texts[name]
            if schema.get("type") == "integer" and re.fullmatch(r"0|[1-9][0-9]{0,18}", value):
                value = int(value)
            elif schema.get("type") == "boolean" and value in ("true", "false"):
                value = value == "true"
            wrong = wrong_in(schema, value, self._document, name)
            if wrong:
                raise Problem("invalid-request", wrong)
            values[name] = value
        return values

    def _body(self, operation, headers, body):
        if "requestBody" not in operation:
            return None
        if headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
            raise Problem("invalid-request", "expected a body of type application/json")
        try:
            value = json.loads(body.decode("utf-8"))
        except (ValueError, RecursionError) as error:
            raise Problem("invalid-request", "expected JSON, found %s" % error)
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        wrong = wrong_in(schema, value, self._document)
        if wrong:
            raise Problem("invalid-request", wrong)
        return value


def require_id(id):
    """The chain counts subscriptions in 64 bits and attempts in 32: what is beyond names nothing."""
    subscription, attempt = id.split(".")
    if int(subscription) >= 2**64 or int(attempt) >= 2**32:
        raise Problem("invalid-request", "expected a subscription of 64 bits and an attempt of 32, found " + id)


def serve(address, api, store):
    """:return: a server that listens; ``serve_forever`` answers"""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # A request has 30 seconds.
        timeout = 30

        def handle_request(self):
            headers = {name.lower(): value for name, value in self.headers.items()}
            try:
                body = self._read(headers)
                # One request at a time looks at the records: each is short, and the work is done elsewhere.
                with store.lock:
                    status, answer = api.answer(self.command, self.path, headers, body)
                    text = None if answer is None else json.dumps(answer).encode()
                self._answer(status, "application/json", text)
            except Problem as problem:
                self._problem(problem)
            except ConnectionError:
                self.close_connection = True
            except Exception as error:  # an answer all the same, without what strangers need not know
                self.log_error("%r", error)
                self._problem(Problem("internal", "an unexpected error; the log has it"))

        do_GET = do_PUT = do_POST = do_DELETE = do_PATCH = do_HEAD = do_OPTIONS = handle_request

        def _read(self, headers):
            if "transfer-encoding" in headers:
                self.close_connection = True
                raise Problem("invalid-request", "expected a body with a content-length")
            length = headers.get("content-length", "0")
            if not length.isascii() or not length.isdigit():
                self.close_connection = True
                raise Problem("invalid-request", "expected a content-length in decimal digits")
            if int(length) > LARGEST_BODY:
                self.close_connection = True
                raise Problem("too-large", "expected a body of at most %d bytes, found %s" % (LARGEST_BODY, length))
            body = self.rfile.read(int(length))
            if len(body) < int(length):
                raise ConnectionError("the request ended before its body did")
            return body

        def _problem(self, problem):
            self._answer(problem.status, "application/problem+json", json.dumps(problem.shown()).encode())

        def _answer(self, status, media, text):
            self.send_response(status)
            self.send_header("dinfra-epoch", store.epoch)
            self.send_header("dinfra-api-version", VERSION)
            if text is not None:
                self.send_header("content-type", media)
                self.send_header("content-length", str(len(text)))
            self.end_headers()
            if text is not None and self.command != "HEAD":
                self.wfile.write(text)

        def send_error(self, code, message=None, explain=None):
            # What is no HTTP that the base class understands is answered as a problem, too.
            self.close_connection = True
            self._problem(Problem("invalid-request", message or "expected an HTTP/1.1 request of the API"))

        def log_message(self, format, *args):
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

    return Server(address, Handler)
