"""Checks the JSON of `mpc explain` against the engines of both formats.

usage: check_explain.py EXPLAIN.json F16-INFO.json F32-INFO.json
"""

import json
import sys

explain, low, wide = (json.load(open(path)) for path in sys.argv[1:4])

assert explain["version"] == 1
for op in explain["ops"]:
    assert set(op) >= {"name", "loc", "reason", "results", "operands"}, op
    assert op["loc"].split(":")[-2].isdigit(), op["loc"]
    for result in op["results"]:
        assert set(result) == {"store", "compute", "rule"}, result


def train(info):
    return info["targets"][0]["functions"]["train"]


totals = explain["totals"]
assert totals["residual_bytes"] == train(low)["residual_bytes"], totals
assert totals["residual_bytes_f32"] == train(wide)["residual_bytes"], totals
assert totals["residual_bytes"] <= 0.55 * totals["residual_bytes_f32"], totals

flops = {name: share["contraction_flops"] for name, share in totals["formats"].items()}
assert sum(flops.values()) == train(low)["contraction_flops"], flops
assert flops["f16"] == train(low)["contraction_flops_16bit"], flops
assert flops["f16"] >= 0.99 * sum(flops.values()), flops

casts = totals["casts"]
assert casts["inserted"] == casts["removed"] + casts["left"], casts
names = [op["name"] for op in explain["ops"] if not op["adjoint"]]
assert [name for name in names if name.startswith("fc1")] == ["fc1", "fc1.bias", "fc1.relu"], names
