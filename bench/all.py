#!/usr/bin/env python3
"""All benchmarks in one go: is the work right, how fast, in how much memory.

Everything is measured in processor seconds of whole programs beside each other, by turns, and
the median is kept. Results are a table, and JSON for bench/compare.py. Exit status: 0 all that
ran is right, 1 something is wrong, 2 bad usage. Nothing is built; speeds are no test.
"""
import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))

# name: hosts, messages, days, hops, mean delay in seconds of exact arithmetic, tolerance in us
NETWORKS = {
    "s1": (1000, 100000, 7, 512347, 198.456994, 10),
    "s2": (10000, 1000000, 7, 6794560, 264.073469, 10),
    "s1h": (1000, 100000, 0.5, 512347, 217.738273, 10),
    "s2h": (10000, 1000000, 0.5, 6794560, 788.652036, 30),
    "k1": (1000, 200000, 7, 1024422, 199.706998, 10),
    "k10": (10000, 200000, 7, 1358789, 262.303671, 10),
    "k100": (100000, 200000, 7, 1690337, 325.441326, 10),
    "k1000": (1000000, 200000, 7, None, None, 10),
}
PEERS_WITHIN_US = 100

QUICK = ["s1", "s1h", "k1", "k10", "peers-s1", "spam", "sweep"]
PARTS = list(NETWORKS) + ["peers-s1", "peers-s2", "spam", "month", "million", "map", "sweep"]


class Wrong(Exception):
    """A program failed, or did other work than it should."""


def run(command, **more):
    """-> its standard output, processor seconds, peak memory in bytes, real seconds."""
    begun = time.monotonic()
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(command, stdout=output, **more)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read()
    if process.returncode != 0:
        raise Wrong(f"{' '.join(command)}: exit status {process.returncode}")
    return (text, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024,
            time.monotonic() - begun)


class Bench:
    def __init__(self, options, folder):
        self.options = options
        self.folder = folder
        self.results = {}
        self.wrong = []

    def program(self, name):
        return os.path.join(self.options.programs, name)

    def check(self, part, holds, what):
        if not holds:
            self.wrong.append(part)
            print(f"{part}: WRONG: {what}", flush=True)

    def keep(self, part, values):
        self.results[part] = values
        shown = ", ".join(f"{name} {value:,.6g}" if isinstance(value, (int, float)) else
                          f"{name} {value}" for name, value in values.items())
        print(f"{part}: {shown}", flush=True)

    def scenario(self, path, *settings):
        command = [self.options.bangpath, "run", path, "--json", "--quiet"]
        for setting in settings:
            command += ["--set", setting]
        text, cpu_s, peak, wall_s = run(command)
        return json.loads(text), cpu_s, peak, wall_s

    # ---- store and forward ----

    def make_network(self, name):
        hosts, messages, days = NETWORKS[name][:3]
        prefix = os.path.join(self.folder, name)
        if not os.path.exists(prefix + ".csv"):
            run([self.program("store_and_forward"), str(hosts), str(messages), "42",
                 str(days), prefix])
        return prefix

    def network(self, name):
        _, messages, _, hops, mean_s, tolerance_us = NETWORKS[name]
        prefix = self.make_network(name)
        ours, bare, peak = [], [], 0
        for _ in range(self.options.rounds):
            json_of, _, peak, _ = self.scenario(prefix + ".scenario")
            ours.append(json_of["run_cpu_s"])
            loop = json.loads(run([self.program("bare_loop"), prefix])[0])
            bare.append(loop["run_cpu_s"])
        delay_s = json_of["ham"]["delay_s"]["mean"]
        self.check(name, json_of["hops"] == loop["hops"] and hops in (None, loop["hops"]),
                   f"{json_of['hops']} hops, the bare loop {loop['hops']}, expected {hops}")
        self.check(name, json_of["ham"]["delivered"] == messages, "not all were delivered")
        self.check(name, abs(delay_s - loop["mean_s"]) * 1e6 <= PEERS_WITHIN_US and
                   (mean_s is None or abs(delay_s - mean_s) * 1e6 <= tolerance_us),
                   f"mean delay {delay_s} s, the bare loop {loop['mean_s']} s, exact {mean_s}")
        cpu_s, bare_s = statistics.median(ours), statistics.median(bare)
        self.keep(name, {
            "hops": json_of["hops"], "mean_delay_s": delay_s,
            "hops_a_second": json_of["hops"] / cpu_s,
            "events_a_second": json_of["events"] / cpu_s,
            "ns_a_hop": cpu_s / json_of["hops"] * 1e9,
            "bare_ns_a_hop": bare_s / json_of["hops"] * 1e9,
            "times_the_bare_loop": statistics.median(a / b for a, b in zip(ours, bare)),
            "load_s": json_of["load_s"], "peak_bytes": peak,
        })

    # ---- peers ----

    def peers(self, name):
        commands = {
            "ns3_events": [self.program("ns3_events")],
            "simgrid_timers": [self.program("simgrid_timers"), "--log=root.thres:warning"],
            "simpy_processes": ["/usr/bin/python3",
                                os.path.join(HERE, "peers", "simpy_processes.py")],
        }
        prefix = self.make_network(name)
        values = {}
        for peer, command in commands.items():
            try:
                self.peer(name, peer, command, prefix, values)
            except (Wrong, OSError) as problem:
                values[peer] = "not here"
                print(f"{name}: {peer} is not here: {problem}", file=sys.stderr)
        self.keep("peers-" + name, values)

    def peer(self, name, peer, command, prefix, values):
        ratios = []
        for _ in range(self.options.rounds):
            theirs = json.loads(run(command[:1] + command[1:2] * (peer == "simpy_processes") +
                                    [prefix] + command[1:] * (peer != "simpy_processes"),
                                    stderr=subprocess.DEVNULL)[0])
            ours = self.scenario(prefix + ".scenario")[0]
            ratios.append(theirs["run_cpu_s"] / ours["run_cpu_s"])
        off_us = abs(theirs["mean_s"] - ours["ham"]["delay_s"]["mean"]) * 1e6
        self.check("peers-" + name, theirs["hops"] == ours["hops"] and
                   off_us <= PEERS_WITHIN_US,
                   f"{peer}: {theirs['hops']} hops, mean delay {off_us:.0f} us off")
        values[peer + "_hops_a_second"] = theirs["hops"] / theirs["run_cpu_s"]
        values[peer + "_times_slower"] = statistics.median(ratios)

    # ---- whole scenarios ----

    def spam(self):
        text, cpu_s, _, _ = run(["sh", os.path.join(HERE, "spam.sh"), self.options.bangpath])
        self.keep("spam", {"cpu_s": cpu_s,
                           "bytes_a_recipient": float(text.split("a recipient: ")[1].split()[0])})

    def whole(self, part, path, at_least):
        json_of, cpu_s, peak, wall_s = self.scenario(os.path.join(HERE, path))
        sent = sum(json_of[kind]["sent"] for kind in ("ham", "spam", "bounces"))
        delivered = sum(json_of[kind]["delivered"] for kind in ("ham", "spam", "bounces"))
        self.check(part, sent >= at_least, f"{sent} recipient-copies, expected {at_least}")
        self.keep(part, {
            "sent": sent, "delivered": delivered, "hops": json_of["hops"],
            "wall_s": wall_s, "cpu_s": cpu_s, "run_cpu_s": json_of["run_cpu_s"],
            "ns_a_hop": json_of["run_cpu_s"] / json_of["hops"] * 1e9,
            "events_a_second": json_of["events"] / json_of["run_cpu_s"],
            "peak_bytes": peak, "bytes_a_host": peak / json_of["hosts"],
        })

    def map(self):
        if not self.options.maps:
            print("map: left out: --maps says no folder of UUCP maps", file=sys.stderr)
            return
        maps = [os.path.join(self.options.maps, name)
                for name in sorted(os.listdir(self.options.maps))]
        times = []
        for _ in range(self.options.rounds):
            text, cpu_s, peak, _ = run([self.options.bangpath, "paths", "-c", "-i", "-l",
                                        self.options.home] + maps, stderr=subprocess.DEVNULL)
            times.append(cpu_s)
        self.check("map", text.count("\n") > 100, "hardly a route was printed")
        self.keep("map", {"routes": text.count("\n"), "cpu_s": statistics.median(times),
                          "peak_bytes": peak})

    def sweep(self):
        """Eight runs of s1 by one worker and by two."""
        base = self.make_network("s1") + ".scenario"
        path = os.path.join(self.folder, "sweep.scenario")
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"[scenario]\nextends = {base}\n[sweep]\nreplications = 8\n")
        ratios = []
        for _ in range(self.options.rounds):
            took = [run([self.options.bangpath, "sweep", path, "-j", str(j), "--quiet",
                         "-o", os.path.join(self.folder, "sweep.db"), "--force"])[3]
                    for j in (1, 2)]
            ratios.append(took[0] / took[1])
        self.keep("sweep", {"two_workers_times_faster": statistics.median(ratios)})

    def measure(self, part):
        if part in NETWORKS:
            self.network(part)
        elif part.startswith("peers-"):
            self.peers(part.removeprefix("peers-"))
        elif part == "month":
            self.whole(part, "uucp-month.scenario", 14000000)
        elif part == "million":
            self.whole(part, "million-hosts.scenario", 100000000)
        else:
            getattr(self, part)()


def commit():
    """Of the sources that this file is part of; None outside git."""
    try:
        return subprocess.run(["git", "-C", HERE, "rev-parse", "--short", "HEAD"],
                              capture_output=True, check=True, text=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return None


def processor():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            return next(line.split(":")[1].strip() for line in file
                        if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.machine()


def parse():
    root = os.path.dirname(HERE)
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART",
                        help=f"of {', '.join(PARTS)}; none: {', '.join(QUICK)}; all: all")
    parser.add_argument("--bangpath", default=os.path.join(root, "build/sim/bangpath"))
    parser.add_argument("--programs", default=os.path.join(root, "build/bench"),
                        help="where store_and_forward, bare_loop and peers were built")
    parser.add_argument("--maps", help="a folder of UUCP maps, for map")
    parser.add_argument("--home", default="ihnp4", help="whose routes are found in it")
    parser.add_argument("--rounds", type=int, default=3, help="the median of so many; 3")
    parser.add_argument("-o", "--output", help="results, as JSON")
    options = parser.parse_args()
    if options.parts == ["all"]:
        options.parts = PARTS
    for part in options.parts:
        if part not in PARTS:
            parser.error(f"{part}: expected one of {', '.join(PARTS)}, or all")
    if options.rounds < 1:
        parser.error("--rounds: expected 1 or more")
    for program in (options.bangpath, os.path.join(options.programs, "bare_loop")):
        if not shutil.which(program):
            parser.error(f"{program} is not there: build it, or say where it is")
    return options


def main():
    options = parse()
    with tempfile.TemporaryDirectory(prefix="bangpath-bench.") as folder:
        bench = Bench(options, folder)
        for part in options.parts or QUICK:
            try:
                bench.measure(part)
            except Wrong as problem:
                bench.check(part, False, problem)
    if options.output:
        with open(options.output, "w", encoding="utf-8") as file:
            json.dump({"commit": commit(), "date": time.strftime("%Y-%m-%d"),
                       "machine": f"{processor()}, {os.cpu_count()} processors",
                       "rounds": options.rounds, "wrong": bench.wrong,
                       "results": bench.results}, file, indent=1)
            file.write("\n")
    return 1 if bench.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
