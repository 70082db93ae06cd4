"""Prints the share of cases whose tables and columns are right, by dialect, as a Markdown table.

usage: score_sql_by_dialect.py CORPORA RESULTS.ndjson
"""

import collections
import glob
import json
import os
import runpy
import sys

corpora, results_path = sys.argv[1], sys.argv[2]
sys.argv = ["score.py", results_path, os.devnull]
scorer = runpy.run_path(os.path.join(corpora, "score.py"))
results = {}
with open(results_path, encoding="utf-8") as lines:
    for line in lines:
        result = json.loads(line)
        results[result["id"]] = result
counts = collections.defaultdict(lambda: collections.defaultdict(lambda: [0, 0]))
for path in sorted(glob.glob(os.path.join(corpora, "*.ndjson"))):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            case = json.loads(line)
            result = results.get(case["id"], {})
            scores = scorer["score" if "expect" in case else "parses"](case, result)
            for measure, is_right in scores.items():
                count = counts[case["dialect"]][measure]
                count[0] += bool(is_right)
                count[1] += 1
measures = ["tables", "columns", "statements", "expressions"]
print("| Dialect | " + " | ".join(measures) + " |")
print("|---|" + "---|" * len(measures))
for dialect in sorted(counts):
    cells = []
    for measure in measures:
        right, total = counts[dialect][measure]
        cells.append(f"{right}/{total}" if total else "")
    print(f"| {dialect} | " + " | ".join(cells) + " |")
