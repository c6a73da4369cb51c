#!/bin/bash
# Tailgate as a client of the peers' ruler: URL MODE VALUE TOKENS COUNT OUT [CAP], as docs/performance.md describes it.
# Environment: STREAM=1|0, SLO=ms, TAILGATE (bin.js; default: what `npm run bench` builds), NODE, AHEAD=1 (as root, on a
# machine with other work: this session goes before the others; it changes nothing on a quiet one).
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd); ROOT=$(dirname "$(dirname "$HERE")")
URL=$1 MODE=$2 VALUE=$3 TOKENS=$4 COUNT=$5 OUT=$6 CAP=${7:-}
case $MODE in
  conc) LOAD="\"concurrency\": $VALUE" ;;
  *) LOAD="\"arrivals\": \"${MODE/const/constant}\", \"rate\": \"$VALUE/s\"${CAP:+, \"cap\": $CAP}" ;;
esac
SLOS=${SLO:+", \"slo\": { \"request\": [\"latency <= ${SLO}ms\"], \"run\": [\"failed <= 1%\"] }"}
[ "${STREAM:-1}" = 1 ] && STREAMED=true || STREAMED=false
mkdir -p "$OUT"
cat > "$OUT/scenario.json" <<SCENARIO
{ "tailgate": 1, "name": "tailgate",
  "targets": { "url": "$URL", "protocol": "openai-completions", "model": "mock-model" },
  "dataset": { "synthetic": { "count": 1000, "input": 16, "output": $TOKENS } },
  "load": { $LOAD, "queries": $COUNT, "warmup": { "requests": 0 }, "drain": "10s" },
  "request": { "stream": $STREAMED }${SLOS} }
SCENARIO
if [ "${AHEAD:-0}" = 1 ]; then echo -19 > /proc/self/autogroup; fi
exec "${NODE:-$ROOT/node_modules/.bin/node}" "${TAILGATE:-$ROOT/.cache/bench/package/dist/bin.js}" \
  run "$OUT/scenario.json" --out "$OUT/reports" --json --quiet
