/// UPDATE, DELETE and MERGE.
extension Resolver {
    mutating func update(_ node: Node) {
        let head = commonHead
        defer { commonHead = head }
        openFrame(parent: -1, node: noNode)
        let target = resolveTarget(node)
        markOutput(target)
        var child = node.child
        while child != noNode {
            let part = self.node(child)
            switch part.kind {
            case .assignment: assignment(part, target)
            case .whereClause: rowClause(part, IndirectKinds.filter)
            case .orderBy: rowClause(part, IndirectKinds.sort)
            case .nothing: output(part, target)
            case .insert: insert(part, source: -1)
            default: break
            }
            child = part.next
        }
        closeFrame()
    }

    /// Makes sources of all tables of an UPDATE or DELETE; gives the one that is written.
    private mutating func resolveTarget(_ node: Node) -> Int32 {
        var first: NodeID = noNode
        var more: [NodeID] = []
        var child = node.child
        while child != noNode {
            let part = self.node(child)
            if part.kind == .with { define(part, frame: frame) }
            if part.kind == .from {
                if part.flags & NodeFlag.parenthesised != 0, first == noNode {
                    first = child
                } else {
                    more.append(child)
                }
            }
            child = part.next
        }
        guard first != noNode, self.node(first).child != noNode else {
            for id in more { from(self.node(id)) }
            return -1
        }
        let name = self.node(first).child
        // T-SQL: the name may be an alias of FROM.
        let other = more.isEmpty ? noNode : tableCalled(name, in: more)
        if other != noNode {
            let target = commonTarget(other)
            written = other
            for id in more { from(self.node(id)) }
            written = noNode
            return target
        }
        written = name
        from(self.node(first))
        written = noNode
        let target = sources.isEmpty ? -1 : commonTarget(name)
        for id in more { from(self.node(id)) }
        return target
    }

    /// The base table of a target: a common table expression stands for the table it selects from.
    private mutating func commonTarget(_ id: NodeID) -> Int32 {
        let node = self.node(id)
        guard node.kind == .table else {
            return -1
        }
        if node.count == 1 {
            let common = commonTable(parser.tree.name(node, 0))
            if common >= 0 { return soleTable(ofCommonTable: common) }
        }
        return table(id)
    }

    private mutating func soleTable(ofCommonTable index: Int32) -> Int32 {
        soleTable(of: relation(ofCommonTable: index))
    }

    /// The base table that the columns of a relation are copied from.
    mutating func soleTable(of relation: RelationID) -> Int32 {
        for column in expandedColumns(of: relation) {
            for position in edges.range(column.edges) {
                let edge = edges.edge(position)
                if edge.kinds & EdgeKinds.identity != 0 { return Int32(bitPattern: columns.pairs[Int(edge.column)].0) }
            }
        }
        return -1
    }

    /// The table node in FROM that a name stands for, by alias or by name.
    private func tableCalled(_ id: NodeID, in lists: [NodeID]) -> NodeID {
        let wanted = node(id)
        guard wanted.kind == .table, wanted.alias == 0, wanted.count > 0 else { return noNode }
        let name = parser.tree.lastName(wanted)
        var byName: NodeID = noNode
        var candidates: [NodeID] = lists
        while let next = candidates.popLast() {
            var child = node(next).child
            while child != noNode {
                let part = node(child)
                switch part.kind {
                case .table:
                    if part.alias != 0 {
                        if wanted.count == 1, matches(part.alias, name) { return child }
                    } else if matches(parser.tree.lastName(part), name), sameTable(part, wanted) {
                        byName = child
                    }
                case .join, .joinGroup: candidates.append(child)
                default: break
                }
                child = part.next
            }
        }
        if byName != noNode { return byName }
        // `UPDATE t … FROM t AS x` in T-SQL: one table of that name is the target.
        guard traits.optionalSemicolon, wanted.count >= 1 else { return noNode }
        return noNode
    }

    private func sameTable(_ first: Node, _ second: Node) -> Bool {
        let count = min(first.count, second.count)
        for offset in 0..<Int(count) {
            let one = parser.tree.name(first, Int(first.count) - 1 - offset)
            if !matches(one, parser.tree.name(second, Int(second.count) - 1 - offset)) { return false }
        }
        return true
    }

    /// `column = expression`
    mutating func assignment(_ node: Node, _ target: Int32) {
        let left = node.child
        guard left != noNode else { return }
        let column = self.node(left)
        let value = column.next
        switch column.kind {
        case .column where value != noNode:
            var table = target
            if column.count > 1, let index = source(qualifier: column, count: Int(column.count) - 1),
                sources[index].table >= 0, sources[index].flags & Source.hidden == 0
            {
                table = sources[index].table
                if table != target, tables[table].names != [] { markOutput(table) }
            }
            let mark = scratch.count
            evaluate(value, EdgeKinds.identity)
            let set = edges.add(&scratch, from: mark)
            // `t.struct.field = …` writes the column, not the field.
            let name = assignedName(column, target)
            writeAssigned(table, RelationColumn(name: name, edges: set))
        case .columnNames where value != noNode: tupleAssignment(column, value, target)
        default: discard(left)
        }
    }

    private func assignedName(_ column: Node, _ target: Int32) -> UInt32 {
        columnSymbol(parser.tree.lastName(column))
    }

    private mutating func writeAssigned(_ table: Int32, _ column: RelationColumn) {
        guard table >= 0 else { return }
        if tables[table].isTemporary {
            writeTable(table, [column], names: noNode, isTemporary: true, defines: false, byName: true)
        } else {
            write(column, to: table, as: column.name)
        }
    }

    /// `(a, b) = (SELECT x, y …)`
    private mutating func tupleAssignment(_ names: Node, _ value: NodeID, _ target: Int32) {
        let node = self.node(value)
        var sets: [EdgeSetID] = []
        if node.kind == .subquery {
            let relation = query(node.child, parent: frame)
            pushRows(relations[Int(relation)].indirect)
            sets = expandedColumns(of: relation).map { $0.edges }
        } else {
            var child = node.child
            while child != noNode {
                let mark = scratch.count
                evaluate(child, EdgeKinds.identity)
                sets.append(edges.add(&scratch, from: mark))
                child = self.node(child).next
            }
        }
        for index in 0..<Int(names.count) where index < sets.count {
            let name = columnSymbol(parser.tree.name(names, index))
            writeAssigned(target, RelationColumn(name: name, edges: sets[index]))
        }
    }

    // MARK: DELETE

    mutating func delete(_ node: Node) {
        let head = commonHead
        defer { commonHead = head }
        openFrame(parent: -1, node: noNode)
        var targets: [NodeID] = []
        var lists: [NodeID] = []
        var child = node.child
        while child != noNode {
            let part = self.node(child)
            switch part.kind {
            case .with: define(part, frame: frame)
            case .transferTarget:
                var target = part.child
                while target != noNode {
                    targets.append(target)
                    target = self.node(target).next
                }
            case .from: lists.append(child)
            default: break
            }
            child = part.next
        }
        if targets.isEmpty { deleteFrom(lists) } else { deleteTargets(targets, lists) }
        child = node.child
        while child != noNode {
            let part = self.node(child)
            switch part.kind {
            case .whereClause: rowClause(part, IndirectKinds.filter)
            case .orderBy: rowClause(part, IndirectKinds.sort)
            case .nothing:
                let target = sources.first(where: { $0.table >= 0 })?.table ?? -1
                output(part, target)
            default: break
            }
            child = part.next
        }
        closeFrame()
    }

    /// DELETE FROM t [USING …]: the first table is written.
    private mutating func deleteFrom(_ lists: [NodeID]) {
        guard let first = lists.first, self.node(first).child != noNode else { return }
        let name = self.node(first).child
        let other = lists.count > 1 ? tableCalled(name, in: Array(lists[1...])) : noNode
        if other != noNode {
            // MySQL: DELETE FROM a USING t AS a …; T-SQL: DELETE FROM a FROM t a.
            written = other
            for id in lists[1...] { from(self.node(id)) }
            written = noNode
            markOutput(commonTarget(other))
            return
        }
        written = name
        from(self.node(first))
        written = noNode
        markOutput(commonTarget(name))
        for id in lists[1...] { from(self.node(id)) }
    }

    /// DELETE a, b FROM …: the named ones are written.
    private mutating func deleteTargets(_ targets: [NodeID], _ lists: [NodeID]) {
        var nodes: [NodeID] = []
        for target in targets {
            let other = tableCalled(target, in: lists)
            markOutput(commonTarget(other == noNode ? target : other))
            if other != noNode { nodes.append(other) }
        }
        if lists.isEmpty {
            writtenNodes = targets
            for id in targets { tableReference(id) }
        } else {
            writtenNodes = nodes
            for id in lists { from(self.node(id)) }
        }
        writtenNodes = []
    }

    // MARK: MERGE

    mutating func merge(_ node: Node) {
        let head = commonHead
        defer { commonHead = head }
        openFrame(parent: -1, node: noNode)
        var target: Int32 = -1
        var sourceStart = 0
        var child = node.child
        while child != noNode {
            let part = self.node(child)
            switch part.kind {
            case .with: define(part, frame: frame)
            case .from:
                written = part.child
                from(part)
                written = noNode
                if part.child != noNode { target = commonTarget(part.child) }
                markOutput(target)
                sourceStart = sources.count
            case .mergeSource: from(part)
            case .joinOn: rowClause(part, IndirectKinds.join)
            case .whereClause: rowClause(part, IndirectKinds.filter)
            case .assignment: assignment(part, target)
            case .mergeInsert: mergeInsert(part, target, sourceStart)
            case .nothing: output(part, target)
            default: break
            }
            child = part.next
        }
        closeFrame()
    }

    private mutating func mergeInsert(_ node: Node, _ target: Int32, _ sourceStart: Int) {
        guard target >= 0 else { return }
        if node.aux == 1 {
            // INSERT *, UPDATE *: all columns of the source by name.
            guard sourceStart < sources.count else { return }
            for column in expandedColumns(of: sources[sourceStart].relation) {
                write(column, to: target, as: column.name)
            }
            return
        }
        var names: NodeID = noNode
        var child = node.child
        while child != noNode {
            let part = self.node(child)
            switch part.kind {
            case .columnNames: names = child
            case .values:
                // In VALUES only the source is in sight; names are looked up there first.
                let hidden = hideTarget(sourceStart)
                let relation = query(child, parent: frame)
                show(hidden)
                writeTable(
                    target, expandedColumns(of: relation), names: names, isTemporary: false, defines: false)
            case .query:
                let relation = query(child, parent: frame)
                writeTable(target, expandedColumns(of: relation), names: names, isTemporary: false, defines: false)
            default: break
            }
            child = part.next
        }
    }

    /// Takes the target out of sight; gives what to put back.
    private mutating func hideTarget(_ sourceStart: Int) -> Int {
        let lower = frames[Int(frame)].sources.lowerBound
        guard sourceStart > lower, sourceStart < sources.count else { return lower }
        frames[Int(frame)].sources = sourceStart..<sources.count
        return lower
    }

    private mutating func show(_ lower: Int) {
        frames[Int(frame)].sources = lower..<sources.count
    }
}
