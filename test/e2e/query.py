"""Runs the queries of docs/log.md in the current folder, and says what pyarrow sees in it. Blocks come on stdin."""

import json
import sys

import duckdb
import pyarrow.parquet as pq

blocks = json.load(sys.stdin)
requests = pq.read_table("requests")
tokens = pq.read_table("tokens")
names = {}
exec(blocks["python"], names)
print(
    json.dumps(
        {
            "requests": {"rows": requests.num_rows, "schema": {f.name: [str(f.type), f.nullable] for f in requests.schema}},
            "tokens": {"rows": tokens.num_rows, "schema": {f.name: [str(f.type), f.nullable] for f in tokens.schema}},
            "events": sum(tokens["events"].to_pylist()),
            "requestEvents": sum(requests["events"].to_pylist()),
            "sql": [[list(row) for row in duckdb.sql(block).fetchall()] for block in blocks["sql"]],
            "pandas": {"p99_ttft": float(names["p99_ttft"]), "goodput": float(names["goodput"])},
        }
    )
)
