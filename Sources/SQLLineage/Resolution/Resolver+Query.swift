/// Queries to relations.
extension Resolver {
    /// The relation of a query. `parent` is the frame whose columns it may use.
    mutating func query(_ id: NodeID, parent: Int32) -> RelationID {
        guard id != noNode, depth < Limits.depthMax * 2 else { return addRelation(Relation()) }
        depth += 1
        defer { depth -= 1 }
        let node = self.node(id)
        switch node.kind {
        case .query: return queryBlock(node, parent: parent)
        case .select: return select(id, parent: parent)
        case .setOperation: return setOperation(node, parent: parent)
        case .values: return values(node, parent: parent)
        case .pipe: return pipe(node, parent: parent)
        case .insert, .update, .delete, .merge:
            statement(id)
            return returned(node)
        case .recovered:
            recovered(node, parent: parent)
            lostColumns = true
            return addRelation(Relation(flags: Relation.anyColumn))
        default: return addRelation(Relation(flags: Relation.anyColumn))
        }
    }

    private mutating func queryBlock(_ node: Node, parent: Int32) -> RelationID {
        let head = commonHead
        defer { commonHead = head }
        var result: RelationID = -1
        var child = node.child
        while child != noNode {
            let part = self.node(child)
            switch part.kind {
            case .with: define(part, frame: parent)
            case .orderBy:
                if result >= 0 { result = order(result, part) }
            case .recovered:
                recovered(part, parent: parent)
            default:
                if result < 0 { result = query(child, parent: parent) } else { _ = query(child, parent: parent) }
            }
            child = part.next
        }
        return result >= 0 ? result : addRelation(Relation())
    }

    /// ORDER BY behind a set operation: its columns are those of the result.
    private mutating func order(_ id: RelationID, _ node: Node) -> RelationID {
        let rowMark = rowEdges.count
        openFrame(parent: -1, node: noNode)
        // A column that is not in the result is left to the database.
        var open = relations[Int(id)]
        open.flags |= Relation.lenient
        addSource(Source(alias: 0, relation: addRelation(open), table: -1))
        var child = node.child
        while child != noNode {
            orderItem(child, relation: id, kind: IndirectKinds.sort)
            child = self.node(child).next
        }
        closeFrame()
        var relation = relations[Int(id)]
        pushRows(relation.indirect)
        relation.indirect = edges.add(&rowEdges, from: rowMark)
        relation.flags &= ~Relation.baseTable
        return addRelation(relation)
    }

    /// One expression of ORDER BY or GROUP BY; a number is the position of a column.
    mutating func orderItem(_ id: NodeID, relation: RelationID, kind: UInt16) {
        let node = self.node(id)
        if node.kind == .literal, let position = ordinal(node) {
            let relation = relations[Int(relation)]
            guard position >= 1, position <= Int(relation.count) else { return }
            for index in edges.range(column(relation, position - 1).edges) {
                rowEdges.append(Edge(column: edges.edge(index).column, kinds: kind))
            }
            return
        }
        rows(id, kind)
    }

    /// The value of a whole number of few digits.
    func ordinal(_ node: Node) -> Int? {
        let token = parser.tokens[Int(node.token)]
        guard token.kind == .number, token.end - token.start <= 4 else { return nil }
        var value = 0
        for position in Int(token.start)..<Int(token.end) {
            let byte = parser.text[position]
            guard byte >= 48, byte <= 57 else { return nil }
            value = value * 10 + Int(byte - 48)
        }
        return value
    }

    // MARK: Common table expressions

    mutating func define(_ node: Node, frame: Int32) {
        let first = Int32(commonTables.count)
        var child = node.child
        while child != noNode {
            let part = self.node(child)
            commonTables.append(
                CommonTable(
                    name: part.alias, node: child, previous: commonHead,
                    recursive: node.flags & NodeFlag.recursive != 0 || traits.implicitRecursion, frame: frame))
            commonHead = Int32(commonTables.count - 1)
            child = part.next
        }
        let last = commonHead
        guard last >= first else { return }
        for index in Int(first)...Int(last) {
            commonTables[index].last = node.flags & NodeFlag.recursive != 0 ? last : Int32(index)
        }
        if last - first >= Int32(Limits.commonTablesOnDemandMax) { resolveInOrder(first, last) }
        // Statements that write run whether anybody reads them or not.
        for index in Int(first)...Int(last) where isWriting(commonTables[index].node) {
            _ = relation(ofCommonTable: Int32(index))
        }
    }

    private func isWriting(_ id: NodeID) -> Bool {
        var child = node(id).child
        while child != noNode {
            switch node(child).kind {
            case .insert, .update, .delete, .merge: return true
            default: child = node(child).next
            }
        }
        return false
    }

    /// The common table expression in sight that bears a name.
    func commonTable(_ name: UInt32) -> Int32 {
        var index = commonHead
        while index >= 0 {
            if matches(commonTables[Int(index)].name, name) { return index }
            index = commonTables[Int(index)].previous
        }
        return -1
    }

    /// What a common table expression gives; it is looked at when somebody asks for the first time.
    mutating func relation(ofCommonTable index: Int32) -> RelationID {
        let table = commonTables[Int(index)]
        if table.relation >= 0 { return table.relation }
        if table.inProgress {
            // Asked for before its first branch is known: any column, no source.
            return addRelation(Relation(flags: Relation.anyColumn))
        }
        commonTables[Int(index)].inProgress = true
        let head = commonHead
        let savedFrame = frame
        let rowMark = rowEdges.count
        commonHead = table.recursive ? max(table.last, index) : table.previous
        frame = table.frame
        var body: RelationID = -1
        var names: NodeID = noNode
        var child = node(table.node).child
        while child != noNode {
            let part = self.node(child)
            if part.kind == .columnNames { names = child } else { body = commonBody(child, index, names) }
            child = part.next
        }
        rowEdges.removeLast(rowEdges.count - rowMark)
        frame = savedFrame
        commonHead = head
        commonTables[Int(index)].inProgress = false
        if body < 0 { body = addRelation(Relation()) }
        var result = renamed(body, names)
        if node(table.node).aux == 2 {
            var relation = relations[Int(result)]
            relation.flags |= Relation.lenient
            result = addRelation(relation)
        }
        commonTables[Int(index)].relation = result
        return result
    }

    private mutating func commonBody(_ id: NodeID, _ index: Int32, _ names: NodeID) -> RelationID {
        let table = commonTables[Int(index)]
        if node(table.node).aux == 1 {
            // ClickHouse: an expression with a name.
            let mark = scratch.count
            evaluate(id, EdgeKinds.identity)
            return addRelation([RelationColumn(name: table.name, edges: edges.add(&scratch, from: mark))])
        }
        guard table.recursive, let branches = recursiveBranches(id) else { return query(id, parent: table.frame) }
        // The first branch alone, then all branches with what is known so far.
        let head = commonHead
        let innerFrame = node(id)
        var child = innerFrame.child
        while child != noNode {
            if node(child).kind == .with { define(node(child), frame: table.frame) }
            child = node(child).next
        }
        let anchor = query(branches, parent: table.frame)
        commonHead = head
        commonTables[Int(index)].relation = renamed(anchor, names)
        var result = anchor
        for _ in 0..<Limits.recursionRounds {
            result = query(id, parent: table.frame)
            commonTables[Int(index)].relation = renamed(result, names)
        }
        commonTables[Int(index)].relation = -1
        return result
    }

    /// The first branch of a set operation that may refer to itself.
    private func recursiveBranches(_ id: NodeID) -> NodeID? {
        var body = id
        while node(body).kind == .query {
            var child = node(body).child
            while child != noNode, node(child).kind == .with { child = node(child).next }
            guard child != noNode else { return nil }
            body = child
        }
        return node(body).kind == .setOperation ? node(body).child : nil
    }

    /// The relation with the names of a list in place of its own.
    mutating func renamed(_ id: RelationID, _ names: NodeID) -> RelationID {
        guard names != noNode else { return id }
        let list = node(names)
        guard list.count > 0 else { return id }
        var relation = relations[Int(id)]
        if relation.flags & Relation.baseTable != 0 {
            let expanded = expandedColumns(of: id)
            relation = relations[Int(addRelation(expanded, indirect: relation.indirect))]
        }
        let start = pool.count
        let hasStar = (0..<Int(relation.count)).contains { column(relation, $0).isStar }
        if hasStar, relation.count == 1 {
            // Names for columns that are not known: each stands for one of them.
            let set = column(relation, 0).edges
            for index in 0..<Int(list.count) {
                let name = parser.tree.name(list, index)
                let mark = scratch.count
                pushStar(set, named: columnSymbol(name), mode: EdgeKinds.identity)
                let edges = self.edges.add(&scratch, from: mark)
                pool.append(RelationColumn(name: columnSymbol(name), edges: edges))
            }
            return addRelation(from: start, indirect: relation.indirect)
        }
        for index in 0..<Int(relation.count) {
            var column = self.column(relation, index)
            if index < Int(list.count), !column.isStar { column.name = columnSymbol(parser.tree.name(list, index)) }
            pool.append(column)
        }
        if relation.count == 0 {
            for index in 0..<Int(list.count) {
                pool.append(RelationColumn(name: columnSymbol(parser.tree.name(list, index)), edges: 0))
            }
        }
        return addRelation(from: start, indirect: relation.indirect)
    }

    /// All columns of a relation, one star for those that are not known.
    mutating func expandedColumns(of id: RelationID) -> [RelationColumn] {
        let relation = relations[Int(id)]
        guard relation.flags & Relation.baseTable != 0 else {
            return (0..<Int(relation.count)).map { column(relation, $0) }
        }
        if relation.flags & Relation.defined != 0 {
            return (0..<Int(relation.count)).map {
                let name = column(relation, $0).name
                return RelationColumn(name: name, edges: identity(relation.table, name))
            }
        }
        guard relation.catalog >= 0 else {
            return [RelationColumn(name: star, edges: identity(relation.table, star), isStar: true)]
        }
        return catalog.entries[Int(relation.catalog)].columns.map {
            RelationColumn(name: $0, edges: identity(relation.table, $0))
        }
    }

    // MARK: Set operations and VALUES

    private mutating func setOperation(_ node: Node, parent: Int32) -> RelationID {
        var child = node.child
        guard child != noNode else { return addRelation(Relation()) }
        let rowMark = rowEdges.count
        var result = query(child, parent: parent)
        pushRows(relations[Int(result)].indirect)
        var columns = expandedColumns(of: result)
        // Sets of branches that fit column by column are united at the end: thousands of branches are no problem then.
        var waiting: [EdgeSetID] = []
        child = self.node(child).next
        while child != noNode {
            let kind = self.node(child).aux
            result = query(child, parent: parent)
            pushRows(relations[Int(result)].indirect)
            let other = expandedColumns(of: result)
            if kind & SetOperator.byName == 0, other.count == columns.count,
                !other.contains(where: { $0.isStar }), !columns.contains(where: { $0.isStar })
            {
                for column in other { waiting.append(column.edges) }
            } else {
                unite(&columns, &waiting)
                columns =
                    kind & SetOperator.byName != 0
                    ? unitedByName(columns, other, kind) : united(columns, other, child, kind)
            }
            child = self.node(child).next
        }
        unite(&columns, &waiting)
        let indirect = edges.add(&rowEdges, from: rowMark)
        return addRelation(columns, indirect: indirect)
    }

    /// Adds the sets that wait, one for each column in turn.
    private mutating func unite(_ columns: inout [RelationColumn], _ waiting: inout [EdgeSetID]) {
        guard !waiting.isEmpty else { return }
        for index in columns.indices {
            let mark = scratch.count
            push(columns[index].edges, mode: EdgeKinds.identity)
            for position in stride(from: index, to: waiting.count, by: columns.count) {
                push(waiting[position], mode: EdgeKinds.identity)
            }
            columns[index].edges = edges.add(&scratch, from: mark)
        }
        waiting.removeAll(keepingCapacity: true)
    }

    private mutating func united(
        _ first: [RelationColumn], _ second: [RelationColumn], _ branch: NodeID, _ kind: UInt16
    ) -> [RelationColumn] {
        var result = first
        if first.count == second.count {
            for index in first.indices {
                result[index].edges = union(first[index].edges, second[index].edges)
                result[index].isStar = first[index].isStar || second[index].isStar
                if result[index].isStar, !first[index].isStar { result[index].name = first[index].name }
                if result[index].isStar { result[index] = unitedStar(first[index], second[index], result[index]) }
            }
            return result
        }
        let hasStar = first.contains { $0.isStar } || second.contains { $0.isStar }
        guard hasStar else {
            if kind & SetOperator.uneven == 0 { report(.columnCount, branch) }
            for index in first.indices where index < second.count {
                result[index].edges = union(first[index].edges, second[index].edges)
            }
            return result
        }
        return unitedByName(first, second, 0)
    }

    /// A star on one side only: the named column of the other side keeps its name.
    private mutating func unitedStar(
        _ first: RelationColumn, _ second: RelationColumn, _ both: RelationColumn
    ) -> RelationColumn {
        guard first.isStar != second.isStar else { return both }
        let named = first.isStar ? second : first
        let open = first.isStar ? first : second
        let mark = scratch.count
        push(named.edges, mode: EdgeKinds.identity)
        pushStar(open.edges, named: named.name, mode: EdgeKinds.identity)
        return RelationColumn(name: named.name, edges: edges.add(&scratch, from: mark))
    }

    private mutating func unitedByName(
        _ first: [RelationColumn], _ second: [RelationColumn], _ kind: UInt16
    ) -> [RelationColumn] {
        var result: [RelationColumn] = []
        var taken = [Bool](repeating: false, count: second.count)
        let secondStar = second.first { $0.isStar }
        for column in first {
            var column = column
            if column.isStar {
                if let secondStar { column.edges = union(column.edges, secondStar.edges) }
                for index in second.indices
                where !second[index].isStar && !taken[index]
                    && !first.contains(where: { !$0.isStar && matches($0.name, second[index].name) })
                {
                    taken[index] = true
                    let mark = scratch.count
                    push(second[index].edges, mode: EdgeKinds.identity)
                    pushStar(column.edges, named: second[index].name, mode: EdgeKinds.identity)
                    result.append(RelationColumn(name: second[index].name, edges: edges.add(&scratch, from: mark)))
                }
                result.append(column)
                continue
            }
            var found = false
            for index in second.indices
            where !second[index].isStar && !taken[index] && matches(second[index].name, column.name) {
                taken[index] = true
                found = true
                column.edges = union(column.edges, second[index].edges)
                break
            }
            if !found, let secondStar {
                let mark = scratch.count
                push(column.edges, mode: EdgeKinds.identity)
                pushStar(secondStar.edges, named: column.name, mode: EdgeKinds.identity)
                column.edges = edges.add(&scratch, from: mark)
            }
            if !found, kind & SetOperator.inner != 0 { continue }
            result.append(column)
        }
        if kind & (SetOperator.inner | SetOperator.left) == 0 {
            for index in second.indices where !taken[index] && !(second[index].isStar && first.contains { $0.isStar }) {
                result.append(second[index])
            }
        }
        return result
    }

    private mutating func values(_ node: Node, parent: Int32) -> RelationID {
        let rowMark = rowEdges.count
        var sets: [EdgeSetID] = []
        openFrame(parent: parent, node: noNode)
        var row = node.child
        while row != noNode {
            var cell = self.node(row).child
            var position = 0
            while cell != noNode {
                let mark = scratch.count
                evaluate(cell, EdgeKinds.identity)
                let set = edges.add(&scratch, from: mark)
                if position < sets.count { sets[position] = union(sets[position], set) } else { sets.append(set) }
                position += 1
                cell = self.node(cell).next
            }
            row = self.node(row).next
        }
        closeFrame()
        let indirect = edges.add(&rowEdges, from: rowMark)
        let start = pool.count
        for (index, set) in sets.enumerated() {
            pool.append(RelationColumn(name: parser.symbols.base("col\(index + 1)"), edges: set))
        }
        let id = addRelation(from: start, indirect: indirect)
        relations[Int(id)].flags |= Relation.lenient
        return id
    }

    /// Looks at queries in text that could not be read: their tables count, their columns do not.
    mutating func recovered(_ node: Node, parent: Int32) {
        lostColumns = true
        var child = node.child
        while child != noNode {
            let part = self.node(child)
            switch part.kind {
            case .query, .select, .setOperation, .values, .pipe: _ = query(child, parent: parent)
            case .recovered: recovered(part, parent: parent)
            case .table, .derived, .tableFunction, .joinGroup, .location, .pivot, .unpivot, .matchRecognize, .join:
                openFrame(parent: parent, node: noNode)
                tableReference(child)
                closeFrame()
            default: discard(child)
            }
            child = part.next
        }
    }

    /// Evaluates an expression for the tables in it only.
    mutating func discard(_ id: NodeID) {
        let mark = scratch.count
        evaluate(id, EdgeKinds.transformation)
        scratch.removeLast(scratch.count - mark)
    }
}
