"""Many portals in one crawl: how long it takes beside its slowest portal, how much memory, and who is disturbed.

    python benchmarks/portals.py [--portals 100] [--articles 26] [--delay 1.0]

Each portal stands on a port of its own on loopback; the last one answers with server errors only. An article costs two
requests, its page and its counter; robots.txt and five lists come on top.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.simulated_portal import Life, SimulatedPortal  # noqa: E402


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--portals", type=int, default=100)
    options.add_argument("--articles", type=int, default=26)
    options.add_argument("--delay", type=float, default=1.0)
    given = options.parse_args()
    with ExitStack() as stack, tempfile.TemporaryDirectory() as folder:
        lives = [Life(given.articles, 1, (), down=(0,) if n == given.portals - 1 else ()) for n in range(given.portals)]
        portals = [stack.enter_context(SimulatedPortal(life)) for life in lives]
        began = time.monotonic()
        child = subprocess.Popen(
            [sys.executable, "-m", "archiver", "crawl", "--json", *(portal.address for portal in portals)],
            cwd=ROOT,
            env=os.environ | {"ARCHIVER_HOME": folder, "ARCHIVER_DELAY": str(given.delay)},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        out, _ = child.communicate()
        took = time.monotonic() - began
        size = peak()
        summaries = [json.loads(line) for line in out.splitlines()]
        requests = [len(portal.requests) for portal in portals]
    well = summaries[:-1]
    slowest = max(summary["seconds"] for summary in well)
    whole = sum(summary["outcome"] == "done" and summary["articles_new"] == given.articles for summary in well)
    print(f"{given.portals} portals, {min(requests[:-1])} to {max(requests[:-1])} requests each, {given.delay} s apart")
    print(f"whole: {whole} of {len(well)}; the broken one: {summaries[-1]['outcome']}, {requests[-1]} requests")
    print(f"time {took:.0f} s, {took / slowest:.2f} times the slowest portal ({slowest:.0f} s)")
    print(f"memory {size / 1e6:.0f} MB at its peak")
    return 0 if whole == len(well) and took <= 1.3 * slowest and size <= 500e6 else 1


def peak() -> float:
    """The most memory that a child of this process held, in bytes."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024.0


if __name__ == "__main__":
    sys.exit(main())
