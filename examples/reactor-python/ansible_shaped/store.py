"""Deployments and what is wished of them. Pure decisions over records, under one lock; there is no I/O here."""

import secrets
import threading
from dataclasses import dataclass, field
from datetime import datetime, timezone

from .problems import Problem


def now():
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass
class Deployment:
    """A record. ``desired`` is the newest wish (None where only a DELETE is known), ``good`` the one that runs."""

    id: str
    owner: dict
    desired: dict | None = None
    good: dict | None = None
    absent: bool = False
    begun: bool = False
    failure: dict | None = None
    receipt: dict | None = None
    end: dict = field(default_factory=dict)
    timings: dict = field(default_factory=lambda: {"acceptedAt": now()})

    @property
    def phase(self):
        """Follows from the record, so the two never disagree."""
        if self.absent:
            return "TornDown" if self.receipt else "TearingDown"
        if self.good:
            return "Deployed"
        if self.failure:
            return "Failed"
        return "Deploying" if self.begun else "Pending"

    def shown(self, epoch):
        """As the API's schema ``Deployment``."""
        desired, good, phase = self.desired or {}, self.good or {}, self.phase
        since = self.timings.get("observedAt", self.timings["acceptedAt"])
        conditions = [condition("Ready", phase == "Deployed", phase, "the phase is " + phase, since)]
        if self.failure and self.good and not self.absent:
            at = self.failure["at"]
            conditions.append(condition("UpdateFailed", True, self.failure["code"], self.failure["message"], at))
        shown = {
            "id": self.id,
            "epoch": epoch,
            "phase": phase,
            "generation": desired.get("generation", 0),
            "observedGeneration": good.get("generation", 0),
            "conditions": conditions,
            "endpoints": [] if self.absent or not good else [{"name": "page", "url": "http://page.example/" + self.id}],
            "timings": dict(self.timings),
        }
        if desired:
            shown |= {"cid": desired["cid"], "descriptorType": {"id": desired["descriptorType"]["id"]}}
        if self.failure:
            shown["failure"] = self.failure
        if self.receipt:
            shown["receipt"] = self.receipt
        return shown


    def ended(self):
        """As the API's schema ``End``: what DELETEs said of the end, and when it was carried out."""
        torn_down = self.timings.get("tornDownAt")
        return {"by": "unknown", "reason": ""} | self.end | ({"tornDownAt": torn_down} if torn_down else {})


# What a DELETE may say of an end, and its name in the schema ``End``.
SAID = {"endedBy": "by", "endReason": "reason", "endBlock": "block", "paid": "paid", "refunded": "refunded"}


def condition(kind, status, reason, message, since):
    return {"type": kind, "status": status, "reason": reason, "message": message, "since": since}


class Store:
    """Records by id. It belongs to one owner (chain instance and provider), whom the first wish names."""

    def __init__(self):
        # Random with each start, because the records are lost with the process: a sidecar then sends everything again.
        self.epoch = secrets.token_hex(8)
        self.owner = None
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self._records = {}

    def get(self, id):
        return self._records.get(id)

    def known(self, id):
        if id not in self._records:
            raise Problem("unknown-deployment", "%s is not known here; that says nothing of what runs" % id)
        return self._records[id]

    def after(self, id, limit):
        """A page: ``limit`` records after an id, which need not be there, ordered as numbers; and whether there are more."""
        ordered = sorted(self._records, key=numbers)
        later = [one for one in ordered if id is None or numbers(one) > numbers(id)]
        return [self._records[one] for one in later[:limit]], len(later) > limit

    def wish(self, id, desired):
        """A PUT. The same wish again changes nothing."""
        self._require_owner(desired["owner"])
        record = self._records.get(id)
        if record is None:
            record = self._records[id] = Deployment(id, desired["owner"])
        if record.absent:
            raise Problem("ended", "%s was deleted; an ended assignment does not come back" % id)
        known = record.desired
        if known and desired["generation"] < known["generation"]:
            raise Problem("stale-generation", "generation %d of %s is known; send the newest" % (known["generation"], id))
        if known and desired["generation"] == known["generation"]:
            if (desired["cid"], desired["descriptorType"]["id"]) != (known["cid"], known["descriptorType"]["id"]):
                raise Problem("generation-conflict", "other content needs a higher generation than %d" % known["generation"])
            return record
        record.desired, record.failure = desired, None
        self.changed.notify_all()
        return record

    def unwish(self, id, owner, said):
        """A DELETE. Of an id that is not known it makes a record, so that the inventory is searched. Another one adds what was
        not said of the end, and changes nothing that was."""
        self._require_owner(owner)
        record = self._records.setdefault(id, Deployment(id, owner))
        if not record.absent:
            record.absent, record.failure = True, None
            record.end["at"] = now()
            self.changed.notify_all()
        record.end = {name: said[given] for given, name in SAID.items() if given in said} | record.end
        return record

    def forget(self, id, digest):
        record = self.known(id)
        if record.receipt is None:
            raise Problem("not-torn-down", "%s is %s; DELETE it, and wait for its receipt" % (id, record.phase))
        if record.receipt["digest"] != digest:
            raise Problem("receipt-mismatch", "expected %s, found %s" % (record.receipt["digest"], digest))
        del self._records[id]

    def due(self):
        """The next record that is not as it should be; None where all are. What was tried for good is not tried again."""
        for record in self._records.values():
            if record.absent and record.receipt is None:
                return record
            behind = record.desired is not None and record.desired is not record.good
            if behind and not record.absent and record.failure is None:
                return record
        return None

    def _require_owner(self, owner):
        if self.owner is None:
            self.owner = owner
        if self.owner != owner:
            raise Problem("wrong-instance", "this store belongs to %s" % self.owner)


def numbers(id):
    """What ids are ordered by. 10.1 comes after 9.1."""
    subscription, attempt = id.split(".")
    return int(subscription), int(attempt)
