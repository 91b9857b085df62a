"""What every Python peer measures, and how."""

import json
import os
import resource
import statistics
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))

BLOCK = 10


def since_process_start():
    """Seconds since this process was started (resolution: one clock tick)."""
    with open("/proc/self/stat") as stat:
        ticks = int(stat.read().rpartition(")")[2].split()[19])
    started = ticks / os.sysconf("SC_CLK_TCK")
    return time.clock_gettime(time.CLOCK_BOOTTIME) - started


def parse_arguments(description, flags=()):
    import argparse

    from cases import CASES

    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("case", choices=sorted(CASES))
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--warmup", type=int, default=50)
    parser.add_argument("--threads", type=int, default=2)
    for name, options in flags:
        parser.add_argument(name, **options)
    arguments = parser.parse_args()
    return arguments, CASES[arguments.case]


def staged_batches(case, count=16):
    """Batches of noise as numpy arrays: the same bytes for every peer."""
    import numpy

    random = numpy.random.default_rng(0)
    for _ in range(count):
        x = random.integers(0, 256, [case["batch"], *case["input_shape"]])
        y = random.integers(0, case["classes"], [case["batch"]])
        yield x.astype(numpy.uint8), y


def time_steps(step, wait, batches, warmup, steps):
    """Returns (median of single steps, median of blocks), in microseconds.

    A block runs BLOCK steps and waits once, as a training loop does that reads
    the loss now and then: a framework that queues work shows its best there.
    """
    for i in range(warmup):
        wait(step(*batches[i % len(batches)]))
    singles = []
    for i in range(steps):
        start = time.perf_counter_ns()
        wait(step(*batches[i % len(batches)]))
        singles.append(time.perf_counter_ns() - start)
    blocks = []
    for b in range(max(1, steps // BLOCK)):
        start = time.perf_counter_ns()
        for i in range(BLOCK):
            result = step(*batches[(b * BLOCK + i) % len(batches)])
        wait(result)
        blocks.append((time.perf_counter_ns() - start) / BLOCK)
    return statistics.median(singles) / 1e3, statistics.median(blocks) / 1e3


def run(contestant, version, step, wait, batches, arguments, import_s):
    """Measures `step` and prints one JSON line.

    step_us_median is the better of the two ways to time; first_step_s counts
    from the start of the process to the end of the first step and contains
    import_s, the time that importing the framework took.
    """
    loss = wait(step(*batches[0]))
    first_step_s = since_process_start()
    single, block = time_steps(
        step, wait, batches, arguments.warmup, arguments.steps
    )
    peak_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        json.dumps(
            {
                "contestant": contestant,
                "version": version,
                "step_us_median": round(min(single, block), 1),
                "step_us_single": round(single, 1),
                "step_us_block": round(block, 1),
                "steps": arguments.steps,
                "threads": arguments.threads,
                "peak_rss_mb": round(peak_kib * 1024 / 1e6, 1),
                "first_step_s": round(first_step_s, 3),
                "import_s": round(import_s, 3),
                "first_loss": float(loss),
            }
        ),
        flush=True,
    )
