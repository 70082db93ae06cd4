/// `*` and `t.*`.
extension Resolver {
    mutating func expandStar(_ id: NodeID, _ node: Node, _ output: inout [RelationColumn]) {
        var columns: [RelationColumn] = []
        if node.count == 0 {
            expandAll(&columns, id)
        } else if let index = source(qualifier: node, count: Int(node.count)) {
            expandOne(index, &columns)
        } else {
            // `t.column.*`: the fields of a column.
            let mark = scratch.count
            resolveColumn(id, node, EdgeKinds.transformation)
            let set = edges.add(&scratch, from: mark)
            columns.append(RelationColumn(name: star, edges: set, isStar: true))
            if set == 0 { report(.unknownQualifier, id) }
        }
        modify(node, &columns)
        if output.count + columns.count > Limits.starColumnsMax { return report(.limit, id) }
        for column in columns {
            if column.isStar { hasOpenStar = true } else { aliases.append(column) }
        }
        output.append(contentsOf: columns)
    }

    /// All columns of all sources; a merged one comes once, where its first source stands.
    mutating func expandAll(_ output: inout [RelationColumn], _ id: NodeID) {
        let mergedRange = frames[Int(frame)].merged..<merged.count
        for index in frames[Int(frame)].sources where sources[index].flags & (Source.hidden | Source.qualifiedOnly) == 0
        {
            if sources[index].flags & Source.naturalOpen != 0 {
                output.append(wholeStar(index))
                continue
            }
            let start = output.count
            expandOne(index, &output)
            guard !mergedRange.isEmpty else { continue }
            var position = output.count
            while position > start {
                position -= 1
                let column = output[position]
                guard !column.isStar, let set = mergedColumn(column.name) else { continue }
                if output[..<start].contains(where: { !$0.isStar && matches($0.name, column.name) }) {
                    output.remove(at: position)
                } else {
                    output[position].edges = set
                }
            }
        }
        // Columns of USING whose sources are not known still have a name.
        if !mergedRange.isEmpty, output.contains(where: { $0.isStar }) { hasOpenStar = true }
    }

    /// One star for a source whatever is known of it.
    private mutating func wholeStar(_ index: Int) -> RelationColumn {
        let source = sources[index]
        if source.table >= 0 { return RelationColumn(name: star, edges: identity(source.table, star), isStar: true) }
        let mark = scratch.count
        for column in expandedColumns(of: source.relation) { push(column.edges, mode: EdgeKinds.identity) }
        return RelationColumn(name: star, edges: edges.add(&scratch, from: mark), isStar: true)
    }

    private mutating func expandOne(_ index: Int, _ output: inout [RelationColumn]) {
        let relation = sources[index].relation
        sources[index].flags |= Source.used
        if relations[Int(relation)].flags & Relation.starred != 0, let first = expandedColumns(of: relation).first {
            output.append(RelationColumn(name: star, edges: first.edges, isStar: true))
            return
        }
        for column in expandedColumns(of: relation) { output.append(column) }
    }

    /// The edges of a column that USING or NATURAL has merged.
    func mergedColumn(_ name: UInt32) -> EdgeSetID? {
        let start = frames[Int(frame)].merged
        for index in start..<merged.count where matches(merged[index].name, name) { return merged[index].edges }
        return nil
    }

    /// EXCEPT, REPLACE and RENAME behind a star.
    private mutating func modify(_ node: Node, _ columns: inout [RelationColumn]) {
        var child = node.child
        while child != noNode {
            let part = self.node(child)
            switch part.kind {
            case .columnNames:
                for index in 0..<Int(part.count) {
                    let name = parser.tree.name(part, index)
                    columns.removeAll { !$0.isStar && matches($0.name, name) }
                }
            case .items: replace(part, &columns)
            case .itemWithNames: rename(part, &columns)
            default: break
            }
            child = part.next
        }
    }

    private mutating func replace(_ node: Node, _ columns: inout [RelationColumn]) {
        var child = node.child
        while child != noNode {
            let item = self.node(child)
            if item.child != noNode, item.alias != 0 {
                let mark = scratch.count
                evaluate(item.child, EdgeKinds.identity)
                let set = edges.add(&scratch, from: mark)
                var found = false
                for index in columns.indices where !columns[index].isStar && matches(columns[index].name, item.alias) {
                    columns[index].edges = set
                    found = true
                }
                if !found, columns.contains(where: { $0.isStar }) {
                    columns.append(RelationColumn(name: columnSymbol(item.alias), edges: set))
                }
            }
            child = item.next
        }
    }

    private mutating func rename(_ node: Node, _ columns: inout [RelationColumn]) {
        var index = 0
        while index + 1 < Int(node.count) {
            let old = parser.tree.name(node, index)
            let new = columnSymbol(parser.tree.name(node, index + 1))
            var found = false
            for position in columns.indices where !columns[position].isStar && matches(columns[position].name, old) {
                columns[position].name = new
                found = true
                break
            }
            if !found, let open = columns.first(where: { $0.isStar }) {
                let mark = scratch.count
                pushStar(open.edges, named: columnSymbol(old), mode: EdgeKinds.identity)
                columns.append(RelationColumn(name: new, edges: edges.add(&scratch, from: mark)))
            }
            index += 2
        }
    }
}
