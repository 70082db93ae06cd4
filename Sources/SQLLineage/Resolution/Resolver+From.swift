/// FROM: tables and joins become the sources of a frame.
extension Resolver {
    mutating func from(_ node: Node) {
        var child = node.child
        while child != noNode {
            fromChild(child)
            child = self.node(child).next
        }
    }

    private mutating func fromChild(_ id: NodeID) {
        let node = self.node(id)
        if node.kind == .join { join(node) } else { tableReference(id) }
    }

    // MARK: Joins

    mutating func join(_ node: Node) {
        let left = sources.count
        let table = node.child
        guard table != noNode else { return }
        tableReference(table)
        if node.aux & ~JoinType.natural == JoinType.semi {
            for index in left..<sources.count { sources[index].flags |= Source.hidden }
        }
        if lints, left < sources.count, node.aux == JoinType.left {
            sources[left].flags |= Source.leftJoined
            sources[left].node = table
        }
        conditionOf = left
        defer { conditionOf = -1 }
        if node.aux & JoinType.natural != 0 { naturalJoin(left) }
        var child = self.node(table).next
        while child != noNode {
            let part = self.node(child)
            switch part.kind {
            case .joinOn:
                if lints { noteJoin(part, left, child) }
                rowClause(part, IndirectKinds.join)
            case .joinUsing:
                for index in 0..<Int(part.count) { merge(parser.tree.name(part, index), left, child, node.aux) }
            default: tableReference(child)
            }
            child = part.next
        }
    }

    /// NATURAL: columns with the same name on both sides are merged.
    private mutating func naturalJoin(_ left: Int) {
        let start = frames[Int(frame)].sources.lowerBound
        let isOpen = (start..<sources.count).contains { self.isOpen(sources[$0].relation) }
        if isOpen {
            for index in start..<sources.count { sources[index].flags |= Source.naturalOpen }
            return
        }
        var names: [UInt32] = []
        for index in left..<sources.count {
            for column in expandedColumns(of: sources[index].relation) where column.name != 0 {
                let isShared = (start..<left).contains { find(column.name, in: sources[$0].relation).0 == .found }
                if isShared { names.append(column.name) }
            }
        }
        for name in names { merge(name, left, noNode, JoinType.natural) }
    }

    /// Merges a column of the sources before `left` with one of those from there on.
    private mutating func merge(_ name: UInt32, _ left: Int, _ id: NodeID, _ type: UInt16) {
        let start = frames[Int(frame)].sources.lowerBound
        let mark = scratch.count
        if let set = mergedColumn(name) {
            push(set, mode: EdgeKinds.identity)
        } else {
            pushSide(name, start..<left, id)
        }
        if type & ~JoinType.natural != JoinType.semi {
            pushSide(name, left..<sources.count, id)
        } else {
            let inner = scratch.count
            pushSide(name, left..<sources.count, id)
            for index in inner..<scratch.count {
                rowEdges.append(Edge(column: scratch[index].column, kinds: IndirectKinds.join))
            }
            scratch.removeLast(scratch.count - inner)
        }
        let set = edges.add(&scratch, from: mark)
        for index in edges.range(set) {
            rowEdges.append(Edge(column: edges.edge(index).column, kinds: IndirectKinds.join))
        }
        for index in frames[Int(frame)].merged..<merged.count where matches(merged[index].name, name) {
            merged[index].edges = set
            return
        }
        merged.append(RelationColumn(name: columnSymbol(name), edges: set))
    }

    private mutating func pushSide(_ name: UInt32, _ range: Range<Int>, _ id: NodeID) {
        for index in range {
            let (found, position) = find(name, in: sources[index].relation)
            if found == .found {
                pushColumn(name, in: sources[index].relation, at: position, mode: EdgeKinds.identity)
                return
            }
        }
        let open = range.filter { find(name, in: sources[$0].relation).0 == .possible }
        // Of several tables that are not known any may be meant.
        guard open.count == 1 else {
            if open.isEmpty, id != noNode, !range.isEmpty { report(.unknownColumn, id) }
            return
        }
        pushColumn(name, in: sources[open[0]].relation, at: -1, mode: EdgeKinds.identity)
    }

    // MARK: Tables

    mutating func tableReference(_ id: NodeID) {
        let node = self.node(id)
        switch node.kind {
        case .table, .location: namedTable(id, node)
        case .derived: derived(id, node)
        case .tableFunction: tableFunction(node)
        case .joinGroup: joinGroup(node)
        case .pivot, .unpivot, .matchRecognize: transformed(id, node)
        case .recovered: recovered(node, parent: frame)
        case .join: join(node)
        case .nothing:
            if pipeInput >= 0 { addSource(Source(alias: 0, relation: pipeInput, table: -1)) }
        case .orderBy: break
        case .query, .select, .setOperation, .values, .pipe: _ = query(id, parent: frame)
        default: discard(id)
        }
    }

    private mutating func namedTable(_ id: NodeID, _ node: Node) {
        if node.kind == .table, node.count == 1 {
            let common = commonTable(parser.tree.name(node, 0))
            if common >= 0, node.flags & NodeFlag.unknownName == 0 { return commonSource(common, node) }
        }
        // BigQuery: FROM t, t.array: a column of an earlier source.
        if node.kind == .table, node.count > 1, correlated(node) { return }
        let table = self.table(id)
        if id != written, !writtenNodes.contains(id) { markInput(table) }
        if table < 0 { lostColumns = true }
        var relation = self.relation(of: table)
        relation = withNames(relation, node)
        if table >= 0 { pushRows(relations[Int(relation)].indirect) }
        var alias = node.alias
        if alias == 0 { alias = parser.tree.lastName(node) }
        addSource(
            Source(
                alias: alias, relation: relation, table: table,
                flags: node.alias != 0 ? Source.aliased : 0))
    }

    /// The column names behind an alias.
    private mutating func withNames(_ relation: RelationID, _ node: Node) -> RelationID {
        var child = node.child
        var relation = relation
        while child != noNode {
            let part = self.node(child)
            if part.kind == .columnNames, part.aux == 0 { relation = renamed(relation, child) }
            if part.kind != .columnNames { discard(child) }
            child = part.next
        }
        return relation
    }

    private mutating func commonSource(_ index: Int32, _ node: Node) {
        var relation = relation(ofCommonTable: index)
        pushRows(relations[Int(relation)].indirect)
        relation = withNames(relation, node)
        addSource(
            Source(alias: node.alias != 0 ? node.alias : commonTables[Int(index)].name, relation: relation, table: -1))
    }

    /// `FROM t, t.items AS i`: the elements of a column.
    private mutating func correlated(_ node: Node) -> Bool {
        guard frame >= 0, node.flags & NodeFlag.parenthesised == 0, source(qualifier: node, count: 1) != nil,
            dialect == .bigquery || dialect == .trino || dialect == .presto || dialect == .redshift
                || dialect == .databricks
                || dialect == .spark || dialect == .ansi || dialect == .clickhouse
        else { return false }
        let mark = scratch.count
        let problemCount = problems.count
        let lost = lostColumns
        resolveColumn(noNodeForReport(node), node, EdgeKinds.transformation)
        if problems.count > problemCount {
            problems.removeLast(problems.count - problemCount)
            lostColumns = lost
            scratch.removeLast(scratch.count - mark)
            return false
        }
        let set = edges.add(&scratch, from: mark)
        let alias = node.alias != 0 ? node.alias : parser.tree.lastName(node)
        addElements(alias, set, node)
        return true
    }

    /// The first node stands in for one whose problems are dropped anyway.
    private func noNodeForReport(_ node: Node) -> NodeID { 0 }

    /// A source whose every column comes from one set, as the elements of an array do.
    mutating func addElements(_ alias: UInt32, _ set: EdgeSetID, _ node: Node) {
        var columns: [RelationColumn] = []
        var child = node.child
        var extra: [RelationColumn] = []
        while child != noNode {
            let part = self.node(child)
            if part.kind == .columnNames { elementNames(part, set, &columns, &extra) }
            if part.kind == .call, columns.isEmpty {
                let names = parser.tree.child(child, .columnNames)
                if names != noNode { elementNames(self.node(names), set, &columns, &extra) }
            }
            child = part.next
        }
        // WITH ORDINALITY: the last name is the position, which has no source.
        if node.kind == .tableFunction, node.aux == 1, columns.count > 1 { columns[columns.count - 1].edges = 0 }
        let named = !columns.isEmpty
        // WITH ORDINALITY: the last name is that of the position.
        if node.kind == .tableFunction, node.aux == 1, extra.isEmpty, columns.count > 1 {
            columns[columns.count - 1].edges = 0
        }
        if columns.isEmpty { columns.append(RelationColumn(name: alias, edges: set)) }
        columns.append(contentsOf: extra)
        let id = addRelation(columns)
        if !named { relations[Int(id)].flags |= Relation.opaque }
        relations[Int(id)].flags |= Relation.lenient
        addSource(Source(alias: alias, relation: id, table: -1))
    }

    private func elementNames(
        _ list: Node, _ set: EdgeSetID, _ columns: inout [RelationColumn], _ extra: inout [RelationColumn]
    ) {
        for index in 0..<Int(list.count) {
            let name = columnSymbol(parser.tree.name(list, index))
            if list.aux == 1 {
                extra.append(RelationColumn(name: name, edges: 0))
            } else {
                columns.append(RelationColumn(name: name, edges: set))
            }
        }
    }

    private mutating func derived(_ id: NodeID, _ node: Node) {
        let lateral = node.flags & NodeFlag.lateral != 0
        let parent =
            lateral || traits.optionalSemicolon || dialect == .duckdb
            ? frame : (frame >= 0 ? frames[Int(frame)].parent : -1)
        var relation = query(node.child, parent: parent)
        pushRows(relations[Int(relation)].indirect)
        var child = node.child == noNode ? noNode : self.node(node.child).next
        while child != noNode {
            if self.node(child).kind == .columnNames { relation = renamed(relation, child) }
            child = self.node(child).next
        }
        addSource(Source(alias: node.alias, relation: relation, table: -1))
    }

    private mutating func joinGroup(_ node: Node) {
        let start = sources.count
        var names: NodeID = noNode
        var child = node.child
        while child != noNode {
            let part = self.node(child)
            if part.kind == .columnNames { names = child } else { fromChild(child) }
            child = part.next
        }
        guard node.alias != 0 else { return }
        // An alias hides what is inside.
        var columns: [RelationColumn] = []
        for index in start..<sources.count {
            for column in expandedColumns(of: sources[index].relation) {
                if !column.isStar, mergedColumn(column.name) != nil,
                    columns.contains(where: { matches($0.name, column.name) })
                {
                    continue
                }
                columns.append(column)
            }
        }
        let single = sources.count == start + 1 ? sources[start].table : -1
        sources.removeLast(sources.count - start)
        let relation = renamed(addRelation(columns), names)
        addSource(Source(alias: node.alias, relation: relation, table: single, flags: Source.aliased))
    }

    // MARK: Functions

    /// A function in FROM: its rows come from its arguments, which may be columns of earlier sources.
    private mutating func tableFunction(_ node: Node) {
        let mark = scratch.count
        var child = node.child
        var call: Node?
        while child != noNode {
            let part = self.node(child)
            if part.kind != .columnNames {
                if part.kind == .call, call == nil {
                    call = part
                    functionArguments(part)
                } else {
                    evaluate(child, EdgeKinds.transformation)
                }
            }
            child = part.next
        }
        let set = edges.add(&scratch, from: mark)
        let arrays = call.map { unnestedArrays($0) } ?? []
        var alias = node.alias
        if alias == 0, let call { alias = parser.tree.lastName(call) }
        let start = sources.count
        addElements(alias, set, node)
        guard sources.count > start else { return }
        if arrays.count > 1 { assign(arrays, to: sources[start].relation) }
        // An alias of a function's rows is no single column unless the dialect unnests into one.
        if node.aux == 1 || !hasNames(node) {
            relations[Int(sources[start].relation)].flags |= Relation.opaque | Relation.lenient
            if let call, call.aux & FunctionClass.generator == 0 {
                relations[Int(sources[start].relation)].flags |= Relation.starred
            }
        }
    }

    /// UNNEST (a, b): the elements of each array are a column of their own.
    private mutating func unnestedArrays(_ call: Node) -> [EdgeSetID] {
        guard call.count == 1, call.aux & FunctionClass.generator != 0,
            parser.symbols.text(lower(parser.tree.lastName(call))) == "unnest"
        else { return [] }
        var sets: [EdgeSetID] = []
        var child = call.child
        while child != noNode {
            let mark = scratch.count
            evaluate(child, EdgeKinds.transformation)
            sets.append(edges.add(&scratch, from: mark))
            child = self.node(child).next
        }
        return sets
    }

    /// Gives the columns of a relation one set each, if there are as many (a position may follow).
    private mutating func assign(_ sets: [EdgeSetID], to id: RelationID) {
        let relation = relations[Int(id)]
        guard Int(relation.count) == sets.count || Int(relation.count) == sets.count + 1 else { return }
        for index in sets.indices { pool[Int(relation.start) + index].edges = sets[index] }
    }

    private func hasNames(_ node: Node) -> Bool {
        var child = node.child
        while child != noNode {
            if self.node(child).kind == .columnNames, self.node(child).aux == 0 { return true }
            if self.node(child).kind == .call, parser.tree.child(child, .columnNames) != noNode { return true }
            child = self.node(child).next
        }
        return false
    }

    /// Arguments of a table function: `TABLE t`, a query, or values.
    private mutating func functionArguments(_ call: Node) {
        var child = call.child
        while child != noNode {
            let part = self.node(child)
            if part.kind == .table {
                tableArgument(child, part)
            } else {
                evaluate(child, EdgeKinds.transformation)
            }
            child = part.next
        }
    }

    /// `TABLE t`: all of its columns go in.
    private mutating func tableArgument(_ id: NodeID, _ node: Node) {
        let common = node.count == 1 ? commonTable(parser.tree.name(node, 0)) : -1
        var relation: RelationID
        if common >= 0 {
            relation = self.relation(ofCommonTable: common)
            pushRows(relations[Int(relation)].indirect)
        } else {
            let table = self.table(id)
            markInput(table)
            relation = self.relation(of: table)
        }
        for column in expandedColumns(of: relation) { push(column.edges, mode: EdgeKinds.transformation) }
    }
}
