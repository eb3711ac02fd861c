"""Playbooks: a descriptor as tasks, and an inventory that tasks are run on."""

import threading


def playbook(descriptor):
    """The tasks of a page, in the order in which they come to exist. Pure."""
    name = descriptor["name"]
    return [
        {"name": "the user", "item": "user", "args": {"name": name}},
        {"name": "the page", "item": "file", "args": {"path": "/srv/%s/index.html" % name, "content": descriptor["text"]}},
        {"name": "the site", "item": "service", "args": {"name": name, "port": 80}},
    ]


class Inventory:
    """What there is, by owner: the label that a deployment's things bear. A real one asks hosts; this one is a dict."""

    def __init__(self):
        self._items = {}
        self._lock = threading.Lock()

    def run(self, owner, tasks):
        """Brings an owner's items to what the tasks say, and takes away what they do not name. Running it again changes nothing.

        :return: for each task ``ok`` or ``changed``
        """
        with self._lock:
            before = self._items.get(owner, {})
            after = {task["item"]: task["args"] for task in tasks}
            if after:
                self._items[owner] = after
            else:
                self._items.pop(owner, None)
            return ["ok" if before.get(item) == args else "changed" for item, args in after.items()]

    def facts(self, owner):
        """What is there of an owner, looked at anew. The proof of an empty teardown stands on it."""
        with self._lock:
            return dict(self._items.get(owner, {}))
