#!/usr/bin/python3
"""The benchmark as SimPy's manual would have it: a process a message, a resource a server.

Usage: simpy_processes.py PREFIX. For SimPy 2.3 (Debian 12's python3-simpy).
"""
import json
import sys
import time

from SimPy.Simulation import Process, Resource, Simulation, hold, release, request


class Message(Process):
    def travel(self, books, servers, born_s, service_s, path):
        for server in path:
            yield request, self, servers[server]
            yield hold, self, service_s
            yield release, self, servers[server]
            books["hops"] += 1
        books["delays_s"] += self.sim.now() - born_s


class Users(Process):
    def write(self, books, servers, mails):
        for born_s, service_s, path in mails:
            yield hold, self, born_s - self.sim.now()
            message = Message(sim=self.sim)
            self.sim.activate(message, message.travel(books, servers, born_s, service_s, path))


def read(prefix):
    numbers, mails = {}, []
    with open(prefix + ".csv") as file:
        next(file)
        for line in file:
            at, sender, way, size = line.rstrip().split(",")
            hosts = [sender.split("!")[0]] + way.split("!")[:-1]
            path = [numbers.setdefault(pair, len(numbers)) for pair in zip(hosts, hosts[1:])]
            mails.append((float(at), 30 + int(size) / 240, path))
    return len(numbers), mails


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    n_servers, mails = read(sys.argv[1])
    books = {"hops": 0, "delays_s": 0.0}
    wall, cpu = time.monotonic(), time.process_time()
    simulation = Simulation()
    servers = [Resource(capacity=1, sim=simulation) for _ in range(n_servers)]
    users = Users(sim=simulation)
    simulation.activate(users, users.write(books, servers, mails))
    simulation.simulate(until=1e12)
    print(json.dumps({
        "hops": books["hops"],
        "mean_s": round(books["delays_s"] / len(mails), 6),
        "run_s": round(time.monotonic() - wall, 6),
        "run_cpu_s": round(time.process_time() - cpu, 6),
    }))


main()
