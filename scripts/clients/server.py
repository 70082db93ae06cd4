"""What the checks of the clients' lineage share: questions to a running server, and expectations that are counted."""
import json
import sys
import urllib.error
import urllib.parse
import urllib.request

_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Server:
    def __init__(self, url):
        self.url = url.rstrip("/")

    def get(self, path, **query):
        """The JSON of an answer. An answer other than 200 ends the check."""
        address = self.url + path + ("?" + urllib.parse.urlencode(query) if query else "")
        try:
            return json.load(_opener.open(address, timeout=60))
        except urllib.error.HTTPError as error:
            sys.exit(f"GET {address}: {error.code} {error.read()[:500]!r}")

    def upstream(self, node, **more):
        return self.get("/api/v2/lineage", nodeId=node, direction="upstream", **more)

    def downstream(self, node, **more):
        return self.get("/api/v2/lineage", nodeId=node, direction="downstream", **more)

    def events(self):
        """All events of the log, oldest first, without their bodies."""
        found, after = [], 0
        while after is not None:
            page = self.get("/api/v2/events", after=after, limit=1000)
            found += page["events"]
            after = page["next"]
        return found

    def rejections(self):
        return self.get("/api/v2/rejections", limit=100)


class Check:
    """Collects what does not hold; `finish` prints the sum and ends the program."""

    def __init__(self, name):
        self.name, self.good, self.bad = name, 0, []

    def that(self, holds, message):
        if holds:
            self.good += 1
        else:
            self.bad.append(message)

    def equal(self, found, expected, what):
        self.that(found == expected, f"{what}: expected {expected!r}, found {found!r}")

    def contains(self, found, expected, what):
        missing = sorted(set(expected) - set(found))
        self.that(not missing, f"{what}: {missing} missing in {sorted(found)}")

    def no_rejections(self, server):
        rejected = server.rejections()
        self.that(rejected["total"] == 0, f"{rejected['total']} events were rejected: {json.dumps(rejected['rejections'][:3])}")

    def finish(self):
        for message in self.bad:
            print(f"  {self.name}: {message}")
        print(f"{self.name}: {self.good} expectations held, {len(self.bad)} did not")
        sys.exit(bool(self.bad))


def names(graph, type):
    """The names of the nodes of one type: dataset, job, run or column."""
    return {node["name"] for node in graph["nodes"] if node["type"] == type}


def ids(graph):
    return {node["id"] for node in graph["nodes"]}


def edge(graph, start, end):
    """The edge between two node ids, or None."""
    return next((e for e in graph["edges"] if e["from"] == start and e["to"] == end), None)


def edges_stay_inside(check, graph, what):
    """No edge leads to a node that is not in the answer."""
    known = ids(graph)
    outside = [e for e in graph["edges"] if e["from"] not in known or e["to"] not in known]
    check.that(not outside, f"{what}: edges to nodes outside of the answer: {outside[:3]}")
