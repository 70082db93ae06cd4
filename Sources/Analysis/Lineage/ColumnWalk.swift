import GraphEngine
import JSONBytes
import MetadataCatalog
import OpenLineage

/// Walks from column to column along what structures tell, dataset by dataset.
///
/// The graph in memory knows which datasets are made from which; the columns stand in the structures of the owners of
/// those edges, which are decoded once and kept. All columns of a dataset that are reached at one depth are followed
/// together, so a walk costs as much as the structures that it meets. A column that influences a whole dataset (a filter,
/// a join key) reaches it as a whole: one edge to the dataset, and every column that is made from it further on.
final class ColumnWalk {
    /// What is reached of a dataset: some of its columns, or all.
    private struct Reached {
        var names: Set<ByteString> = []
        var isWhole = false

        var isEmpty: Bool { names.isEmpty && !isWhole }

        func covers(_ column: ByteString) -> Bool { isWhole || names.contains(column) }

        mutating func subtract(_ other: Reached) {
            if other.isWhole { self = Reached() } else { names.subtract(other.names) }
        }

        mutating func unite(with other: Reached) {
            names.formUnion(other.names)
            isWhole = isWhole || other.isWhole
        }
    }

    private struct Component {
        /// The dataset by which the others go.
        var canonical: UInt32
        var members: [UInt32]
    }

    private let builder: LineageBuilder
    private var context: LineageContext { builder.context }
    private var components: [UInt32: Component] = [:]
    private var frontier: [UInt32: Reached] = [:]
    private var next: [UInt32: Reached] = [:]
    private var done: [UInt32: Reached] = [:]
    private var depth = 0

    init(_ builder: LineageBuilder) { self.builder = builder }

    /// Walks one way and takes what is reached into the answer of the builder.
    /// - Parameter columns: nil: all columns of the datasets, of which those that lead somewhere are shown.
    func run(
        from vertices: [UInt32], columns: Set<ByteString>?, isDown: Bool, _ view: borrowing GraphView
    ) throws {
        let start = Reached(names: columns ?? [], isWhole: columns == nil)
        for vertex in vertices { frontier[try component(of: vertex, view).canonical] = start }
        done = frontier
        depth = 0
        for vertex in frontier.keys { for column in start.names { try addNode(vertex, column) } }
        while !frontier.isEmpty, depth < builder.query.depthMax {
            depth += 1
            for (dataset, reached) in frontier.sorted(by: { $0.key < $1.key }) {
                for member in try component(of: dataset, view).members {
                    try follow(member, reached, isDown: isDown, view)
                }
            }
            frontier = [:]
            for (dataset, var reached) in next {
                reached.subtract(done[dataset] ?? Reached())
                guard !reached.isEmpty else { continue }
                done[dataset, default: Reached()].unite(with: reached)
                frontier[dataset] = reached
            }
            next = [:]
        }
    }

    private func follow(_ member: UInt32, _ reached: Reached, isDown: Bool, _ view: borrowing GraphView) throws {
        let owners = context.owners
        let edges = try view.neighbours(
            of: member, direction: isDown ? .downstream : .upstream, time: context.reader.time
        ) { try owners.history(of: $0) }
        let name = try context.row(member).datasetID
        for edge in edges {
            let other = isDown ? edge.to : edge.from
            guard !builder.hidden.contains(other), !builder.hidden.contains(edge.owner) else { continue }
            switch edge.kind {
            case .derivation:
                let target = try isDown ? context.row(edge.to).datasetID : name
                let source = try isDown ? name : context.row(edge.from).datasetID
                try follow(edge, source: source, target: target, reached, isDown: isDown, view)
            case .output where !isDown:
                // Columns may also be told to come from a job.
                try followJob(edge, target: name, reached, view)
                fallthrough
            case .input, .output:
                if edge.flags.contains(.assumed) { try noteMissing(edge, name) }
            case .product, .flow, .alias: break
            }
        }
    }

    private func noteMissing(_ edge: GraphEdge, _ dataset: DatasetID) throws {
        guard builder.gaps.count < LineageBuilder.gapsMax else { return }
        builder.gaps.insert(
            LineageGap(
                .noColumnLineage, node: try context.nodeID(edge.owner).text,
                "The job names \(NodeID.dataset(dataset).text.string), but not which columns come from which."))
    }

    // MARK: - Along one derivation

    private func follow(
        _ edge: GraphEdge, source: DatasetID, target: DatasetID, _ reached: Reached, isDown: Bool,
        _ view: borrowing GraphView
    ) throws {
        let from = try component(of: edge.from, view).canonical
        let to = try component(of: edge.to, view).canonical
        let facts = try ColumnFacts(edge: edge, source: source, target: target, context)
        for link in facts.links {
            let isReached =
                isDown
                ? link.source.map { reached.covers($0) } ?? true
                : link.target.map { reached.covers($0) } ?? true
            guard isReached else { continue }
            try add(link, from: from, to: to, facts)
            if isDown {
                // A dataset that is said to be made from another as a whole says nothing about columns.
                if link.source == nil, link.target == nil { continue }
                reach(to, link.target)
            } else if let column = link.source {
                reach(from, column)
            }
        }
        if facts.links.allSatisfy({ $0.source == nil && $0.target == nil }) { try noteMissing(edge, source) }
    }

    private func followJob(
        _ edge: GraphEdge, target: DatasetID, _ reached: Reached, _ view: borrowing GraphView
    ) throws {
        guard !edge.flags.isDisjoint(with: [.explicit, .column]) else { return }
        let to = try component(of: edge.to, view).canonical
        let facts = try ColumnFacts(job: edge, target: target, context)
        for link in facts.links {
            guard let column = link.target, reached.covers(column) else { continue }
            try addVertex(edge.from, depth: depth)
            try addNode(to, column)
            builder.addIfPresent(
                try facts.edge(link, from: try context.nodeID(edge.from), to: columnID(to, column)))
        }
    }

    private func reach(_ dataset: UInt32, _ column: ByteString?) {
        if let column {
            next[dataset, default: Reached()].names.insert(column)
        } else {
            next[dataset, default: Reached()].isWhole = true
        }
    }

    private func add(_ link: ColumnFacts.Link, from: UInt32, to: UInt32, _ facts: ColumnFacts) throws {
        let source = try end(from, link.source)
        let target = try end(to, link.target)
        guard source != target else { return }
        builder.addIfPresent(try facts.edge(link, from: source, to: target))
    }

    private func end(_ dataset: UInt32, _ column: ByteString?) throws -> NodeID {
        if let column {
            try addNode(dataset, column)
            return try columnID(dataset, column)
        }
        try addVertex(dataset, depth: depth)
        return try context.nodeID(dataset)
    }

    private func columnID(_ dataset: UInt32, _ column: ByteString) throws -> NodeID {
        .column(try context.row(dataset).datasetID, column)
    }

    private func addNode(_ dataset: UInt32, _ column: ByteString) throws {
        builder.addIfRoom(LineageNode(id: try columnID(dataset, column), kind: "column", depth: depth))
    }

    private func addVertex(_ vertex: UInt32, depth: Int) throws {
        let row = try context.row(vertex)
        builder.addIfRoom(LineageNode(id: NodeID(row), kind: try context.kind(of: row), depth: depth))
    }

    // MARK: - Aliases

    /// All names of the dataset at the time of the reader, unless they are more than is believed.
    private func component(of vertex: UInt32, _ view: borrowing GraphView) throws -> Component {
        if let known = components[vertex] { return known }
        let owners = context.owners
        var members: Set<UInt32> = [vertex]
        var waiting = [vertex]
        var aliases: [GraphEdge] = []
        while let current = waiting.popLast(), members.count <= AliasGroups.membersMax {
            let edges = try view.neighbours(of: current, direction: .both, time: context.reader.time) {
                try owners.history(of: $0)
            }
            for edge in edges where edge.kind == .alias {
                let other = edge.from == current ? edge.to : edge.from
                if builder.hidden.contains(other) { continue }
                aliases.append(edge)
                if members.insert(other).inserted { waiting.append(other) }
            }
        }
        let groups = try AliasGroups(edges: aliases, context)
        guard groups.oversized.isEmpty, members.count > 1 else {
            if let names = groups.oversized.first { try builder.noteOversized(names) }
            let single = Component(canonical: vertex, members: [vertex])
            components[vertex] = single
            return single
        }
        let component = Component(canonical: groups.representative(vertex), members: members.sorted())
        for member in members { components[member] = component }
        builder.noteCanonical(component.canonical, of: component.members)
        return component
    }
}
