"""`python -m demo.world --seed N --truth FILE serve --port 0`: makes a world, writes its truth, serves it on loopback."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import threading
from pathlib import Path

from demo.world.building import build_sites
from demo.world.cases import write_cases
from demo.world.generating import make_world
from demo.world.serving import HOST, Serving
from demo.world.truth import write_truth

DEFAULT_PORT = 8100


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m demo.world", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="Another number, another world (default 1, the demo's).")
    parser.add_argument("--truth", type=Path, help="Write the planted truth here, JSON Lines.")
    parser.add_argument("--cases", type=Path, help="Write the known cases into this folder, YAML.")
    commands = parser.add_subparsers(dest="command")
    serve = commands.add_parser("serve", help="Serve it on 127.0.0.1 until stopped; prints one line of JSON: the addresses.")
    serve.add_argument("--port", type=int, default=DEFAULT_PORT, help="Port of the first site; 0: any free ones.")
    serve.add_argument("--until-stdin-closes", action="store_true", help="Also end when the parent is gone.")
    return parser.parse_args()


def main() -> int:
    """Runs the command and gives its exit code."""
    arguments = _arguments()
    world = make_world(arguments.seed)
    sites = build_sites(world)
    if arguments.cases:
        write_cases(world.people, arguments.cases)
    if arguments.command != "serve":  # the addresses that `serve` has by default
        for number, site in enumerate(sites):
            site.address = f"http://{HOST}:{DEFAULT_PORT + number}"
        if arguments.truth:
            write_truth(sites, arguments.truth)
        return 0
    try:
        serving = Serving(sites, port=arguments.port)
    except OSError as error:
        print(f"demo.world: can't serve on port {arguments.port}: {error.strerror}. Try --port 0.", file=sys.stderr)
        return 1
    if arguments.truth:
        write_truth(sites, arguments.truth)
    stopped = _until_stopped()
    if arguments.until_stdin_closes:
        threading.Thread(target=_end_with_parent, daemon=True).start()
    with serving:
        print(json.dumps({"seed": world.seed, "sites": serving.addresses}), flush=True)
        signal.sigwait(stopped)
    return 0


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


def _until_stopped() -> set[signal.Signals]:
    """Blocks the signals that end us, so that they can be waited for (threads inherit it)."""
    signals = {signal.SIGINT, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    return signals


if __name__ == "__main__":
    sys.exit(main())
