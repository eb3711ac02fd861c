"""The thread that brings the inventory to what is wished."""

import json
import os
import threading

from . import canonical
from .playbook import playbook
from .schema import wrong_in
from .store import now

PLATFORM = "in-memory-inventory"


class Refusal(Exception):
    """Why a descriptor cannot be had, for good."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


class Worker(threading.Thread):
    """Does one thing at a time: the store says which. It is level-triggered: what a wish was before does not matter."""

    def __init__(self, store, inventory, schema, descriptors=None):
        super().__init__(name="worker", daemon=True)
        self._store, self._inventory, self._schema, self._descriptors = store, inventory, schema, descriptors

    def run(self):
        while True:
            with self._store.lock:
                while (record := self._store.due()) is None:
                    self._store.changed.wait()
                absent, wanted = record.absent, record.desired
                record.begun = True
                record.timings.setdefault("teardownStartedAt" if absent else "deployStartedAt", now())
            # Nothing is held while the work is done: requests are answered meanwhile, and a newer wish may come.
            if absent:
                self._tear_down(record)
            else:
                self._deploy(record, wanted)

    def _owner(self, record):
        """The label of a deployment's things: a function of instance, provider and id, so a lost store finds them again."""
        return "%s/%s/%s" % (record.owner["instance"], record.owner["provider"], record.id)

    def _deploy(self, record, wanted):
        try:
            tasks = playbook(self._checked(wanted))
        except Refusal as refusal:
            with self._store.lock:
                if record.desired is wanted:
                    failure = {"code": refusal.code, "permanent": True, "message": str(refusal)[:2000]}
                    record.failure = failure | {"generation": wanted["generation"], "at": now()}
            return
        self._inventory.run(self._owner(record), tasks)
        with self._store.lock:
            record.good = wanted
            record.timings.setdefault("deployedAt", now())
            record.timings["observedAt"] = now()

    def _checked(self, wanted):
        """The descriptor, if it is what its CID stands for and fits its type. A stranger wrote it."""
        descriptor = wanted.get("descriptor")
        if descriptor is None:
            descriptor = self._read(wanted["cid"])
        try:
            found = canonical.cid(descriptor)
        except (ValueError, RecursionError) as error:
            raise Refusal("descriptor.canonical", str(error))
        if found != wanted["cid"]:
            raise Refusal("descriptor.hash", "expected a descriptor with the CID %s, found %s" % (wanted["cid"], found))
        wrong = wrong_in(self._schema, descriptor, self._schema)
        if wrong:
            raise Refusal("descriptor.schema", wrong)
        return descriptor

    def _read(self, cid):
        if self._descriptors is None:
            raise Refusal("descriptor.unavailable", "the wish brings no descriptor, and there is no descriptor store")
        try:
            # The API's pattern lets nothing into a CID that could leave the folder.
            with open(os.path.join(self._descriptors, cid + ".json"), encoding="utf-8") as file:
                return json.load(file)
        except (OSError, ValueError) as error:
            raise Refusal("descriptor.unavailable", "%s: %s" % (cid, error))

    def _tear_down(self, record):
        owner = self._owner(record)
        there = self._inventory.facts(owner)
        self._inventory.run(owner, [])
        if self._inventory.facts(owner):
            return  # not empty: the record is still due, and is tried again
        with self._store.lock:
            record.good = None
            body = {
                "version": 1,
                "deployment": record.id,
                "owner": record.owner,
                "platform": PLATFORM,
                "empty": True,
                "removed": len(there),
                "checkedAt": now(),
            }
            record.receipt = {"digest": canonical.digest(body), "body": body}
            record.timings["tornDownAt"] = now()
