#!/usr/bin/env python3
"""How far mail gets on a map when relays close, by a search over it and by theory: no run is made.

    python3 percolation.py topologies/uucp-1987-core.gv decvax

A line for each tenth of the hosts that close: which share of all mailboxes a letter from the host
named may get to where they close at random (the mean of 400 searches, and what nine in ten of them
exceed), what the theory of random networks with as many links a host has for it, and where those
with most neighbours close first. Of whom a host serves, leaves are told, and no others.
"""

import random
import re
import sys

SEARCHES = 400
HOST = re.compile(r'^\s*"?([\w.-]+)"?\s*\[.*?\bmailboxes=(\d+)(.*?\bserves=leaves)?', re.M)
LINK = re.compile(r'^\s*"?([\w.-]+?)"?\s+--\s+"?([\w.-]+?)"?\s*[\[;]', re.M)


class Map:
    """Hosts in the order of the file, their mailboxes and their neighbours."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            text = re.sub(r"//.*", "", file.read())
        self.mailboxes = {name: int(n) for name, n, _ in HOST.findall(text)}
        self.neighbours = {name: set() for name in self.mailboxes}
        for a, b in LINK.findall(text):
            self.neighbours[a].add(b)
            self.neighbours[b].add(a)
        serving = [name for name, _, serves in HOST.findall(text) if serves]
        self.leaves = {s: [n for n in self.neighbours[s] if len(self.neighbours[n]) == 1]
                       for s in serving}

    def reach(self, source, closed):
        """The share of mailboxes to which open hosts lead, and closed ones for whom they serve."""
        found, at = [source], 0
        seen = {source}
        while at < len(found):
            host = found[at]
            at += 1
            shut = host in closed and host != source
            for neighbour in self.leaves.get(host, []) if shut else self.neighbours[host]:
                if neighbour not in seen:
                    seen.add(neighbour)
                    found.append(neighbour)
        return sum(self.mailboxes[host] for host in found) / sum(self.mailboxes.values())

    def at_random(self, source, n):
        """Of many choices of n closed hosts, the mean reach and its tenth percentile."""
        chance, hosts = random.Random(1987), list(self.mailboxes)
        reached = sorted(self.reach(source, set(chance.sample(hosts, n))) for _ in range(SEARCHES))
        return sum(reached) / SEARCHES, reached[SEARCHES // 10]

    def by_degree(self, source, n):
        """The reach where the n with most neighbours are closed."""
        most = sorted(self.mailboxes, key=lambda host: -len(self.neighbours[host]))
        return self.reach(source, set(most[:n]))

    def in_theory(self, source, q):
        """Callaway et al. (2000): u is the chance that a link leads to no giant component of open
        hosts, q of which are open; source and recipient must each have a link that does."""
        degrees = [len(n) for n in self.neighbours.values()]
        links, u = sum(degrees), 0.0
        for _ in range(1000):
            u = 1 - q + q * sum(k * u ** (k - 1) for k in degrees) / links
        joined = sum(n * (1 - u ** len(self.neighbours[h])) for h, n in self.mailboxes.items())
        return (1 - u ** len(self.neighbours[source])) * joined / sum(self.mailboxes.values())

    def thresholds(self):
        """The share of closed hosts at which the giant component is gone, at random and by degree:
        where the sum of k (k - 1) over the open hosts is that of k over all."""
        degrees = sorted(len(n) for n in self.neighbours.values())
        links, pairs = sum(degrees), sum(k * (k - 1) for k in degrees)
        closed, left = 0, pairs
        while left > links:
            closed += 1
            left -= degrees[-closed] * (degrees[-closed] - 1)
        return 1 - links / pairs, closed / len(degrees)


def closed_of(hosts, tenths):
    """As many as bangpath closes: rounded to nearest, halves up."""
    return (2 * hosts * tenths + 10) // 20


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    network, source = Map(sys.argv[1]), sys.argv[2]
    if source not in network.mailboxes:
        sys.exit("%s: there is no host \"%s\" with mailboxes" % (sys.argv[1], source))
    hosts = len(network.mailboxes)
    degrees = [len(n) for n in network.neighbours.values()]
    print("%d hosts with %.1f neighbours in the mean; %s has %d" %
          (hosts, sum(degrees) / hosts, source, len(network.neighbours[source])))
    print("random networks like it fall apart with %.1f%% closed at random, %.1f%% by degree\n" %
          tuple(100 * share for share in network.thresholds()))
    print("closed   at random  nine in ten  in theory  by degree")
    for tenths in range(11):
        n = closed_of(hosts, tenths)
        mean, low = network.at_random(source, n)
        print("%5d%%  %9.1f%%  %10.1f%%  %8.1f%%  %8.1f%%" %
              (10 * tenths, 100 * mean, 100 * low, 100 * network.in_theory(source, 1 - n / hosts),
               100 * network.by_degree(source, n)))


if __name__ == "__main__":
    main()
