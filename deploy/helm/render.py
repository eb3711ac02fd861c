"""Lints the chart and renders it with Helm's own engine, without a cluster.

    python3 deploy/helm/render.py values.yaml    prints the manifests as JSON, by file; 1 and the reason where there are none

Helm comes as a library: pip install helm-python-sdk==0.2.2 (Helm 4.2.3), in Python 3.10 or later.
"""

import json
import pathlib
import sys

from helm_python.chart import Chart, lint, values_from_yaml

chart = pathlib.Path(__file__).parent / "dinfra-reactor"
values = values_from_yaml(pathlib.Path(sys.argv[1]).read_text())
report = lint(chart, values)
wrong = [m["error"] for m in report.get("messages") or [] if m["severity"] >= 2] + (report.get("errors") or [])
if wrong:
    sys.exit("\n".join(dict.fromkeys(wrong)))
with Chart.load(chart) as loaded:
    print(json.dumps(loaded.render(values, name="test", namespace="default")))
