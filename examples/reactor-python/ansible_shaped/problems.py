"""Problem details (RFC 9457) of the API."""

STATUS = {
    "invalid-request": 400,
    "unauthorized": 401,
    "unknown-deployment": 404,
    "unknown-route": 404,
    "stale-generation": 409,
    "generation-conflict": 409,
    "wrong-instance": 409,
    "ended": 409,
    "not-torn-down": 409,
    "receipt-mismatch": 409,
    "sequence-gone": 410,
    "too-large": 413,
    "unknown-type": 422,
    "internal": 500,
}


class Problem(Exception):
    """An answer that is an error. ``detail`` says what was expected, what was found, what to do."""

    def __init__(self, code, detail):
        super().__init__(detail)
        self.code, self.status, self.detail = code, STATUS[code], detail

    def shown(self):
        return {
            "type": "urn:dinfra:problem:" + self.code,
            "title": self.code.replace("-", " "),
            "status": self.status,
            "detail": self.detail[:4000],
            # The same request cannot succeed later, but where this reactor itself failed.
            "retryable": self.code == "internal",
        }
