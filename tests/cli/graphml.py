# graphml.py - holds a GraphML file to the format, and to the run that it is of. Says what is wrong, and ends with 1.
# Usage: graphml.py FILE.graphml [RUN.db]
import sqlite3
import sys
import xml.etree.ElementTree as ET

SPACE = "{http://graphml.graphdrawing.org/xmlns}"
TYPES = {"boolean": lambda text: {"true": True, "false": False}[text], "int": int, "long": int,
         "float": float, "double": float, "string": str}


def data_of(element, keys):
    """The attributes of an element; each is declared, for such an element, once, and of its type."""
    values = {}
    for data in element.findall(SPACE + "data"):
        key = keys[data.get("key")]
        assert key["for"] == element.tag[len(SPACE):], (key, element.tag)
        assert key["attr.name"] not in values, key
        values[key["attr.name"]] = TYPES[key["attr.type"]](data.text or "")
    return values


def read(path):
    root = ET.parse(path).getroot()
    assert root.tag == SPACE + "graphml", root.tag
    keys = {key.get("id"): key.attrib for key in root.findall(SPACE + "key")}
    assert len(keys) == len(root.findall(SPACE + "key"))
    names = [(key["for"], key["attr.name"]) for key in keys.values()]
    assert len(set(names)) == len(names), names
    [graph] = root.findall(SPACE + "graph")
    assert graph.get("edgedefault") == "undirected"
    nodes = {node.get("id"): data_of(node, keys) for node in graph.findall(SPACE + "node")}
    edges = [(edge.get("source"), edge.get("target"), data_of(edge, keys)) for edge in graph.findall(SPACE + "edge")]
    assert all(a in nodes and b in nodes for a, b, unused in edges)
    return data_of(graph, keys), nodes, edges


def compare(run, graph, nodes, edges):
    facts = dict(run.execute("SELECT key, value FROM run"))
    assert graph["seed"] == int(facts["seed"]) and graph["bangpath_version"] == facts["version"]
    assert graph["title"] == facts["title"] and graph["complete"] == bool(int(facts["complete"]))
    hosts = list(run.execute("SELECT host, name, kind, mailboxes, lat, delivered, paid_udollars, bytes, relay_at_end FROM hosts"))
    assert len(hosts) == len(nodes)
    for host, name, kind, mailboxes, lat, delivered, paid, sent, relay in hosts:
        node = nodes[f"n{host}"]
        assert node["label"] == name and node["kind"] == kind, node
        assert ("lat_degrees" in node) == (lat is not None) and abs(node.get("lat_degrees", lat or 0) - (lat or 0)) < 1e-4
        if kind == "host":
            assert (node["mailboxes"], node["delivered_recipient_copies"], node["sent_bytes"]) == (mailboxes, delivered, sent)
            assert abs(node["paid_dollars"] - paid / 1e6) < 1e-6 and node["relay_at_end"] == relay
    links = list(run.execute("SELECT a, b, bps, bytes_ab, copies_ba, line_us FROM links WHERE map"))
    assert len(links) == len(edges)
    for (a, b, bps, bytes_ab, copies_ba, line_us), (source, target, edge) in zip(links, edges):
        assert (source, target) == (f"n{a}", f"n{b}")
        assert (edge["speed_bps"], edge["to_target_bytes"], edge["to_source_copies"]) == (bps, bytes_ab, copies_ba)
        assert abs(edge["in_use_s"] - line_us / 1e6) < 1e-6


def main():
    graph, nodes, edges = read(sys.argv[1])
    if len(sys.argv) > 2:
        compare(sqlite3.connect(sys.argv[2]), graph, nodes, edges)
    try:
        import networkx
    except ImportError:
        return
    read_graph = networkx.read_graphml(sys.argv[1])
    assert (read_graph.number_of_nodes(), read_graph.number_of_edges()) == (len(nodes), len(edges))


main()
