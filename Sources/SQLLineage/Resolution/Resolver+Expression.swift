/// Expressions: the base columns behind a value, and how it depends on each.
extension Resolver {
    /// Pushes the edges of an expression; `mode` is what is done to its value.
    mutating func evaluate(_ id: NodeID, _ mode: UInt16) {
        guard id != noNode else { return }
        let node = self.node(id)
        switch node.kind {
        case .column: resolveColumn(id, node, mode)
        case .literal: break
        case .variable: positional(node, mode)
        case .operation, .cast: evaluateChildren(node, EdgeKinds.compose(mode, EdgeKinds.transformation))
        case .call:
            if lints { lintCall(id, node) }
            call(node, mode)
        case .caseExpression: caseExpression(node, mode)
        case .subquery: subquery(node, mode)
        case .exists: exists(node)
        case .lambda:
            let mark = parameters.count
            for index in 0..<Int(node.count) { parameters.append(parser.tree.name(node, index)) }
            evaluateChildren(node, mode)
            parameters.removeLast(parameters.count - mark)
        case .window: window(node, EdgeKinds.compose(mode, EdgeKinds.window))
        case .aggregateFilter: evaluateChildren(node, EdgeKinds.compose(mode, EdgeKinds.conditional))
        case .query, .select, .setOperation, .values, .pipe: _ = query(id, parent: frame)
        case .recovered:
            recovered(node, parent: frame)
        case .table: markInput(table(id))
        case .item, .caseOperand, .whenArm, .elseArm, .valuesRow: evaluateChildren(node, mode)
        default: break
        }
    }

    mutating func evaluateChildren(_ node: Node, _ mode: UInt16) {
        var child = node.child
        while child != noNode {
            evaluate(child, mode)
            child = self.node(child).next
        }
    }

    // MARK: Calls

    private mutating func call(_ node: Node, _ mode: UInt16) {
        if node.aux & FunctionClass.table != 0 { return tableLookup(node, mode) }
        if node.aux & FunctionClass.sequence != 0 { return }
        if excluded >= 0, node.count == 1, node.child != noNode, rejectedValue(node, mode) { return }
        let kind = node.aux & FunctionClass.classMask
        let masking = node.aux & FunctionClass.masking != 0
        func step(_ kinds: UInt16) -> UInt16 {
            EdgeKinds.compose(mode, masking ? EdgeKinds.masked(kinds) : kinds)
        }
        switch kind {
        case FunctionClass.aggregate: arguments(node, step(EdgeKinds.aggregation), mode)
        case FunctionClass.ranking: arguments(node, step(EdgeKinds.transformation), mode)
        case FunctionClass.conditional:
            arguments(node, mode) { position, resolver in
                position == 0 ? EdgeKinds.conditional : resolver.branchKind
            }
        case FunctionClass.coalesce:
            arguments(node, mode) { _, _ in EdgeKinds.transformation | EdgeKinds.conditional }
        case FunctionClass.nullIf:
            arguments(node, mode) { position, _ in
                position == 0 ? EdgeKinds.transformation | EdgeKinds.conditional : EdgeKinds.conditional
            }
        case FunctionClass.nvl2:
            arguments(node, mode) { position, _ in
                position == 0 ? EdgeKinds.conditional : EdgeKinds.transformation
            }
        case FunctionClass.decode: decode(node, mode)
        default: arguments(node, step(EdgeKinds.transformation), mode)
        }
        // A method call reads the column in front of it: `document.value('x')`.
        if node.count > 1, frame >= 0 { receiver(node, EdgeKinds.compose(mode, EdgeKinds.transformation)) }
    }

    /// MySQL: VALUES (column) is the value of the row that could not be inserted.
    private mutating func rejectedValue(_ node: Node, _ mode: UInt16) -> Bool {
        let argument = self.node(node.child)
        guard argument.kind == .column, parser.symbols.text(lower(parser.tree.name(node, 0))) == "values",
            let source = sources.last(where: { $0.flags & Source.qualifiedOnly != 0 })
        else { return false }
        let name = parser.tree.lastName(argument)
        let (found, position) = find(name, in: source.relation)
        if found == .found || found == .possible {
            pushColumn(name, in: source.relation, at: position, mode: EdgeKinds.compose(mode, EdgeKinds.transformation))
        }
        return true
    }

    /// Functions that name a table: ClickHouse's `dictGet(dictionary, …)`, Vertica's `swap_partitions_between_tables`.
    private mutating func tableLookup(_ node: Node, _ mode: UInt16) {
        if dialect == .vertica { return partitionFunction(node) }
        var child = node.child
        if child != noNode, dialect == .clickhouse {
            let first = self.node(child)
            if first.kind == .column {
                let names = (0..<Int(first.count)).map { parser.tree.name(first, $0) }
                markInput(tables.id(qualify(names)))
                child = first.next
            } else if first.kind == .literal, parser.tokens[Int(first.token)].kind == .string {
                let mark = parser.splitString(parser.tokens[Int(first.token)])
                let parts = Array(parser.tree.names[mark...])
                parser.tree.names.removeSubrange(mark...)
                markInput(tables.id(qualify(parts)))
            }
        }
        while child != noNode {
            evaluate(child, EdgeKinds.compose(mode, EdgeKinds.transformation))
            child = self.node(child).next
        }
    }

    /// `f('source', …, 'target')`
    private mutating func partitionFunction(_ node: Node) {
        var names: [Int32] = []
        var child = node.child
        while child != noNode {
            let part = self.node(child)
            if part.kind == .literal, parser.tokens[Int(part.token)].kind == .string {
                let mark = parser.splitString(parser.tokens[Int(part.token)])
                let parts = Array(parser.tree.names[mark...])
                parser.tree.names.removeSubrange(mark...)
                names.append(tables.id(qualify(parts)))
            }
            child = part.next
        }
        guard names.count >= 2 else { return }
        markInput(names[0])
        markOutput(names[names.count - 1])
    }

    private var branchKind: UInt16 { traits.identityBranches ? EdgeKinds.identity : EdgeKinds.transformation }

    /// Evaluates all arguments alike; OVER and FILTER by their own kinds.
    private mutating func arguments(_ node: Node, _ inner: UInt16, _ mode: UInt16) {
        var child = node.child
        while child != noNode {
            let part = self.node(child)
            switch part.kind {
            case .window, .aggregateFilter: evaluate(child, mode)
            default: evaluate(child, inner)
            }
            child = part.next
        }
    }

    private mutating func arguments(_ node: Node, _ mode: UInt16, kind: (Int, Resolver) -> UInt16) {
        var child = node.child
        var position = 0
        while child != noNode {
            let part = self.node(child)
            evaluate(child, EdgeKinds.compose(mode, kind(position, self)))
            position += 1
            child = part.next
        }
    }

    /// DECODE (x, search, result, …, default): `x` and the searches decide.
    private mutating func decode(_ node: Node, _ mode: UInt16) {
        var count = 0
        var child = node.child
        while child != noNode {
            count += 1
            child = self.node(child).next
        }
        guard count > 2 else { return evaluateChildren(node, EdgeKinds.compose(mode, EdgeKinds.transformation)) }
        arguments(node, mode) { position, _ in
            let isResult = position > 0 && (position % 2 == 0 || position == count - 1 && count % 2 == 0)
            return isResult ? EdgeKinds.transformation : EdgeKinds.conditional
        }
    }

    /// `a.b.method(…)`: if `a` is a source, `a.b` is a column; if `a` is a column of one, it is.
    private mutating func receiver(_ node: Node, _ mode: UInt16) {
        let first = parser.tree.name(node, 0)
        if node.count >= 3, let index = source(qualifier: node, count: 1) {
            let (found, position) = find(parser.tree.name(node, 1), in: sources[index].relation)
            if found == .found || found == .possible {
                pushColumn(parser.tree.name(node, 1), in: sources[index].relation, at: position, mode: mode)
            }
            return
        }
        guard node.count == 2 else { return }
        for index in frames[Int(frame)].sources {
            let (found, position) = find(first, in: sources[index].relation)
            if found == .found, position >= 0 {
                pushColumn(first, in: sources[index].relation, at: position, mode: mode)
                return
            }
        }
    }

    // MARK: CASE, windows, subqueries

    private mutating func caseExpression(_ node: Node, _ mode: UInt16) {
        let condition = EdgeKinds.compose(mode, EdgeKinds.conditional)
        let result = EdgeKinds.compose(mode, branchKind)
        var child = node.child
        while child != noNode {
            let part = self.node(child)
            switch part.kind {
            case .caseOperand: evaluateChildren(part, condition)
            case .whenArm:
                // All but the last child are conditions.
                var arm = part.child
                while arm != noNode {
                    let next = self.node(arm).next
                    evaluate(arm, next == noNode ? result : condition)
                    arm = next
                }
            default: evaluateChildren(part, result)
            }
            child = part.next
        }
    }

    private mutating func window(_ node: Node, _ mode: UInt16) {
        evaluateChildren(node, mode)
        guard node.count > 0, frame >= 0, frames[Int(frame)].node != noNode else { return }
        let name = parser.tree.name(node, 0)
        let clause = parser.tree.child(frames[Int(frame)].node, .windowClause)
        guard clause != noNode else { return }
        var child = self.node(clause).child
        while child != noNode {
            let part = self.node(child)
            if matches(part.alias, name), part.token != node.token, depth < Limits.depthMax * 2 {
                depth += 1
                window(part, mode)
                depth -= 1
                return
            }
            child = part.next
        }
    }

    /// A query as a value: its columns are what it gives.
    private mutating func subquery(_ node: Node, _ mode: UInt16) {
        let relation = query(node.child, parent: frame)
        let columns = expandedColumns(of: relation)
        pushRows(relations[Int(relation)].indirect)
        for column in columns { push(column.edges, mode: mode) }
    }

    /// EXISTS depends on rows, not on the columns of its query.
    private mutating func exists(_ node: Node) {
        let relation = query(node.child, parent: frame)
        pushRows(relations[Int(relation)].indirect)
    }

    // MARK: Positions

    /// `$1`, `t.$1`: a column by its position.
    private mutating func positional(_ node: Node, _ mode: UInt16) {
        guard node.aux > 0, frame >= 0, traits.stages else { return }
        for index in frames[Int(frame)].sources {
            let source = sources[index]
            if node.count > 0, !matches(source.alias, parser.tree.name(node, 0)) { continue }
            let columns = expandedColumns(of: source.relation)
            guard Int(node.aux) <= columns.count, !columns[Int(node.aux) - 1].isStar else {
                if let star = columns.first(where: { $0.isStar }) {
                    // The column is not known, the table is.
                    push(star.edges, mode: mode)
                }
                return
            }
            return push(columns[Int(node.aux) - 1].edges, mode: mode)
        }
    }
}
