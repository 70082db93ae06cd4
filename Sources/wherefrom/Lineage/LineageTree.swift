/// Draws a lineage answer as a tree for people: what lies upstream of a node, and what lies downstream.
///
/// Each node is expanded once, at its first and nearest mention; later mentions say so. The walk keeps its own stack,
/// so that a chain of a thousand jobs is no danger, and stops indenting at `indentMax` levels. An edge between datasets
/// is left out where the job that makes it is drawn between them.
struct LineageTree {
    enum Direction {
        case upstream, downstream

        var arrow: String { self == .upstream ? "◀─" : "─▶" }
        var title: String { self == .upstream ? "upstream" : "downstream" }
    }

    let answer: LineageAnswer
    private let nodes: [String: LineageAnswer.Node]
    private static let indentMax = 24

    init(_ answer: LineageAnswer) {
        self.answer = answer
        nodes = Dictionary(answer.nodes.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The lines for `directions` from the node that `asked` became; columns of it without lineage are left out.
    func lines(asked: String, directions: [Direction], style: TerminalStyle = .plain) -> [String] {
        var lines: [String] = []
        for (index, root) in answer.roots(asked: asked).enumerated() {
            let branches = directions.map { (direction: $0, lines: branchLines(from: root, $0)) }
            if index > 0, branches.allSatisfy(\.lines.isEmpty) { continue }
            if index > 0 { lines.append("") }
            lines.append(
                style.bold(TerminalText.escape(root.label)) + style.dim("  (\(TerminalText.escape(root.what)))"))
            for branch in branches {
                lines += ["", style.dim(branch.direction.title)]
                if branch.lines.isEmpty { lines.append("  nothing known") }
                lines += aligned(branch.lines, style)
            }
        }
        return lines
    }

    private struct Branch {
        var text: String
        var marks: String
    }

    private func branchLines(from root: LineageAnswer.Node, _ direction: Direction) -> [Branch] {
        let next = neighbours(direction)
        let nearest = expansionParents(from: root.id, next)
        var lines: [Branch] = []
        var expanded: Set<String> = [root.id]
        // Children are pushed in reverse, so that they come off in order.
        var stack = (next[root.id] ?? []).reversed().map { (edge: $0, parent: root.id, level: 1) }
        while let (edge, parent, level) = stack.popLast() {
            let id = direction == .upstream ? edge.from : edge.to
            let label = nodes[id].map { "\($0.label)" } ?? id
            let indent = String(repeating: "  ", count: min(level, Self.indentMax))
            let deep = level > Self.indentMax ? "(level \(level)) " : ""
            let type = nodes[id].map { $0.type == "job" ? "job " : "" } ?? ""
            let children = next[id] ?? []
            let isHere = nearest[id] == parent && expanded.insert(id).inserted
            let again = !isHere && !children.isEmpty ? "  (shown elsewhere)" : ""
            lines.append(
                Branch(
                    text: indent + "\(direction.arrow) \(deep)\(type)" + TerminalText.escape(label) + again,
                    marks: marks(edge)))
            if isHere {
                stack += children.reversed().map { (edge: $0, parent: id, level: level + 1) }
            }
        }
        return lines
    }

    /// Origins other than the plain case, and what happens to the value on the way.
    private func marks(_ edge: LineageAnswer.Edge) -> String {
        let origin = edge.origin.isEmpty ? "" : "[\(edge.origin)]"
        let transformations = edge.transformations.joined(separator: ", ")
        let ends = [nodes[edge.from]?.type, nodes[edge.to]?.type]
        let job = edge.job.isEmpty || ends.contains("column") ? "" : "by \(nodes[edge.job]?.label ?? edge.job)"
        return TerminalText.escape([origin, transformations, job].filter { !$0.isEmpty }.joined(separator: " "))
    }

    private func neighbours(_ direction: Direction) -> [String: [LineageAnswer.Edge]] {
        let pairs = Set(answer.edges.map { [$0.from, $0.to] })
        let drawn = answer.edges.filter {
            $0.job.isEmpty || !(pairs.contains([$0.from, $0.job]) && pairs.contains([$0.job, $0.to]))
        }
        return Dictionary(grouping: drawn) { direction == .upstream ? $0.to : $0.from }
            .mapValues { edges in
                var seen: Set<String> = []
                return edges.filter { seen.insert(direction == .upstream ? $0.from : $0.to).inserted }
            }
    }

    /// The parent under which each node is expanded: the one on a shortest path, found breadth-first.
    private func expansionParents(from root: String, _ next: [String: [LineageAnswer.Edge]]) -> [String: String] {
        var parents = [root: ""]
        var queue = [root]
        var head = 0
        while head < queue.count {
            let id = queue[head]
            head += 1
            for edge in next[id] ?? [] {
                let other = edge.from == id ? edge.to : edge.from
                if parents[other] == nil {
                    parents[other] = id
                    queue.append(other)
                }
            }
        }
        return parents
    }

    private func aligned(_ branch: [Branch], _ style: TerminalStyle) -> [String] {
        let width = min(100, branch.map { TerminalText.width($0.text) }.max() ?? 0)
        return branch.map { line in
            line.marks.isEmpty ? line.text : TerminalText.pad(line.text, to: width) + "  " + style.dim(line.marks)
        }
    }
}
