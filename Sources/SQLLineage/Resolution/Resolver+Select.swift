/// One SELECT to a relation.
extension Resolver {
    mutating func select(_ id: NodeID, parent: Int32) -> RelationID {
        let node = self.node(id)
        let rowMark = rowEdges.count
        openFrame(parent: parent, node: id)
        resolveFrom(node)
        let aliasMark = aliases.count
        frames[Int(frame)].aliases = aliasMark
        var output: [RelationColumn] = []
        var hasItems = false
        var child = node.child
        while child != noNode {
            let part = self.node(child)
            if part.kind == .items {
                hasItems = true
                items(part, &output)
            } else if part.kind == .recovered {
                recovered(part, parent: frame)
            }
            child = part.next
        }
        // DuckDB: FROM t means SELECT *.
        if !hasItems, self.node(id).child != noNode, parser.tree.child(id, .from) != noNode { expandAll(&output, id) }
        clauses(node, &output)
        if lints { findJoinMistakes() }
        let start = pool.count
        pool.append(contentsOf: output)
        aliases.removeLast(aliases.count - aliasMark)
        closeFrame()
        let indirect = edges.add(&rowEdges, from: rowMark)
        return addRelation(from: start, indirect: indirect)
    }

    mutating func resolveFrom(_ node: Node) {
        var child = node.child
        while child != noNode {
            let part = self.node(child)
            if part.kind == .from { from(part) }
            child = part.next
        }
    }

    // MARK: Frames

    mutating func openFrame(parent: Int32, node: NodeID) {
        frames.append(
            Frame(
                sources: sources.count..<sources.count, merged: merged.count, parent: parent, aliases: aliases.count,
                node: node))
        frame = Int32(frames.count - 1)
    }

    /// Leaves the frame in hand; the one that was in hand before is not its parent if it is a subquery in FROM.
    mutating func closeFrame() {
        guard let closed = frames.popLast() else { return }
        sources.removeLast(sources.count - closed.sources.lowerBound)
        merged.removeLast(merged.count - closed.merged)
        frame = Int32(frames.count - 1)
    }

    mutating func addSource(_ source: Source) {
        sources.append(source)
        frames[Int(frame)].sources = frames[Int(frame)].sources.lowerBound..<sources.count
    }

    // MARK: Projections

    mutating func items(_ node: Node, _ output: inout [RelationColumn]) {
        frames[Int(frame)].seesAliases = true
        var child = node.child
        while child != noNode {
            let item = self.node(child)
            self.item(child, item, &output)
            child = item.next
        }
    }

    private mutating func item(_ id: NodeID, _ item: Node, _ output: inout [RelationColumn]) {
        let value = item.child
        guard value != noNode else {
            output.append(RelationColumn(name: positionName(output.count + 1), edges: 0))
            return
        }
        let node = self.node(value)
        switch node.kind {
        case .star:
            if item.kind == .recovered { return recovered(item, parent: frame) }
            return expandStar(value, node, &output)
        case .structStar:
            let mark = scratch.count
            evaluate(node.child, EdgeKinds.transformation)
            output.append(RelationColumn(name: star, edges: edges.add(&scratch, from: mark), isStar: true))
            return
        case .call where isColumnsCall(node): return columnsCall(value, &output)
        default: break
        }
        if item.kind == .recovered { return recovered(item, parent: frame) }
        if node.kind == .recovered {
            recovered(node, parent: frame)
            lostColumns = true
            if item.alias != 0 { output.append(RelationColumn(name: columnSymbol(item.alias), edges: 0)) }
            return
        }
        if item.flags & NodeFlag.variable != 0 { return discard(value) }
        let mark = scratch.count
        evaluate(value, EdgeKinds.identity)
        let set = edges.add(&scratch, from: mark)
        if item.kind == .itemWithNames {
            for index in 0..<Int(item.count) {
                append(columnSymbol(parser.tree.name(item, index)), set, &output)
            }
            return
        }
        var name = item.alias
        if name == 0, node.kind == .column { name = parser.tree.lastName(node) }
        if name == 0, node.kind == .variable { name = positionalName(node) }
        append(name == 0 ? positionName(output.count + 1) : columnSymbol(name), set, &output)
    }

    /// `COLUMNS('pattern')` of DuckDB and ClickHouse stands for columns that only the database can tell.
    private func isColumnsCall(_ node: Node) -> Bool {
        node.count == 1 && lower(parser.tree.name(node, 0)) == UInt32(Keyword.columns.rawValue)
    }

    private mutating func columnsCall(_ id: NodeID, _ output: inout [RelationColumn]) {
        var columns: [RelationColumn] = []
        expandAll(&columns, id)
        let mark = scratch.count
        for column in columns { push(column.edges, mode: EdgeKinds.transformation) }
        output.append(RelationColumn(name: star, edges: edges.add(&scratch, from: mark), isStar: true))
        hasOpenStar = true
    }

    private mutating func append(_ name: UInt32, _ set: EdgeSetID, _ output: inout [RelationColumn]) {
        let column = RelationColumn(name: name, edges: set)
        output.append(column)
        aliases.append(column)
    }

    /// The column a `$1` stands for gives its name.
    private func positionalName(_ node: Node) -> UInt32 {
        let range = frames[Int(frame)].sources
        guard node.aux > 0 else { return 0 }
        for index in range {
            let source = sources[index]
            if node.count > 0, !matches(source.alias, parser.tree.name(node, 0)) { continue }
            let relation = relations[Int(source.relation)]
            if relation.flags & Relation.baseTable != 0 {
                if relation.catalog >= 0 {
                    let columns = catalog.entries[Int(relation.catalog)].columns
                    if Int(node.aux) <= columns.count { return columns[Int(node.aux) - 1] }
                }
            } else if Int(node.aux) <= Int(relation.count), !column(relation, Int(node.aux) - 1).isStar {
                return column(relation, Int(node.aux) - 1).name
            }
        }
        return 0
    }

    /// `$3`, the name of a projection that has none.
    mutating func positionName(_ position: Int) -> UInt32 { parser.symbols.base("$\(position)") }

    // MARK: Clauses

    private mutating func clauses(_ node: Node, _ output: inout [RelationColumn]) {
        if node.flags & NodeFlag.distinct != 0 {
            for column in output {
                for index in edges.range(column.edges) {
                    rowEdges.append(Edge(column: edges.edge(index).column, kinds: IndirectKinds.groupBy))
                }
            }
        }
        let needsRelation = hasOrdering(node)
        let relation = needsRelation ? addRelation(output) : -1
        var child = node.child
        while child != noNode {
            let part = self.node(child)
            switch part.kind {
            case .whereClause, .having, .qualify, .connectBy: rowClause(part, IndirectKinds.filter)
            case .distinctOn: rowClause(part, IndirectKinds.groupBy)
            case .groupBy where part.aux == 1: groupByAll(node)
            case .orderBy where part.aux == 1: sortByAll(output)
            case .groupBy: ordered(part, relation, IndirectKinds.groupBy)
            case .orderBy: ordered(part, relation, IndirectKinds.sort)
            case .read: discardChildren(part)
            default: break
            }
            child = part.next
        }
    }

    /// GROUP BY ALL: the projections without an aggregate.
    private mutating func groupByAll(_ node: Node) {
        var child = node.child
        while child != noNode, self.node(child).kind != .items { child = self.node(child).next }
        guard child != noNode else { return }
        var item = self.node(child).child
        while item != noNode {
            let value = self.node(item).child
            if value != noNode, self.node(value).kind != .star, !hasAggregate(value) {
                rows(value, IndirectKinds.groupBy)
            }
            item = self.node(item).next
        }
    }

    /// ORDER BY ALL: every projection.
    private mutating func sortByAll(_ output: [RelationColumn]) {
        for column in output {
            for index in edges.range(column.edges) {
                rowEdges.append(Edge(column: edges.edge(index).column, kinds: IndirectKinds.sort))
            }
        }
    }

    private func hasAggregate(_ id: NodeID) -> Bool {
        let node = self.node(id)
        if node.kind == .call, node.aux & FunctionClass.classMask == FunctionClass.aggregate { return true }
        var child = node.child
        while child != noNode {
            if hasAggregate(child) { return true }
            child = self.node(child).next
        }
        return false
    }

    private func hasOrdering(_ node: Node) -> Bool {
        var child = node.child
        while child != noNode {
            let part = self.node(child)
            if part.kind == .groupBy || part.kind == .orderBy { return true }
            child = part.next
        }
        return false
    }

    mutating func rowClause(_ node: Node, _ kind: UInt16) {
        var child = node.child
        while child != noNode {
            rows(child, kind)
            child = self.node(child).next
        }
    }

    mutating func discardChildren(_ node: Node) {
        var child = node.child
        while child != noNode {
            discard(child)
            child = self.node(child).next
        }
    }

    /// GROUP BY and ORDER BY: numbers are positions; ORDER BY looks for aliases first.
    private mutating func ordered(_ node: Node, _ relation: RelationID, _ kind: UInt16) {
        var child = node.child
        while child != noNode {
            let part = self.node(child)
            if kind == IndirectKinds.sort, part.kind == .column, part.count == 1,
                let set = alias(parser.tree.name(part, 0))
            {
                for index in edges.range(set) {
                    rowEdges.append(Edge(column: edges.edge(index).column, kinds: kind))
                }
            } else if part.kind == .operation, kind == IndirectKinds.groupBy {
                // GROUPING SETS ((a, 1), b): positions inside lists count as well.
                orderItem(child, relation: relation, kind: kind)
            } else {
                orderItem(child, relation: relation, kind: kind)
            }
            child = part.next
        }
    }

    /// The edges of a projection's alias in the frame in hand.
    func alias(_ name: UInt32) -> EdgeSetID? {
        var index = aliases.count
        let start = frames[Int(frame)].aliases
        while index > start {
            index -= 1
            if matches(aliases[index].name, name) { return aliases[index].edges }
        }
        return nil
    }
}
