/// INSERT and CREATE.
extension Resolver {
    /// `source` is a relation that is given from outside, or -1; `parent` a frame whose tables the query sees, as in Hive's
    /// multi-insert.
    mutating func insert(_ node: Node, source given: RelationID, parent: Int32 = -1) {
        let head = commonHead
        defer { commonHead = head }
        openFrame(parent: parent, node: noNode)
        if given >= 0 { addSource(Source(alias: 0, relation: given, table: -1)) }
        var target: Int32 = -1
        var targetID: NodeID = noNode
        var names: NodeID = noNode
        var partition: NodeID = noNode
        var isFirst = true
        var child = node.child
        while child != noNode {
            let part = self.node(child)
            switch part.kind {
            case .with: define(part, frame: frame)
            case .table, .location:
                if isFirst {
                    target = table(child)
                    targetID = child
                    isFirst = false
                    markOutput(target)
                }
            case .columnNames: names = child
            case .partition: partition = child
            case .query, .select, .setOperation, .values, .pipe:
                if isFirst {
                    // Oracle: the target is a query over a table.
                    target = soleTable(child)
                    isFirst = false
                    markOutput(target)
                } else {
                    insertSource(child, target, names, partition, node.flags & NodeFlag.byName != 0)
                }
            case .assignment: insertAssignment(part, target, targetID, names)
            case .whereClause: rowClause(part, IndirectKinds.filter)
            case .nothing: output(part, target)
            default: break
            }
            child = part.next
        }
        closeFrame()
    }

    /// The table of `(SELECT … FROM t)`, which does not become an input by being written.
    private mutating func soleTable(_ id: NodeID) -> Int32 {
        let inputs = tables.entries.map { $0.isInput }
        let target = soleTable(of: query(id, parent: -1))
        if target >= 0, Int(target) >= inputs.count || !inputs[Int(target)] { tables[target].isInput = false }
        return target
    }

    private mutating func insertSource(
        _ id: NodeID, _ target: Int32, _ names: NodeID, _ partition: NodeID, _ byName: Bool
    ) {
        let relation = query(id, parent: frame)
        pushRows(relations[Int(relation)].indirect)
        if self.node(id).kind == .values {
            // Values have no sources unless they hold queries.
            let columns = expandedColumns(of: relation).filter { $0.edges != 0 }
            guard !columns.isEmpty else { return }
        }
        lintNode = id
        if names == noNode, !byName { findStarIntoTable(id) }
        writeTable(
            target, expandedColumns(of: relation), names: names, isTemporary: false, defines: false,
            dynamicPartition: partition, byName: byName)
        lintNode = noNode
        excluded = relation
    }

    /// `SET a = e` of INSERT, and the assignments of ON CONFLICT and ON DUPLICATE KEY.
    private mutating func insertAssignment(_ node: Node, _ target: Int32, _ targetID: NodeID, _ names: NodeID) {
        let start = sources.count
        if target >= 0 {
            let alias =
                targetID != noNode && self.node(targetID).alias != 0
                ? self.node(targetID).alias : tables[target].names.last ?? 0
            addSource(Source(alias: alias, relation: relation(of: target), table: target))
        }
        if excluded >= 0 {
            let columns = names != noNode ? renamed(excluded, names) : renamedToTarget(excluded, target)
            for alias in ["excluded", "new", "values"] {
                addSource(
                    Source(alias: parser.symbols.base(alias), relation: columns, table: -1, flags: Source.qualifiedOnly)
                )
            }
        }
        assignment(node, target)
        sources.removeLast(sources.count - start)
        frames[Int(frame)].sources = frames[Int(frame)].sources.lowerBound..<sources.count
    }

    private mutating func renamedToTarget(_ id: RelationID, _ target: Int32) -> RelationID {
        let known = target >= 0 ? knownColumns(target) : []
        var columns = expandedColumns(of: id)
        for index in columns.indices where index < known.count && !columns[index].isStar {
            columns[index].name = known[index]
        }
        return addRelation(columns)
    }

    /// RETURNING and OUTPUT: what they put into another table.
    mutating func output(_ node: Node, _ target: Int32) {
        var into: Int32 = -1
        var names: NodeID = noNode
        var columns: [RelationColumn] = []
        var child = node.child
        let start = sources.count
        if target >= 0 {
            let relation = self.relation(of: target)
            for alias in ["inserted", "deleted"] {
                addSource(
                    Source(
                        alias: parser.symbols.base(alias), relation: relation, table: target,
                        flags: Source.qualifiedOnly))
            }
            if !sources[..<start].contains(where: { $0.table == target }) {
                addSource(Source(alias: tables[target].names.last ?? 0, relation: relation, table: target))
            }
        }
        while child != noNode {
            let part = self.node(child)
            switch part.kind {
            case .items: items(part, &columns)
            case .table: into = table(child)
            case .columnNames: names = child
            default: break
            }
            child = part.next
        }
        sources.removeLast(sources.count - start)
        frames[Int(frame)].sources = frames[Int(frame)].sources.lowerBound..<sources.count
        if into >= 0 {
            // What goes on into another table is read.
            if target >= 0, columns.contains(where: { $0.edges != 0 }) { markInput(target) }
            writeTable(into, columns, names: names, isTemporary: false, defines: false)
        } else {
            returning = columns
        }
    }

    /// What a writing statement gives to the query around it.
    mutating func returned(_ node: Node) -> RelationID {
        let columns = returning
        returning = []
        return addRelation(columns)
    }

    // MARK: Several targets

    mutating func multiInsert(_ node: Node) {
        let head = commonHead
        defer { commonHead = head }
        var source: RelationID = -1
        var shared: Int32 = -1
        // The query of INSERT ALL comes last.
        var child = node.child
        while child != noNode {
            let part = self.node(child)
            if part.kind == .with { define(part, frame: -1) }
            if part.kind == .query, let tables = fromAlone(part) {
                openFrame(parent: -1, node: tables)
                resolveFrom(self.node(tables))
                shared = frame
            } else if part.kind == .query {
                source = query(child, parent: -1)
                pushRows(relations[Int(source)].indirect)
            }
            child = part.next
        }
        child = node.child
        while child != noNode {
            let part = self.node(child)
            switch part.kind {
            case .insert: insert(part, source: source, parent: shared)
            case .multiInsertBranch: branch(part, source)
            case .whereClause where source >= 0:
                openFrame(parent: -1, node: noNode)
                addSource(Source(alias: 0, relation: source, table: -1))
                rowClause(part, IndirectKinds.filter)
                closeFrame()
            default: break
            }
            child = part.next
        }
        if shared >= 0 { closeFrame() }
    }

    /// The select of a query that is a FROM and nothing else, if its branches name no star.
    private func fromAlone(_ query: Node) -> NodeID? {
        guard query.child != noNode, self.node(query.child).kind == .select, self.node(query.child).next == noNode
        else { return nil }
        var child = self.node(query.child).child
        while child != noNode {
            if self.node(child).kind != .from { return nil }
            child = self.node(child).next
        }
        child = query.next
        while child != noNode {
            if self.node(child).kind == .insert, selectsStar(child) { return nil }
            child = self.node(child).next
        }
        return query.child
    }

    /// Whether the first query below an insert has a star among its columns.
    private func selectsStar(_ insert: NodeID) -> Bool {
        var query = parser.tree.child(insert, .query)
        while query != noNode, self.node(query).kind == .query { query = self.node(query).child }
        guard query != noNode, self.node(query).kind == .select else { return false }
        let items = parser.tree.child(query, .items)
        guard items != noNode else { return false }
        var item = self.node(items).child
        while item != noNode {
            let value = self.node(item).child
            if value != noNode, self.node(value).kind == .star { return true }
            item = self.node(item).next
        }
        return false
    }

    /// INTO t [(columns)] [VALUES (expressions over the source)]
    private mutating func branch(_ node: Node, _ source: RelationID) {
        openFrame(parent: -1, node: noNode)
        if source >= 0 { addSource(Source(alias: 0, relation: source, table: -1)) }
        var target: Int32 = -1
        var names: NodeID = noNode
        var values: RelationID = -1
        var child = node.child
        while child != noNode {
            let part = self.node(child)
            switch part.kind {
            case .table: target = table(child)
            case .columnNames: names = child
            case .values: values = query(child, parent: frame)
            default: break
            }
            child = part.next
        }
        let relation = values >= 0 ? values : source
        if relation >= 0 {
            writeTable(target, expandedColumns(of: relation), names: names, isTemporary: false, defines: false)
        } else {
            markOutput(target)
        }
        closeFrame()
    }

    // MARK: CREATE

    mutating func create(_ node: Node) {
        let head = commonHead
        defer { commonHead = head }
        var target: Int32 = -1
        var targetID: NodeID = noNode
        var names: NodeID = noNode
        var definitions: NodeID = noNode
        var relation: RelationID = -1
        var likeColumns: [RelationColumn]?
        var child = node.child
        while child != noNode {
            let part = self.node(child)
            switch part.kind {
            case .with: define(part, frame: -1)
            case .table:
                target = table(child)
                targetID = child
            case .columnNames: names = child
            case .columnDefinitions: definitions = child
            case .query, .select, .setOperation, .values, .pipe:
                relation = query(child, parent: -1)
                pushRows(relations[Int(relation)].indirect)
            case .transferSource: likeColumns = like(part) ?? likeColumns
            case .transferTarget:
                if part.child != noNode { target = table(part.child) }
            default: break
            }
            child = part.next
        }
        guard target >= 0 else { return }
        let isTemporary = node.flags & NodeFlag.temporary != 0 || isDroppedLater(target, targetID)
        if names == noNode { names = definitions }
        finishCreate(node, target, names, relation, likeColumns, isTemporary)
    }

    private mutating func finishCreate(
        _ node: Node, _ target: Int32, _ names: NodeID, _ relation: RelationID, _ like: [RelationColumn]?,
        _ isTemporary: Bool
    ) {
        if relation >= 0 {
            writeTable(target, expandedColumns(of: relation), names: names, isTemporary: isTemporary, defines: true)
            return
        }
        if let like {
            if isTemporary { tables[target].isTemporary = true }
            markOutput(target)
            if !isTemporary { define(target, like) }
            if isTemporary {
                tables[target].relation = addRelation(
                    like.map { RelationColumn(name: $0.name, edges: 0, isStar: $0.isStar) })
            }
            return
        }
        if isTemporary { tables[target].isTemporary = true }
        markOutput(target)
        guard names != noNode else { return }
        let list = self.node(names)
        let columns = (0..<Int(list.count)).map {
            RelationColumn(name: columnSymbol(parser.tree.name(list, $0)), edges: 0)
        }
        if isTemporary { tables[target].relation = addRelation(columns) } else { define(target, columns) }
    }

    /// LIKE, CLONE and LOCATION: the columns of the table that is copied.
    private mutating func like(_ node: Node) -> [RelationColumn]? {
        guard node.child != noNode else { return nil }
        let source = table(node.child)
        guard source >= 0 else { return nil }
        markInput(source)
        return node.aux == 2 ? nil : expandedColumns(of: relation(of: source))
    }
}
