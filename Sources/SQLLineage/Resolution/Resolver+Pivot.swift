/// PIVOT, UNPIVOT and MATCH_RECOGNIZE: a table in FROM that has been turned into another one.
extension Resolver {
    mutating func transformed(_ id: NodeID, _ node: Node) {
        let outer = frame
        openFrame(parent: outer >= 0 ? frames[Int(outer)].parent : -1, node: noNode)
        tableReference(node.child)
        var input: [RelationColumn] = []
        for index in frames[Int(frame)].sources {
            input.append(contentsOf: expandedColumns(of: sources[index].relation))
        }
        let inner = frames[Int(frame)].sources.isEmpty ? nil : sources[frames[Int(frame)].sources.lowerBound]
        var columns: [RelationColumn]
        switch node.kind {
        case .pivot: columns = pivot(node, input)
        case .unpivot: columns = unpivot(node, input)
        default: columns = matchRecognize(node, input)
        }
        closeFrame()
        var names: NodeID = noNode
        var child = node.child
        while child != noNode {
            if self.node(child).kind == .columnNames { names = child }
            child = self.node(child).next
        }
        if names != noNode, columns.contains(where: { $0.isStar }) { columns = renamedBehindStar(columns, names) }
        let relation = renamed(addRelation(columns), names)
        addSource(
            Source(
                alias: node.alias != 0 ? node.alias : inner?.alias ?? 0, relation: relation, table: inner?.table ?? -1))
    }

    /// With unknown columns in front, the names of a list are given to the new columns from the end.
    private func renamedBehindStar(_ columns: [RelationColumn], _ names: NodeID) -> [RelationColumn] {
        let list = node(names)
        var result = columns
        var position = Int(list.count) - 1
        var index = result.count - 1
        while position >= 0, index >= 0, !result[index].isStar {
            result[index].name = columnSymbol(parser.tree.name(list, position))
            position -= 1
            index -= 1
        }
        return result
    }

    // MARK: PIVOT

    /// One column for each aggregate and value; the columns that are in neither group the rows.
    private mutating func pivot(_ node: Node, _ input: [RelationColumn]) -> [RelationColumn] {
        var aggregates: [(name: UInt32, edges: EdgeSetID)] = []
        var used: [UInt32] = []
        var values: [[UInt32]] = []
        var hidden: [UInt32] = []
        var groups: NodeID = noNode
        var isOpenList = false
        var child = self.node(node.child).next
        while child != noNode {
            let part = self.node(child)
            switch part.kind {
            case .pivotAggregates: self.aggregates(part, &aggregates, &used)
            case .pivotFor:
                for index in 0..<Int(part.count) {
                    hidden.append(parser.tree.name(part, index))
                    pivotColumn(parser.tree.name(part, index))
                }
                var list: [UInt32] = []
                pivotValues(part, &list, &isOpenList)
                values.append(list)
            case .groupBy: groups = child
            default: break
            }
            child = part.next
        }
        var result: [RelationColumn] = []
        if groups != noNode {
            result = groupColumns(groups)
        } else {
            result = input.filter { column in
                column.isStar || !(hidden + used).contains { matches($0, column.name) }
            }
        }
        appendPivoted(aggregates, values, &result)
        if isOpenList || values.contains(where: { $0.isEmpty }) {
            // The values come from a query: columns of any name may be there.
            let mark = scratch.count
            for aggregate in aggregates { push(aggregate.edges, mode: EdgeKinds.identity) }
            let set = edges.add(&scratch, from: mark)
            result.append(RelationColumn(name: star, edges: set, isStar: true))
        }
        return result
    }

    private mutating func aggregates(
        _ node: Node, _ aggregates: inout [(name: UInt32, edges: EdgeSetID)], _ used: inout [UInt32]
    ) {
        var child = node.child
        while child != noNode {
            let item = self.node(child)
            if item.child != noNode {
                let mark = scratch.count
                evaluate(item.child, EdgeKinds.identity)
                aggregates.append((item.alias, edges.add(&scratch, from: mark)))
                collectColumns(item.child, &used)
            }
            child = item.next
        }
    }

    private func collectColumns(_ id: NodeID, _ names: inout [UInt32]) {
        let node = self.node(id)
        if node.kind == .column { names.append(parser.tree.lastName(node)) }
        var child = node.child
        while child != noNode {
            collectColumns(child, &names)
            child = self.node(child).next
        }
    }

    /// The column behind FOR decides which value goes where.
    private mutating func pivotColumn(_ name: UInt32) {
        let range = frames[Int(frame)].sources
        let mark = scratch.count
        for index in range {
            let (found, position) = find(name, in: sources[index].relation)
            if found == .found || found == .possible {
                pushColumn(name, in: sources[index].relation, at: position, mode: EdgeKinds.identity)
            }
        }
        for index in mark..<scratch.count {
            rowEdges.append(Edge(column: scratch[index].column, kinds: IndirectKinds.groupBy))
        }
        scratch.removeLast(scratch.count - mark)
    }

    private mutating func pivotValues(_ node: Node, _ list: inout [UInt32], _ isOpen: inout Bool) {
        var child = node.child
        while child != noNode {
            let value = self.node(child)
            if value.kind == .item, parser.tokens[Int(value.token)].keyword == .any {
                // Snowflake: IN (ANY): columns for whatever values there are.
                isOpen = true
            } else if value.kind == .item {
                list.append(value.alias != 0 ? value.alias : valueName(value))
            } else {
                _ = query(child, parent: -1)
                isOpen = true
            }
            child = value.next
        }
    }

    /// The name of the column for a value: a string without quotes, anything else as written.
    private mutating func valueName(_ item: Node) -> UInt32 {
        guard item.child != noNode else { return 0 }
        let node = self.node(item.child)
        let first = parser.tokens[Int(node.token)]
        if first.kind == .string {
            if dialect == .snowflake || dialect == .oracle {
                let start = Int(first.start)
                let end = Int(first.end)
                return parser.symbols.exact(UnsafeBufferPointer(rebasing: parser.text[start..<end]))
            }
            return parser.stringSymbol(first)
        }
        if node.kind == .column { return parser.tree.lastName(node) }
        let end = parser.tokens[max(Int(node.end) - 1, Int(node.token))]
        guard first.start < end.end else { return 0 }
        return parser.symbol(Int(first.start)..<Int(end.end))
    }

    private mutating func groupColumns(_ id: NodeID) -> [RelationColumn] {
        var result: [RelationColumn] = []
        var child = node(id).child
        while child != noNode {
            let part = node(child)
            let mark = scratch.count
            evaluate(child, EdgeKinds.identity)
            result.append(
                RelationColumn(
                    name: part.kind == .column ? columnSymbol(parser.tree.lastName(part)) : 0,
                    edges: edges.add(&scratch, from: mark)))
            child = part.next
        }
        return result
    }

    /// Names are value, or value and aggregate when the aggregate has a name or there are several.
    private mutating func appendPivoted(
        _ aggregates: [(name: UInt32, edges: EdgeSetID)], _ values: [[UInt32]], _ result: inout [RelationColumn]
    ) {
        var combinations: [UInt32] = [0]
        for list in values {
            var next: [UInt32] = []
            for prefix in combinations {
                for value in list { next.append(joined(prefix, value)) }
            }
            if next.count > Limits.starColumnsMax { return }
            if !list.isEmpty { combinations = next }
        }
        guard combinations != [0] else { return }
        for value in combinations {
            for aggregate in aggregates {
                var name = columnSymbol(value)
                // Spark names a single aggregate's columns after the values alone.
                let isSole = aggregates.count == 1 && (dialect == .spark || dialect == .databricks)
                if aggregate.name != 0, !isSole {
                    // BigQuery puts the aggregate first.
                    name =
                        dialect == .bigquery || dialect == .redshift
                        ? joined(aggregate.name, value) : dialect == .snowflake ? name : joined(value, aggregate.name)
                }
                result.append(RelationColumn(name: name, edges: aggregate.edges))
            }
        }
    }

    private mutating func joined(_ first: UInt32, _ second: UInt32) -> UInt32 {
        if first == 0 { return second }
        if second == 0 { return first }
        return parser.symbols.base(parser.symbols.text(first) + "_" + parser.symbols.text(second))
    }

    // MARK: UNPIVOT

    /// The listed columns become values and their names; the others stay.
    private mutating func unpivot(_ node: Node, _ input: [RelationColumn]) -> [RelationColumn] {
        var result = input
        var child = self.node(node.child).next
        while child != noNode {
            let part = self.node(child)
            if part.kind == .unpivotGroup {
                let mark = scratch.count
                var used: [UInt32] = []
                var column = part.child
                var perPosition: [EdgeSetID] = Array(repeating: 0, count: max(Int(part.count), 1))
                while column != noNode {
                    collectColumns(column, &used)
                    unpivotColumn(column, &perPosition)
                    evaluate(column, EdgeKinds.identity)
                    column = self.node(column).next
                }
                let all = edges.add(&scratch, from: mark)
                result.removeAll { column in !column.isStar && used.contains { matches($0, column.name) } }
                if part.alias != 0 { result.append(RelationColumn(name: columnSymbol(part.alias), edges: all)) }
                for index in 0..<Int(part.count) {
                    result.append(
                        RelationColumn(
                            name: columnSymbol(parser.tree.name(part, index)),
                            edges: part.count == 1 ? all : perPosition[index]))
                }
            }
            child = part.next
        }
        return result
    }

    /// `(a, b)` of several value columns: each goes to the value column at its position.
    private mutating func unpivotColumn(_ id: NodeID, _ positions: inout [EdgeSetID]) {
        let node = self.node(id)
        guard node.kind == .operation, positions.count > 1 else { return }
        var child = node.child
        var index = 0
        while child != noNode, index < positions.count {
            let mark = scratch.count
            evaluate(child, EdgeKinds.identity)
            positions[index] = union(positions[index], edges.add(&scratch, from: mark))
            index += 1
            child = self.node(child).next
        }
    }

    // MARK: MATCH_RECOGNIZE

    /// Partition columns and measures; all columns of the input stay in reach.
    private mutating func matchRecognize(_ node: Node, _ input: [RelationColumn]) -> [RelationColumn] {
        var result: [RelationColumn] = []
        // Pattern variables qualify columns of the input.
        let base = frames[Int(frame)].sources
        var child = self.node(node.child).next
        while child != noNode {
            let part = self.node(child)
            switch part.kind {
            case .items: measures(part, base, &result)
            case .whereClause: patternCondition(part, base)
            case .groupBy: rowClause(part, IndirectKinds.groupBy)
            case .orderBy: rowClause(part, IndirectKinds.sort)
            default: break
            }
            child = part.next
        }
        return input + result
    }

    private mutating func measures(_ node: Node, _ base: Range<Int>, _ result: inout [RelationColumn]) {
        var child = node.child
        while child != noNode {
            let item = self.node(child)
            if item.child != noNode {
                let mark = scratch.count
                patternVariables(item.child, base)
                evaluate(item.child, EdgeKinds.identity)
                result.append(RelationColumn(name: columnSymbol(item.alias), edges: edges.add(&scratch, from: mark)))
            }
            child = item.next
        }
    }

    private mutating func patternCondition(_ node: Node, _ base: Range<Int>) {
        var child = node.child
        while child != noNode {
            patternVariables(child, base)
            rows(child, IndirectKinds.filter)
            child = self.node(child).next
        }
    }

    /// Makes the qualifiers of an expression that name no source stand for the input.
    private mutating func patternVariables(_ id: NodeID, _ base: Range<Int>) {
        let node = self.node(id)
        if node.kind == .column, node.count == 2, source(qualifier: node, count: 1) == nil, let first = base.first {
            addSource(Source(alias: parser.tree.name(node, 0), relation: sources[first].relation, table: -1))
            sources[sources.count - 1].flags |= Source.hidden | Source.qualifiedOnly
        }
        var child = node.child
        while child != noNode {
            patternVariables(child, base)
            child = self.node(child).next
        }
    }
}
