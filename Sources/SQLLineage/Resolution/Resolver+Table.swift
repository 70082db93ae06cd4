/// Tables by name.
extension Resolver {
    /// The name of a table node with the defaults in front.
    mutating func qualifiedName(_ id: NodeID) -> [UInt32] {
        let node = self.node(id)
        var names: [UInt32] = []
        names.reserveCapacity(3)
        for index in 0..<Int(node.count) { names.append(parser.tree.name(node, index)) }
        return qualify(names)
    }

    func qualify(_ names: [UInt32]) -> [UInt32] {
        guard !names.isEmpty else { return names }
        var names = names
        if names.count == 1, !defaultSchema.isEmpty { names = defaultSchema + names }
        if !defaultCatalog.isEmpty, names.count < 3, names.count == 2 || defaultSchema.isEmpty {
            if names.count == 2 || names.count == 1 { names = defaultCatalog + names }
        }
        // BigQuery: dataset.INFORMATION_SCHEMA.view
        if dialect == .bigquery, names.count == 3, !defaultCatalog.isEmpty,
            parser.symbols.text(lower(names[1])) == "information_schema"
        {
            names = defaultCatalog + names
        }
        return names
    }

    /// The base table that a node names, or -1.
    mutating func table(_ id: NodeID) -> Int32 {
        let node = self.node(id)
        if node.kind == .location { return location(node) }
        guard node.count > 0 else { return -1 }
        if node.flags & NodeFlag.unknownName != 0, node.count == 1,
            parser.symbols.text(parser.tree.name(node, 0)) == "?"
        {
            return -1
        }
        return tables.id(qualifiedName(id))
    }

    /// A file or stage.
    private mutating func location(_ node: Node) -> Int32 {
        let token = parser.tokens[Int(node.token)]
        var start = Int(token.start)
        var end = Int(token.end)
        var prefix: [UInt8] = []
        if token.kind == .string || token.kind == .quoted {
            while start < end, parser.text[start] != 0x27, parser.text[start] != 0x22, parser.text[start] != 0x60 {
                start += 1
            }
            start += 1
            end -= 1
            if start < end, parser.text[start] != 0x40 { prefix = Array("path:".utf8) }
        }
        guard start < end else { return -1 }
        prefix.append(contentsOf: parser.text[start..<end])
        let symbol = prefix.withUnsafeBufferPointer { parser.symbols.exact($0) }
        return tables.id([symbol], isLocation: true)
    }

    mutating func markInput(_ table: Int32) {
        guard table >= 0 else { return }
        tables[table].isRead = true
        if !tables[table].isTemporary { tables[table].isInput = true }
    }

    mutating func markOutput(_ table: Int32) {
        guard table >= 0 else { return }
        tables[table].isWritten = true
        guard !tables[table].isTemporary else { return }
        tables[table].isOutput = true
    }

    /// The relation of a base table.
    mutating func relation(of table: Int32) -> RelationID {
        if table < 0 { return addRelation(Relation(flags: Relation.anyColumn)) }
        let known = tables[table].relation
        if known >= 0 { return known }
        if tables[table].catalog == -2 { tables[table].catalog = catalogEntry(tables[table].names) }
        let id = addRelation(
            Relation(table: table, catalog: tables[table].catalog, flags: Relation.baseTable))
        if !tables[table].isTemporary { tables[table].relation = id }
        return id
    }

    /// The catalog entry of a table: equal names, or one name being the end of the other if that is clear.
    func catalogEntry(_ names: [UInt32]) -> Int32 {
        guard !catalog.isEmpty, let last = names.last else { return -1 }
        var candidate = catalog.first(lower(last))
        var best: Int32 = -1
        var bestCommon = 0
        var isClear = true
        while candidate >= 0 {
            let entry = catalog.entries[Int(candidate)]
            let common = commonSuffix(entry.names, names)
            if common == max(entry.names.count, names.count) { return candidate }
            if common == min(entry.names.count, names.count) {
                isClear = best < 0 || common != bestCommon
                if common >= bestCommon {
                    best = candidate
                    bestCommon = common
                }
            }
            candidate = entry.next
        }
        return isClear ? best : -1
    }

    func commonSuffix(_ first: [UInt32], _ second: [UInt32]) -> Int {
        var count = 0
        while count < first.count, count < second.count,
            matches(first[first.count - 1 - count], second[second.count - 1 - count])
        {
            count += 1
        }
        return count
    }

    // MARK: Columns of relations

    /// Looks for a column; pushes its edges if it is there.
    enum Found {
        case missing
        case found
        /// The relation has any column that is asked for, as the rows of a function.
        case weak
        /// The relation may have it, since not all of its columns are known.
        case possible
        /// Several of its columns bear the name, or several open tables may have it.
        case ambiguous
    }

    /// Finds a column of a relation by name without pushing anything.
    func find(_ name: UInt32, in id: RelationID) -> (Found, index: Int) {
        let relation = relations[Int(id)]
        let base = lower(name)
        if relation.flags & Relation.baseTable != 0 {
            if relation.flags & Relation.defined != 0 { return findInPool(relation, name, base) }
            guard relation.catalog >= 0 else { return (.possible, -1) }
            let columns = catalog.entries[Int(relation.catalog)].columns
            var found = -1
            for index in columns.indices where lower(columns[index]) == base {
                if columns[index] == name { return (.found, index) }
                if found < 0 { found = index }
            }
            return found >= 0 ? (.found, found) : (.missing, -1)
        }
        if relation.flags & Relation.anyColumn != 0, relation.count == 0 { return (.weak, -1) }
        return findInPool(relation, name, base)
    }

    private func findInPool(_ relation: Relation, _ name: UInt32, _ base: UInt32) -> (Found, index: Int) {
        var found = -1
        var stars = 0
        for index in 0..<Int(relation.count) {
            let column = pool[Int(relation.start) + index]
            if column.isStar {
                stars += 1
            } else if column.name != 0, lower(column.name) == base {
                if column.name == name { return (.found, index) }
                if found < 0 { found = index }
            }
        }
        if found >= 0 { return (.found, found) }
        if stars == 1 { return (.possible, -1) }
        if stars > 1 { return (.ambiguous, -1) }
        if relation.flags & (Relation.opaque | Relation.anyColumn) != 0 { return (.weak, relation.count > 0 ? 0 : -1) }
        return (relation.flags & Relation.lenient != 0 ? .weak : .missing, -1)
    }

    /// Pushes the edges of a column that `find` has found.
    mutating func pushColumn(_ name: UInt32, in id: RelationID, at index: Int, mode: UInt16) {
        if lints { markUsed(id) }
        let relation = relations[Int(id)]
        if relation.flags & Relation.baseTable != 0 {
            var symbol = columnSymbol(name)
            if index >= 0 {
                symbol =
                    relation.flags & Relation.defined != 0
                    ? pool[Int(relation.start) + index].name : catalog.entries[Int(relation.catalog)].columns[index]
            }
            guard relation.table >= 0 else { return }
            scratch.append(Edge(column: baseColumn(relation.table, symbol), kinds: mode))
            return
        }
        if index >= 0 { return push(column(relation, index).edges, mode: mode) }
        // Through stars that could not be expanded: the column of the same name of each table behind them.
        for index in 0..<Int(relation.count) where column(relation, index).isStar {
            pushStar(column(relation, index).edges, named: columnSymbol(name), mode: mode)
        }
    }

    /// Pushes the columns called `name` of the tables whose stars are in a set.
    mutating func pushStar(_ set: EdgeSetID, named name: UInt32, mode: UInt16) {
        for index in edges.range(set) {
            let edge = edges.edge(index)
            let pair = columns.pairs[Int(edge.column)]
            let column = pair.1 == star ? baseColumn(Int32(bitPattern: pair.0), name) : edge.column
            scratch.append(Edge(column: column, kinds: EdgeKinds.compose(mode, edge.kinds)))
        }
    }
}

extension Resolver {
    /// Notes that a column of the sources over a relation is used.
    mutating func markUsed(_ id: RelationID) {
        for index in sources.indices where sources[index].relation == id && index != conditionOf {
            sources[index].flags |= Source.used
        }
    }
}
