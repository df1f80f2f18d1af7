"""The walk over all tasks below the root."""

from collections import deque

from migrate.luigi.capture.errors import TimeUp
from migrate.luigi.capture.hidden_state import forget_lost_routes, handed_to
from migrate.luigi.capture.structures import has_set, unordered_by_id
from migrate.luigi.capture.text import text_of


class Walk(object):
    """The graph below the root, breadth first; it ends at the node cap or the time limit."""

    def __init__(self, reader, max_nodes):
        self.reader = reader
        self.max_nodes = max_nodes
        self.nodes = {}
        self.edges = set()
        self.clashes = {}
        self.truncated = False

    def from_root(self, root):
        try:
            self._walk(root)
            forget_lost_routes(root, self.nodes)
        except TimeUp:
            self.truncated = True
        for task_id in set(self.clashes) & set(self.nodes):
            self.nodes[task_id]["errors"] += self.clashes[task_id]
        self.edges = {e for e in self.edges if e[0] in self.nodes and e[1] in self.nodes}
        return self

    def _walk(self, root):
        routes = {text_of(root.task_id): []}
        met = {text_of(root.task_id): type(root)}
        waiting = deque([root])
        while waiting:
            if len(self.nodes) >= self.max_nodes:
                self.truncated = True
                return
            task = waiting.popleft()
            task_id = text_of(task.task_id)
            handed = handed_to(task) if self.nodes else []
            node, upstream = self.reader.read(task, is_root=not self.nodes)
            node["route"] = routes[task_id]
            node["handed"] = handed
            if has_set(node["requires"]):
                upstream = unordered_by_id(set(upstream))
            self.nodes[task_id] = node
            for index, other in enumerate(upstream):
                other_id = text_of(other.task_id)
                self.edges.add((other_id, task_id))
                self._tell_apart(other_id, met.setdefault(other_id, type(other)), type(other))
                if other_id not in routes:
                    routes[other_id] = self._route(node, index)
                    waiting.append(other)

    def _tell_apart(self, task_id, first, other):
        """For Luigi two tasks of one id are one: it runs the first and leaves out the other."""
        if issubclass(other, first) or issubclass(first, other):  # externalize(), old @inherits
            return
        message = "%s and %s both have this id; Luigi runs the first it meets" % tuple(
            "%s:%s" % (cls.__module__, cls.__name__) for cls in (first, other)
        )
        said = {"where": "task_id", "type": "SameId", "message": message}
        if said not in self.clashes.setdefault(task_id, []):
            self.clashes[task_id].append(said)

    @staticmethod
    def _route(node, index):
        """Along requires() only; None where deps() led elsewhere."""
        if node["route"] is None or node["deps"] is not None or has_set(node["requires"]):
            return None
        return node["route"] + [index]


def find_cycle(edges):
    """Task ids along one cycle, or an empty list."""
    below = {}
    for up, down in sorted(edges):
        below.setdefault(down, []).append(up)
    done, stack = set(), []
    for start in sorted(below):
        stack = [(start, iter(below.get(start, ())))] if start not in done else []
        on_path = [start]
        while stack:
            node, rest = stack[-1]
            following = next(rest, None)
            if following is None:
                done.add(node)
                stack.pop()
                on_path.pop()
            elif following in on_path:
                return on_path[on_path.index(following) :] + [following]
            elif following not in done:
                stack.append((following, iter(below.get(following, ()))))
                on_path.append(following)
    return []
