/// Statements: what each reads and writes, and what a script remembers of it.
extension Resolver {
    /// Takes in the next statement of the script.
    mutating func take(_ id: NodeID) {
        sources.removeAll(keepingCapacity: true)
        frames.removeAll(keepingCapacity: true)
        merged.removeAll(keepingCapacity: true)
        aliases.removeAll(keepingCapacity: true)
        commonTables.removeAll(keepingCapacity: true)
        parameters.removeAll(keepingCapacity: true)
        scratch.removeAll(keepingCapacity: true)
        rowEdges.removeAll(keepingCapacity: true)
        commonHead = -1
        frame = -1
        depth = 0
        isStoring = false
        statement(id)
        if lints { findUnusedCommonTables() }
        indirect.append(contentsOf: rowEdges)
    }

    mutating func statement(_ id: NodeID) {
        let node = self.node(id)
        switch node.kind {
        case .queryStatement: queryStatement(node)
        case .insert:
            isStoring = true
            insert(node, source: -1)
        case .create:
            isStoring = node.flags & NodeFlag.view == 0
            create(node)
        case .update: update(node)
        case .delete: delete(node)
        case .merge: merge(node)
        case .change: change(node)
        case .rename: rename(node)
        case .swap: swap(node)
        case .transfer: transfer(node)
        case .use: use(node)
        case .multiInsert: multiInsert(node)
        case .read: read(node)
        case .variables: declare(node)
        case .recovered:
            recoveredStatement(node)
        default: _ = query(id, parent: -1)
        }
        trailing(node)
    }

    /// Text behind a statement that could not be read.
    private mutating func trailing(_ node: Node) {
        guard node.kind != .recovered else { return }
        var child = node.child
        while child != noNode {
            let part = self.node(child)
            if part.kind == .recovered {
                openFrame(parent: -1, node: noNode)
                recovered(part, parent: frame)
                closeFrame()
            }
            child = part.next
        }
    }

    private mutating func recoveredStatement(_ node: Node) {
        openFrame(parent: -1, node: noNode)
        recovered(node, parent: frame)
        closeFrame()
        rowEdges.removeAll(keepingCapacity: true)
    }

    private mutating func declare(_ node: Node) {
        for index in 0..<Int(node.count) { variables.insert(lower(parser.tree.name(node, index))) }
    }

    /// Expressions and queries that are read without being written anywhere.
    private mutating func read(_ node: Node) {
        declare(node)
        openFrame(parent: -1, node: noNode)
        var child = node.child
        while child != noNode {
            let part = self.node(child)
            switch part.kind {
            case .table, .derived, .tableFunction, .joinGroup, .location: tableReference(child)
            default: discard(child)
            }
            child = part.next
        }
        closeFrame()
        rowEdges.removeAll(keepingCapacity: true)
    }

    // MARK: Queries

    private mutating func queryStatement(_ node: Node) {
        let into = intoTarget(node.child)
        let relation = query(node.child, parent: -1)
        let columns = expandedColumns(of: relation)
        pushRows(relations[Int(relation)].indirect)
        guard let into else {
            for column in columns { write(column, to: -1, as: column.name) }
            return
        }
        guard into != noNode else { return }
        let target = table(into)
        let isTemporary =
            self.node(into).flags & NodeFlag.temporary != 0 || parser.isTemporaryName(into)
            || isDroppedLater(target, into)
        writeTable(target, columns, names: noNode, isTemporary: isTemporary, defines: true)
    }

    /// The table of SELECT … INTO; `noNode` if the target is a variable, nil without INTO.
    private func intoTarget(_ id: NodeID) -> NodeID? {
        guard id != noNode else { return nil }
        let node = self.node(id)
        switch node.kind {
        case .query, .setOperation:
            var child = node.child
            while child != noNode {
                if let target = intoTarget(child) { return target }
                child = self.node(child).next
            }
            return nil
        case .select:
            let into = parser.tree.child(id, .into)
            guard into != noNode else { return nil }
            let target = self.node(into).child
            guard target != noNode else { return noNode }
            // In a routine INTO names a variable, unless TABLE or TEMP says otherwise.
            if intoIsVariable(self.node(into), target) { return noNode }
            return target
        default: return nil
        }
    }

    private func intoIsVariable(_ into: Node, _ target: NodeID) -> Bool {
        if into.flags & NodeFlag.view != 0 || self.node(target).flags & NodeFlag.temporary != 0 { return false }
        switch dialect {
        case .oracle, .mysql, .mariadb, .snowflake, .db2, .teradata, .bigquery, .singlestore, .exasol: return true
        case .postgres, .greenplum, .redshift: return parser.blockDepth > 0
        default: return false
        }
    }

    // MARK: Writing

    /// Notes that a column of a table (-1: of the result) comes from a set.
    mutating func write(_ column: RelationColumn, to table: Int32, as name: UInt32) {
        if column.isStar { hasOpenStar = true }
        outputColumns.append(OutputColumn(table: table, name: name, edges: column.edges, isStar: column.isStar))
    }

    /// Writes columns to a table: by the names of a list, by the table's own columns, or by their own names.
    mutating func writeTable(
        _ target: Int32, _ columns: [RelationColumn], names: NodeID, isTemporary: Bool, defines: Bool,
        dynamicPartition: NodeID = noNode, byName: Bool = false
    ) {
        guard target >= 0 else { return }
        if isTemporary, defines {
            tables[target].isTemporary = true
            tables[target].isRead = false
            if tables[target].relation >= 0, relations[Int(tables[target].relation)].flags & Relation.baseTable != 0 {
                tables[target].relation = -1
            }
        }
        if lints, !byName, !defines, names == noNode {
            findPositionMismatch(columns, partitioned(knownColumns(target), dynamicPartition, columns.count), lintNode)
        }
        let mapped = byName ? columns : renamedForTarget(target, columns, names, dynamicPartition, defines)
        markOutput(target)
        if tables[target].isTemporary {
            remember(target, mapped, replaces: defines)
            return
        }
        for column in mapped { write(column, to: target, as: column.name) }
        if defines { define(target, mapped) }
    }

    private mutating func renamedForTarget(
        _ target: Int32, _ columns: [RelationColumn], _ names: NodeID, _ partition: NodeID, _ defines: Bool
    ) -> [RelationColumn] {
        var list: [UInt32] = []
        if names != noNode {
            let node = self.node(names)
            for index in 0..<Int(node.count) { list.append(columnSymbol(parser.tree.name(node, index))) }
        } else if !defines {
            list = knownColumns(target)
        }
        guard !list.isEmpty else { return columns }
        if names == noNode { list = partitioned(list, partition, columns.count) }
        let stars = columns.filter { $0.isStar }.count
        if stars > 0 { return renamedAroundStar(columns, list, stars) }
        // A table with fewer columns than are given is not the one we know.
        if names == noNode, columns.count > list.count { return columns }
        return columns.enumerated().map { index, column in
            guard index < list.count else { return column }
            return RelationColumn(name: list[index], edges: column.edges)
        }
    }

    /// Columns with a static partition value are not given; those of a dynamic one come last.
    private func partitioned(_ list: [UInt32], _ partition: NodeID, _ count: Int) -> [UInt32] {
        guard partition != noNode else { return list }
        let node = self.node(partition)
        let dynamic = (0..<Int(node.count)).map { columnSymbol(parser.tree.name(node, $0)) }
        let rest = list.filter { name in !dynamic.contains { matches($0, name) } }
        return rest + dynamic
    }

    /// A star of unknown width: names before it count from the left, those behind it from the right.
    private mutating func renamedAroundStar(
        _ columns: [RelationColumn], _ list: [UInt32], _ stars: Int
    ) -> [RelationColumn] {
        guard stars == 1, let position = columns.firstIndex(where: { $0.isStar }) else { return columns }
        let behind = columns.count - 1 - position
        guard list.count >= columns.count - 1 else { return columns }
        var result = columns
        for index in 0..<position { result[index].name = list[index] }
        for offset in 0..<behind { result[columns.count - 1 - offset].name = list[list.count - 1 - offset] }
        return result
    }

    /// The columns of a table, as far as the catalog or the script tells them.
    mutating func knownColumns(_ target: Int32) -> [UInt32] {
        let relation = relations[Int(self.relation(of: target))]
        if relation.flags & Relation.baseTable != 0, relation.flags & Relation.defined == 0 {
            return relation.catalog >= 0 ? catalog.entries[Int(relation.catalog)].columns : []
        }
        let names = (0..<Int(relation.count)).map { column(relation, $0) }
        return names.contains { $0.isStar } ? [] : names.map { $0.name }
    }

    /// Remembers the columns of a table that the script has created.
    mutating func define(_ target: Int32, _ columns: [RelationColumn]) {
        guard !columns.isEmpty, !columns.contains(where: { $0.isStar || $0.name == 0 }) else {
            if tables[target].relation >= 0 { tables[target].relation = -1 }
            tables[target].catalog = -1
            return
        }
        let start = pool.count
        for column in columns { pool.append(RelationColumn(name: column.name, edges: 0)) }
        tables[target].relation = addRelation(
            Relation(
                start: Int32(start), count: Int32(columns.count), table: target, catalog: -1, indirect: 0,
                flags: Relation.baseTable | Relation.defined))
    }

    /// Remembers where the rows of a temporary table come from.
    private mutating func remember(_ target: Int32, _ columns: [RelationColumn], replaces: Bool) {
        let mark = rowEdges.count
        rowEdges.append(contentsOf: rowEdges[0..<mark])
        let indirect = edges.add(&rowEdges, from: mark)
        rowEdges.removeAll(keepingCapacity: true)
        var columns = columns
        var rows = indirect
        if !replaces, tables[target].relation >= 0 {
            let old = relations[Int(tables[target].relation)]
            rows = union(old.indirect, indirect)
            var merged = expandedColumns(of: tables[target].relation)
            for column in columns {
                if let index = merged.firstIndex(where: { $0.isStar == column.isStar && matches($0.name, column.name) })
                {
                    merged[index].edges = union(merged[index].edges, column.edges)
                } else {
                    merged.append(column)
                }
            }
            columns = merged
        }
        tables[target].relation = addRelation(columns, indirect: rows)
    }

    /// Whether a later statement drops the table, so that it lives in this script only.
    func isDroppedLater(_ target: Int32, _ id: NodeID) -> Bool {
        guard target >= 0, let last = tables[target].names.last, let position = drops[lower(last)] else { return false }
        return position > Int32(bitPattern: parser.tokens[Int(node(id).token)].start)
    }

    // MARK: Small statements

    private mutating func change(_ node: Node) {
        var child = node.child
        while child != noNode {
            let part = self.node(child)
            if part.kind == .table {
                let target = table(child)
                if target >= 0, !tables[target].isTemporary { tables[target].isOutput = true }
                if target >= 0, node.aux == 1, !tables[target].isTemporary { tables[target].relation = -1 }
            }
            child = part.next
        }
    }

    /// RENAME a TO b: what the script has written to `a` is in `b` then.
    private mutating func rename(_ node: Node) {
        var child = node.child
        while child != noNode {
            let first = table(child)
            let next = self.node(child).next
            guard next != noNode, self.node(next).kind == .table else { return }
            let second = table(next)
            if first >= 0, second >= 0 {
                let (old, new) = node.aux == 1 ? (second, first) : (first, second)
                renameTable(old, new)
            }
            child = self.node(next).next
        }
    }

    private mutating func renameTable(_ old: Int32, _ new: Int32) {
        if tables[old].isWritten, !tables[old].isInput || tables[old].isTemporary {
            tables[new].isOutput = true
            tables[new].isWritten = true
            tables[old].isOutput = false
            for index in outputColumns.indices where outputColumns[index].table == old {
                outputColumns[index].table = new
            }
            if tables[old].isTemporary {
                for column in expandedColumns(of: relation(of: old)) { write(column, to: new, as: column.name) }
            }
        } else {
            markInput(old)
            markOutput(new)
            for column in expandedColumns(of: relation(of: old)) { write(column, to: new, as: column.name) }
            hasOpenStar = false
        }
    }

    private mutating func swap(_ node: Node) {
        let first = node.child
        guard first != noNode, self.node(first).next != noNode else { return }
        for id in [first, self.node(first).next] {
            let table = self.table(id)
            markInput(table)
            markOutput(table)
        }
    }

    private mutating func use(_ node: Node) {
        guard node.child != noNode else { return }
        let table = self.node(node.child)
        let names = (0..<Int(table.count)).map { parser.tree.name(table, $0) }
        switch (node.aux, names.count) {
        case (2, 1): (defaultCatalog, defaultSchema) = (names, [])
        case (1, 1): defaultSchema = names
        case (_, 1):
            // Snowflake forgets the schema; T-SQL goes on with the user's own.
            switch dialect {
            case .snowflake: (defaultCatalog, defaultSchema) = (names, [])
            case .ansi, .tsql, .fabric, .postgres, .redshift, .duckdb: defaultCatalog = names
            default: defaultSchema = names
            }
        case (_, 2): (defaultCatalog, defaultSchema) = ([names[0]], [names[1]])
        default: break
        }
    }

    /// COPY, LOAD, UNLOAD
    private mutating func transfer(_ node: Node) {
        openFrame(parent: -1, node: noNode)
        var moved: [RelationColumn] = []
        var targets: [(table: Int32, names: NodeID)] = []
        var child = node.child
        while child != noNode {
            let part = self.node(child)
            switch part.kind {
            case .transferSource:
                guard part.child != noNode, self.node(part.child).kind == .query else {
                    from(part)
                    break
                }
                let relation = query(part.child, parent: -1)
                pushRows(relations[Int(relation)].indirect)
                moved = expandedColumns(of: relation)
            case .transferTarget: transferTargets(part, columns: &targets)
            default: discard(child)
            }
            child = part.next
        }
        for target in targets where !moved.isEmpty {
            writeTable(target.table, moved, names: target.names, isTemporary: false, defines: false)
        }
        closeFrame()
        if moved.isEmpty { rowEdges.removeAll(keepingCapacity: true) }
    }

    /// Marks what a transfer writes; a list of columns stands behind its table.
    private mutating func transferTargets(_ node: Node, columns targets: inout [(table: Int32, names: NodeID)]) {
        var child = node.child
        while child != noNode {
            let part = self.node(child)
            if part.kind == .table || part.kind == .location {
                let target = table(child)
                markOutput(target)
                targets.append((target, noNode))
            } else if part.kind == .columnNames, !targets.isEmpty {
                targets[targets.count - 1].names = child
            }
            child = part.next
        }
    }
}
