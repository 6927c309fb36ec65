# Reads a record of tictoc with nothing but what the README says of the format: proves it, then sums up each run.
import json, sys

def fnv1a(total, line):
    for byte in line:
        total = (total ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return total

total, runs = 0xCBF29CE484222325, []
for number, line in enumerate(open(sys.argv[1], "rb")):
    row = json.loads(line)
    kind = row.get("type", "header")
    if kind == "header":
        assert row["format"] == "tictoc.record/1", row["format"]
        labels = [strategy["label"] for strategy in row["strategies"]]
    elif kind in ("check", "end"):
        assert row["lines"] == number and row["fnv1a"] == "%016x" % total, "damaged before line %d" % (number + 1)
    elif kind == "run":
        runs.append({"label": labels[row["strategy"]], "done": row["done"], "busy": 0, "tasks": 0, "lives": row["lives"]})
    elif kind == "task" and row["state"] == "done":
        runs[-1]["tasks"] += 1
        runs[-1]["busy"] += row["ended"] - row["started"]
    total = fnv1a(total, line)
assert kind == "end" and row["runs"] == len(runs), "not whole"
for run in runs:
    print("%(label)s: %(tasks)d tasks by %(lives)d workers in %(done)d ns, busy %(busy)d ns" % run)
