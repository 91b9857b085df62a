"""Stored results: one JSON file for each run, and the table that shows it."""

import json
import statistics
import subprocess
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "results"
SUBJECT = "mpc"


def median_of(rows, key):
    values = [row[key] for row in rows if row.get(key) is not None]
    return statistics.median(values) if values else None


def summarize(rows):
    """One contestant's rounds as medians, with the spread of the step time."""
    steps = [row["step_us_median"] for row in rows]
    return {
        "version": rows[0].get("version", ""),
        "step_us": median_of(rows, "step_us_median"),
        "step_us_min": min(steps),
        "step_us_max": max(steps),
        "peak_rss_mb": median_of(rows, "peak_rss_mb"),
        "first_step_s": median_of(rows, "first_step_s"),
        "import_s": median_of(rows, "import_s"),
        "rounds": rows,
    }


def cell(value, form):
    return "-" if value is None else format(value, form)


def git(*words):
    done = subprocess.run(
        ["git", "-C", FOLDER, *words], capture_output=True, text=True
    )
    return done.stdout.strip() if done.returncode == 0 else ""


def commit():
    return git("rev-parse", "HEAD") or "unknown"


def describe_part(name, part):
    """A line about one part of test/device/run."""
    rest = {k: v for k, v in part.items() if k not in ("result", "why")}
    facts = json.dumps(rest) if rest else ""
    return f"{name:<10} {part['result']:<8} {part.get('why', facts)}".rstrip()


def device_table(result):
    quick = ", quick" if result["quick"] else ""
    return "\n".join(
        [
            f"correctness on {result['device']}{quick}",
            f"{result['date']}  commit {result['commit'][:10]}",
            *(describe_part(*item) for item in result["parts"].items()),
        ]
    )


def table(result):
    """The text of one run, of either kind."""
    return device_table(result) if "parts" in result else timing_table(result)


def timing_table(result):
    """The text of one timing: a line for each contestant, ratios to the subject.

    A ratio above 1 means that the subject's step is that many times faster.
    """
    contestants = result["contestants"]
    subject = contestants.get(SUBJECT)
    dirty = " with local changes" if result["dirty"] else ""
    lines = [
        result["title"],
        f"{result['date']}  commit {result['commit'][:10]}{dirty}",
        f"{result.get('device', 'cpu')}; {result['cpu']}, "
        f"{result['threads']} threads, "
        f"{result['rounds']} rounds of {result['steps']} steps, "
        f"load before {result['load_before']:.2f}",
        "",
        f"{'contestant':<15}{'step µs':>9}{'min':>8}{'max':>8}{'GFLOP/s':>9}"
        f"{SUBJECT + ' is':>9}{'peak MB':>9}{'first step s':>14}  version",
    ]
    for name, row in sorted(
        contestants.items(), key=lambda item: item[1]["step_us"]
    ):
        ratio = row["step_us"] / subject["step_us"] if subject else None
        gflops = result["flops"] / row["step_us"] / 1e3
        faster = "-" if ratio is None else f"{ratio:.2f}x"
        lines.append(
            f"{name:<15}{row['step_us']:>9.1f}{row['step_us_min']:>8.0f}"
            f"{row['step_us_max']:>8.0f}{gflops:>9.1f}{faster:>9}"
            f"{cell(row['peak_rss_mb'], '.0f'):>9}"
            f"{cell(row['first_step_s'], '.2f'):>14}  {row['version']}"
        )
    for name, why in result["absent"].items():
        lines.append(f"{name:<15}absent: {why}")
    return "\n".join(lines)


def store(result, folder=FOLDER):
    folder.mkdir(parents=True, exist_ok=True)
    stamp = result["date"].replace(":", "").replace("-", "")
    name = f"{result['case']}-{stamp}-{result['commit'][:10]}.json"
    (folder / name).write_text(json.dumps(result, indent=1) + "\n")
    return folder / name


def load_all():
    """Stored results, oldest first."""
    loaded = [json.loads(path.read_text()) for path in FOLDER.glob("*.json")]
    return sorted(loaded, key=lambda result: result["date"])
