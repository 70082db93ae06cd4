/// Columns by name.
extension Resolver {
    /// Pushes what a column comes from.
    mutating func resolveColumn(_ id: NodeID, _ node: Node, _ mode: UInt16) {
        let count = Int(node.count)
        guard count > 0 else { return }
        let first = parser.tree.name(node, 0)
        if !parameters.isEmpty, parameters.contains(where: { matches($0, first) }) { return }
        if count == 1 { return resolveUnqualified(id, first, mode, isStruct: false) }
        // The longest qualifier that is a table in sight wins.
        var candidate = frame
        while candidate >= 0 {
            var length = min(count - 1, 4)
            while length > 0 {
                if let index = source(qualifier: node, count: length, in: candidate) {
                    let fieldMode = count > length + 1 ? EdgeKinds.compose(mode, EdgeKinds.transformation) : mode
                    return pushQualified(id, parser.tree.name(node, length), index, fieldMode, candidate)
                }
                length -= 1
            }
            candidate = frames[Int(candidate)].parent
        }
        // Exasol: LOCAL.x is the alias x.
        if dialect == .exasol, count == 2, parser.symbols.text(lower(first)) == "local",
            let set = alias(parser.tree.name(node, 1))
        {
            return push(set, mode: mode)
        }
        // A sequence is no column.
        if PseudoColumns.sequence.contains(parser.symbols.text(lower(parser.tree.name(node, count - 1)))) { return }
        // The first part is a column with fields.
        resolveUnqualified(id, first, EdgeKinds.compose(mode, EdgeKinds.transformation), isStruct: true)
    }

    private mutating func pushQualified(_ id: NodeID, _ name: UInt32, _ index: Int, _ mode: UInt16, _ candidate: Int32)
    {
        let source = sources[index]
        let (found, position) = find(name, in: source.relation)
        switch found {
        case .found, .possible, .weak: pushColumn(name, in: source.relation, at: position, mode: mode)
        case .ambiguous:
            report(.candidates, id)
            lostColumns = true
        case .missing:
            if isPseudoColumn(name) || relations[Int(source.relation)].flags & Relation.lenient != 0 { return }
            report(.unknownColumn, id)
            // The text says which table it is; the catalog may be old.
            let relation = relations[Int(source.relation)]
            if relation.flags & Relation.baseTable != 0 {
                scratch.append(Edge(column: baseColumn(relation.table, columnSymbol(name)), kinds: mode))
            } else if relation.flags & Relation.lenient == 0 {
                lostColumns = true
            }
        }
    }

    /// The source in the frame in hand or around it that a qualifier names.
    func source(qualifier node: Node, count: Int) -> Int? {
        var candidate = frame
        while candidate >= 0 {
            if let index = source(qualifier: node, count: count, in: candidate) { return index }
            candidate = frames[Int(candidate)].parent
        }
        return nil
    }

    private func source(qualifier node: Node, count: Int, in frame: Int32) -> Int? {
        let range = frames[Int(frame)].sources
        let last = lower(parser.tree.name(node, count - 1))
        if count == 1 {
            for index in range where sources[index].alias != 0 && lower(sources[index].alias) == last { return index }
            // A table may be called by its name although it has an alias.
            for index in range where sources[index].flags & Source.aliased != 0 && sources[index].table >= 0 {
                if let name = tables[sources[index].table].names.last, lower(name) == last { return index }
            }
            return nil
        }
        for index in range where sources[index].table >= 0 {
            let names = tables[sources[index].table].names
            guard names.count >= count, lower(names[names.count - 1]) == last else { continue }
            var equal = true
            for offset in 1..<count
            where !matches(names[names.count - 1 - offset], parser.tree.name(node, count - 1 - offset)) {
                equal = false
            }
            if equal { return index }
        }
        return nil
    }

    private mutating func resolveUnqualified(_ id: NodeID, _ name: UInt32, _ mode: UInt16, isStruct: Bool) {
        var candidate = frame
        while candidate >= 0 {
            if search(id, name, mode, candidate) { return }
            candidate = frames[Int(candidate)].parent
        }
        if variables.contains(lower(name)) { return }
        if let constant = constantTable(name) {
            push(constant: constant, mode: mode)
            return
        }
        guard !isPseudoColumn(name), frame >= 0 else { return }
        if isStruct, PseudoColumns.rows.contains(parser.symbols.text(lower(name))) { return }
        // Without any table the text is a piece of something else.
        guard hasSources else { return }
        report(isStruct ? .unknownQualifier : .unknownColumn, id)
        lostColumns = true
    }

    /// Whether the frame in hand or one around it has a table.
    private var hasSources: Bool {
        var candidate = frame
        while candidate >= 0 {
            if !frames[Int(candidate)].sources.isEmpty { return true }
            candidate = frames[Int(candidate)].parent
        }
        return false
    }

    /// ClickHouse: WITH expression AS name.
    private func constantTable(_ name: UInt32) -> Int32? {
        guard dialect == .clickhouse else { return nil }
        let index = commonTable(name)
        return index >= 0 && node(commonTables[Int(index)].node).aux == 1 ? index : nil
    }

    /// The expression is read where its name stands: it may speak of the tables there.
    private mutating func push(constant index: Int32, mode: UInt16) {
        let table = commonTables[Int(index)]
        guard !table.inProgress, node(table.node).child != noNode, depth < Limits.depthMax * 2 else { return }
        commonTables[Int(index)].inProgress = true
        depth += 1
        evaluate(node(table.node).child, mode)
        depth -= 1
        commonTables[Int(index)].inProgress = false
    }

    /// Looks for a column among the sources and aliases of one frame.
    private mutating func search(_ id: NodeID, _ name: UInt32, _ mode: UInt16, _ candidate: Int32) -> Bool {
        let here = frames[Int(candidate)]
        let isCurrent = candidate == frame
        if isCurrent {
            for index in here.merged..<merged.count where matches(merged[index].name, name) {
                push(merged[index].edges, mode: mode)
                return true
            }
        }
        var hits = Hits()
        for index in here.sources where sources[index].flags & Source.qualifiedOnly == 0 { look(name, index, &hits) }
        if hits.knownCount == 1 {
            pushColumn(name, in: sources[hits.known].relation, at: hits.position, mode: mode)
            return true
        }
        if hits.knownCount > 1 {
            report(.ambiguousColumn, id)
            lostColumns = true
            return true
        }
        if isCurrent, here.seesAliases, hits.openCount == 0 || lateralAliases, let set = alias(name) {
            push(set, mode: mode)
            return true
        }
        if hits.openCount == 0, hits.weakCount == 1 {
            pushColumn(name, in: sources[hits.weak].relation, at: hits.weakPosition, mode: mode)
            return true
        }
        if hits.openCount == 0, hits.weakCount == 0 { return false }
        if variables.contains(lower(name)) { return true }
        if let constant = constantTable(name) {
            push(constant: constant, mode: mode)
            return true
        }
        if isPseudoColumn(name) { return true }
        if hits.openCount == 1, hits.open >= 0 {
            pushColumn(name, in: sources[hits.open].relation, at: -1, mode: mode)
            return true
        }
        if isCurrent, here.seesAliases, let set = alias(name) {
            push(set, mode: mode)
            return true
        }
        report(.candidates, id)
        lostColumns = true
        return true
    }

    /// Where a column of a name may be.
    private struct Hits {
        var known = -1
        var position = -1
        var knownCount = 0
        var open = -1
        var openCount = 0
        /// Rows of a function, which may have any column.
        var weak = -1
        var weakPosition = -1
        var weakCount = 0
    }

    private func look(_ name: UInt32, _ index: Int, _ hits: inout Hits) {
        let isHidden = sources[index].flags & Source.hidden != 0
        let (found, position) = find(name, in: sources[index].relation)
        switch found {
        case .found:
            // The right side of a semi-join is in sight of its condition only.
            if isHidden, hits.knownCount > 0 { return }
            hits.known = index
            hits.position = position
            hits.knownCount += 1
        case .weak:
            hits.weak = index
            hits.weakPosition = position
            hits.weakCount += 1
        case .possible:
            if isHidden, hits.openCount > 0 { return }
            hits.open = index
            hits.openCount += 1
        case .ambiguous: hits.openCount += 2
        case .missing: break
        }
    }

    /// Names that every table has or that stand for a value of the session.
    func isPseudoColumn(_ name: UInt32) -> Bool {
        let text = parser.symbols.text(lower(name))
        if PseudoColumns.names.contains(text) { return true }
        return PseudoColumns.dialects[text]?.contains(dialect) ?? false
    }
}

/// Words that look like columns and are none.
enum PseudoColumns {
    static let sequence: Set<String> = ["nextval", "currval"]

    /// Rows that a trigger or a writing statement sees.
    static let rows: Set<String> = ["new", "old", "inserted", "deleted", "excluded", "values", "parent"]

    /// Words that are good names of columns elsewhere.
    static let dialects: [String: Set<SQLDialect>] = [
        "level": [.oracle, .exasol, .snowflake, .db2],
        "uid": [.oracle],
        "user": [.ansi, .oracle, .postgres, .redshift, .tsql, .fabric, .db2, .exasol, .teradata, .greenplum, .vertica],
    ]

    static let names: Set<String> = [
        "rownum", "rowid", "sysdate", "systimestamp", "current_date", "current_time",
        "current_timestamp",
        "current_user", "session_user", "system_user", "localtime", "localtimestamp", "current_role", "current_catalog",
        "current_schema", "ctid", "xmin", "xmax", "tableoid", "oid", "_partitiontime", "_partitiondate",
        "_table_suffix",
        "_file_name", "connect_by_isleaf", "connect_by_iscycle", "input__file__name",
        "block__offset__inside__file",
        "_metadata", "metadata$filename", "metadata$file_row_number", "metadata$action", "metadata$isupdate",
        "metadata$row_id", "sqlcode", "sqlerrm", "found", "_rowid_", "$rowguid", "$identity", "curdate", "off", "max",
        "maxvalue", "minvalue",
    ]
}
