# Reads the JSON of `tictoc run --json FILE` with nothing but what the README says of the format.
import json, sys
result = json.load(open(sys.argv[1]))
assert result["format"] == "tictoc.result/1", result["format"]
for row in result["results"]:
    done = sorted(s for s, run in zip(row["done_s"], row["runs"]) if run["complete"] and not run.get("warmup"))
    lost = sum(run["tasks_lost"] for run in row["runs"])
    speedup = "-" if row["speedup"] is None else "%.2f" % row["speedup"]
    print("%s: %d runs, %.3f s at best, speedup %s, %d lost" % (row["label"], len(done), done[0] if done else 0, speedup, lost))
