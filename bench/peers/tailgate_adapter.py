"""Tailgate as a tool of the peers' ruler: its driver runs this file with its own `--adapter` and these names in scope:
ADAPTERS, HERE (this folder), os, json. Times are reported in ms."""
import glob


def parse_tailgate(out):
    report = json.load(open(glob.glob(os.path.join(out, "reports", "*", "report.json"))[0]))

    def value(metric, stat):
        for figure in report["figures"]:
            if figure["metric"] == metric and figure["stat"] == stat:
                return figure["value"] / 1e6 if figure["unit"] == "ns" else figure["value"]
        return None

    def distribution(metric):
        return {stat: value(metric, stat) for stat in ("p50", "p99", "min", "mean", "max")}

    outcomes = report["books"]["outcomes"]
    ok = outcomes.get("ok", 0)
    return dict(
        ttft=distribution("ttft.ok"),
        itl=distribution("itl"),
        # From due: with a cap or a stalled server the wait before the send counts.
        e2e=distribution("latency.ok"),
        ok=ok,
        err=report["books"]["planned"] - ok,
        errors={outcome: count for outcome, count in outcomes.items() if outcome != "ok"},
        goodput=value("goodput", "value"),
        rps=value("throughput", "value"),
    )


ADAPTERS["tailgate"] = dict(cmd=[os.path.join(HERE, "run-tailgate.sh")], parse=parse_tailgate, m1=60000, m2=200000)
