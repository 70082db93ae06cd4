/// Pipe syntax: every operator turns a relation into the next one.
extension Resolver {
    mutating func pipe(_ node: Node, parent: Int32) -> RelationID {
        // A long chain is nested to the left: unwind it first.
        var steps: [NodeID] = []
        var input = node.child
        collect(node, &steps)
        while input != noNode, self.node(input).kind == .pipe {
            let inner = self.node(input)
            collect(inner, &steps)
            input = inner.child
        }
        guard input != noNode else { return addRelation(Relation()) }
        var result = query(input, parent: parent)
        var alias = soleAlias(input)
        for step in steps.reversed() { result = pipeStep(step, result, &alias, parent: parent) }
        return result
    }

    private func collect(_ node: Node, _ steps: inout [NodeID]) {
        var own: [NodeID] = []
        var child = node.child == noNode ? noNode : self.node(node.child).next
        while child != noNode {
            own.append(child)
            child = self.node(child).next
        }
        steps.append(contentsOf: own.reversed())
    }

    /// The name of the one table of `FROM t`, which qualifies columns in the first operators.
    private func soleAlias(_ id: NodeID) -> UInt32 {
        let query = node(id)
        guard query.child != noNode, node(query.child).kind == .select else { return 0 }
        let from = parser.tree.child(query.child, .from)
        guard from != noNode, node(from).child != noNode else { return 0 }
        let table = node(node(from).child)
        guard table.next == noNode else { return 0 }
        return table.alias != 0 ? table.alias : table.kind == .table ? parser.tree.lastName(table) : 0
    }

    private mutating func pipeStep(_ id: NodeID, _ input: RelationID, _ alias: inout UInt32, parent: Int32)
        -> RelationID
    {
        let step = node(id)
        guard step.kind == .pipeOperator else {
            recovered(step, parent: parent)
            return input
        }
        let rowMark = rowEdges.count
        pushRows(relations[Int(input)].indirect)
        openFrame(parent: parent, node: noNode)
        addSource(Source(alias: alias, relation: input, table: relations[Int(input)].table))
        var output: [RelationColumn] = []
        let aliasMark = aliases.count
        switch step.aux {
        case PipeOperator.select: pipeItems(step, &output)
        case PipeOperator.extend:
            output = expandedColumns(of: input)
            pipeItems(step, &output)
        case PipeOperator.set:
            output = expandedColumns(of: input)
            pipeAssignments(step, &output)
        case PipeOperator.aggregate: pipeAggregate(step, &output)
        case PipeOperator.join: output = pipeJoin(step)
        case PipeOperator.setOperation: output = pipeSetOperation(step, input)
        case PipeOperator.drop:
            output = expandedColumns(of: input)
            pipeDrop(step, &output)
        case PipeOperator.rename:
            output = expandedColumns(of: input)
            pipeRename(step, &output)
        case PipeOperator.tableSuffix: output = pipeSuffix(step, input)
        default:
            output = expandedColumns(of: input)
            if step.aux == PipeOperator.filter { rowClause(step, IndirectKinds.filter) }
            if step.aux == PipeOperator.order { pipeOrder(step) }
            if step.aux == PipeOperator.alias { alias = step.alias }
        }
        aliases.removeLast(aliases.count - aliasMark)
        closeFrame()
        return addRelation(output, indirect: edges.add(&rowEdges, from: rowMark))
    }

    private mutating func pipeItems(_ step: Node, _ output: inout [RelationColumn]) {
        frames[Int(frame)].aliases = aliases.count
        var child = step.child
        while child != noNode {
            let part = node(child)
            if part.kind == .items { items(part, &output) } else { discard(child) }
            child = part.next
        }
    }

    private mutating func pipeAssignments(_ step: Node, _ output: inout [RelationColumn]) {
        var child = step.child
        while child != noNode {
            let part = node(child)
            if part.kind == .assignment, part.child != noNode {
                let name = parser.tree.lastName(node(part.child))
                let mark = scratch.count
                evaluate(node(part.child).next, EdgeKinds.identity)
                let set = edges.add(&scratch, from: mark)
                for index in output.indices where !output[index].isStar && matches(output[index].name, name) {
                    output[index].edges = set
                }
            }
            child = part.next
        }
    }

    /// AGGREGATE … GROUP BY …: the groups come first.
    private mutating func pipeAggregate(_ step: Node, _ output: inout [RelationColumn]) {
        frames[Int(frame)].aliases = aliases.count
        var groups: [RelationColumn] = []
        var child = step.child
        while child != noNode {
            let part = node(child)
            if part.kind == .groupBy {
                items(part, &groups)
                for column in groups {
                    for index in edges.range(column.edges) {
                        rowEdges.append(Edge(column: edges.edge(index).column, kinds: IndirectKinds.groupBy))
                    }
                }
            } else if part.kind == .items {
                items(part, &output)
            }
            child = part.next
        }
        output = groups + output
    }

    private mutating func pipeJoin(_ step: Node) -> [RelationColumn] {
        var child = step.child
        while child != noNode {
            let part = node(child)
            if part.kind == .join { join(part) } else if part.kind != .nothing { tableReference(child) }
            child = part.next
        }
        var output: [RelationColumn] = []
        expandAll(&output, noNode)
        return output
    }

    private mutating func pipeSetOperation(_ step: Node, _ input: RelationID) -> [RelationColumn] {
        var columns = expandedColumns(of: input)
        guard step.child != noNode else { return columns }
        var branch = node(step.child).child
        while branch != noNode {
            let relation = query(branch, parent: frame)
            pushRows(relations[Int(relation)].indirect)
            let other = expandedColumns(of: relation)
            for index in columns.indices where index < other.count {
                columns[index].edges = union(columns[index].edges, other[index].edges)
            }
            branch = node(branch).next
        }
        return columns
    }

    private func pipeDrop(_ step: Node, _ output: inout [RelationColumn]) {
        guard step.child != noNode else { return }
        let list = node(step.child)
        for index in 0..<Int(list.count) {
            let name = parser.tree.name(list, index)
            output.removeAll { !$0.isStar && matches($0.name, name) }
        }
    }

    private mutating func pipeRename(_ step: Node, _ output: inout [RelationColumn]) {
        guard step.child != noNode else { return }
        let list = node(step.child)
        var index = 0
        while index + 1 < Int(list.count) {
            for position in output.indices
            where !output[position].isStar && matches(output[position].name, parser.tree.name(list, index)) {
                output[position].name = columnSymbol(parser.tree.name(list, index + 1))
                break
            }
            index += 2
        }
    }

    private mutating func pipeOrder(_ step: Node) {
        var child = step.child
        while child != noNode {
            let part = node(child)
            if part.kind == .orderBy { rowClause(part, IndirectKinds.sort) } else { discard(child) }
            child = part.next
        }
    }

    /// PIVOT and the like on the relation in hand.
    private mutating func pipeSuffix(_ step: Node, _ input: RelationID) -> [RelationColumn] {
        guard step.child != noNode, node(step.child).kind != .nothing else { return expandedColumns(of: input) }
        let start = sources.count
        pipeInput = input
        tableReference(step.child)
        pipeInput = -1
        guard sources.count > start else { return expandedColumns(of: input) }
        return expandedColumns(of: sources[sources.count - 1].relation)
    }
}
