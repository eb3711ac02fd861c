"""python3 -m ansible_shaped --document openapi.json --token-file token [--port 4700] [--descriptors folder]"""

import argparse
import json
import os
import sys

from . import canonical
from .playbook import Inventory
from .server import Api, Operations, serve
from .store import Store
from .worker import Worker


def main():
    parser = argparse.ArgumentParser(prog="ansible_shaped", description="A reactor in Python, in the shape of Ansible.")
    parser.add_argument("--document", required=True, help="the OpenAPI document of the API, as JSON")
    parser.add_argument("--token-file", required=True, help="file with the bearer token that opens everything")
    parser.add_argument("--port", type=int, default=4700, help="loopback port; 0 takes a free one (default 4700)")
    parser.add_argument("--descriptors", help="folder of descriptors, <cid>.json; without it a wish has to bring its own")
    given = parser.parse_args()

    with open(given.document, encoding="utf-8") as file:
        document = json.load(file)
    with open(given.token_file, encoding="utf-8") as file:
        token = file.read().strip()
    if len(token) < 32:
        sys.exit("%s: expected a token of 32 characters at least, found %d" % (given.token_file, len(token)))
    schema_file = os.path.join(os.path.dirname(__file__), "hello-page.v1.schema.json")
    with open(schema_file, encoding="utf-8") as file:
        schema = json.load(file)

    store = Store()
    types = [{"id": canonical.digest(schema), "name": "hello-page/v1", "schema": schema}]
    api = Api(document, Operations(store, types), token)
    server = serve(("127.0.0.1", given.port), api, store)
    Worker(store, Inventory(), schema, given.descriptors).start()
    print(json.dumps({"url": "http://127.0.0.1:%d" % server.server_port, "epoch": store.epoch}), flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass


main()
