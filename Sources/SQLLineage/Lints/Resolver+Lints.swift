/// Likely mistakes, found on the way.
///
/// A rule speaks only where the text alone shows the mistake: silence is better than noise.
extension Resolver {
    mutating func find(_ rule: SQLFinding.Rule, _ message: String, _ id: NodeID) {
        guard lints, findings.count < Limits.diagnosticsMax else { return }
        let node = self.node(id)
        let first = parser.tokens[min(Int(node.token), parser.tokens.count - 1)]
        let last = parser.tokens[min(max(Int(node.end) - 1, Int(node.token)), parser.tokens.count - 1)]
        let finding = SQLFinding(
            rule: rule, message: message, range: Int(first.start)..<max(Int(last.end), Int(first.start)))
        if !findings.contains(finding) { findings.append(finding) }
    }

    /// Common table expressions that nobody asked for; told only if all of the statement could be read.
    mutating func findUnusedCommonTables() {
        guard lints, parser.problems.isEmpty else { return }
        for table in commonTables where table.relation < 0 && node(table.node).aux == 0 {
            let name = parser.symbols.text(table.name)
            find(.unusedCommonTable, "Nothing reads \(name).", table.node)
        }
    }

    /// `INSERT INTO t SELECT *` without a list of columns.
    mutating func findStarIntoTable(_ query: NodeID) {
        guard lints else { return }
        var body = query
        while node(body).kind == .query {
            var child = node(body).child
            while child != noNode, node(child).kind == .with { child = node(child).next }
            guard child != noNode else { return }
            body = child
        }
        guard node(body).kind == .select else { return }
        let items = parser.tree.child(body, .items)
        guard items != noNode else { return }
        var item = node(items).child
        while item != noNode {
            let value = node(item).child
            if value != noNode, node(value).kind == .star {
                find(.starIntoTable, "The columns of the target are fixed, those of * are not: name them.", value)
            }
            item = node(item).next
        }
    }

    /// An INSERT by position whose columns bear the target's names in another order.
    mutating func findPositionMismatch(_ columns: [RelationColumn], _ list: [UInt32], _ id: NodeID) {
        guard lints, id != noNode, columns.count == list.count, columns.count > 1 else { return }
        let names = columns.map { lower($0.name) }
        let wanted = list.map { lower($0) }
        guard names != wanted, Set(names) == Set(wanted), Set(names).count == names.count else { return }
        let text = names.indices.filter { names[$0] != wanted[$0] }.prefix(3)
            .map { "\(parser.symbols.text(names[$0])) goes to \(parser.symbols.text(wanted[$0]))" }
            .joined(separator: ", ")
        find(.positionMismatch, "By position \(text).", id)
    }

    /// AVG (CAST (x AS INT)), and random values that are stored.
    mutating func lintCall(_ id: NodeID, _ node: Node) {
        let name = parser.symbols.text(lower(parser.tree.lastName(node)))
        if node.aux & FunctionClass.volatile != 0, isStoring, CallNames.random.contains(name) {
            find(.nonDeterministic, "\(name) gives another value at each run.", id)
        }
        guard node.aux & FunctionClass.classMask == FunctionClass.aggregate else { return }
        if name == "avg" || name == "sum", node.child != noNode, self.node(node.child).kind == .cast,
            castsToInteger(self.node(node.child))
        {
            find(.lossyCast, "Fractions are cut off before \(name) sees them.", id)
        }
        if name == "sum" || name == "count" || name == "avg", !isDistinct(node), frame >= 0 {
            frames[Int(frame)].aggregates = true
        }
    }

    private func castsToInteger(_ node: Node) -> Bool {
        var position = Int(node.end) - 2
        while position > Int(node.token), parser.tokens[position].kind != .word { position -= 1 }
        guard position > 0, parser.tokens[position - 1].keyword == .as else { return false }
        return CallNames.integers.contains(parser.symbols.text(lower(parser.tokens[position].symbol)))
    }

    private func isDistinct(_ node: Node) -> Bool {
        let start = Int(node.token) + Int(node.count) * 2
        return start < parser.tokens.count
            && (parser.tokens[start].keyword == .distinct || parser.tokens[max(start - 1, 0)].keyword == .distinct)
    }

    // MARK: Joins

    /// Notes `earlier.column = new.column` of a join condition.
    mutating func noteJoin(_ condition: Node, _ left: Int, _ id: NodeID) {
        guard lints, condition.child != noNode, frame >= 0 else { return }
        let operation = node(condition.child)
        guard operation.kind == .operation else { return }
        var child = operation.child
        while child != noNode, node(child).next != noNode {
            let next = node(child).next
            if node(child).kind == .column, node(next).kind == .column,
                parser.tokens[Int(node(child).end)].kind == .equals, Int(node(child).end) + 1 == Int(node(next).token)
            {
                noteEquality(node(child), node(next), left, id)
            }
            child = next
        }
    }

    private mutating func noteEquality(_ first: Node, _ second: Node, _ left: Int, _ id: NodeID) {
        guard first.count == 2, second.count == 2, let one = source(qualifier: first, count: 1),
            let two = source(qualifier: second, count: 1), (one < left) != (two < left)
        else { return }
        let (earlier, column, newer) = one < left ? (one, first, second) : (two, second, first)
        let name = parser.tree.lastName(column)
        // A key on the new side is unique: that join repeats nothing.
        if CallNames.isKey(parser.symbols.text(lower(parser.tree.lastName(newer))), of: alias(left)) { return }
        frames[Int(frame)].joins.append(Frame.Join(source: earlier, column: lower(name), other: left, node: id))
    }

    private func alias(_ index: Int) -> String {
        let source = sources[index]
        guard source.table >= 0, let name = tables[source.table].names.last else { return "" }
        return parser.symbols.text(lower(name))
    }

    /// Speaks about the joins of a SELECT when it is complete.
    mutating func findJoinMistakes() {
        guard lints, frame >= 0, parser.problems.isEmpty else { return }
        let here = frames[Int(frame)]
        for index in here.sources where sources[index].flags & (Source.leftJoined | Source.used) == Source.leftJoined {
            // A column whose table is not known may be one of this table.
            if !lostColumns, sources[index].node != noNode {
                find(.unusedJoin, "No column of this table is used.", sources[index].node)
            }
        }
        guard here.aggregates else { return }
        for (position, join) in here.joins.enumerated() {
            let other = here.joins[..<position].first {
                $0.source == join.source && $0.column == join.column && $0.other != join.other
            }
            if other != nil {
                find(
                    .joinFanOut,
                    "A second table is joined to the same column: its rows and those of the first repeat each other.",
                    join.node)
            }
        }
    }
}

/// Names that the rules know.
enum CallNames {
    static let random: Set<String> = [
        "rand", "random", "randn", "newid", "uuid", "gen_random_uuid", "generate_uuid", "uuid_string", "uniform",
    ]
    static let integers: Set<String> = [
        "int", "integer", "bigint", "smallint", "tinyint", "int64", "int4", "int8", "signed",
    ]

    /// Whether a column is the key of its own table by name: `id`, `customer_id` of `customers`, `d_date_sk` …
    static func isKey(_ column: String, of table: String) -> Bool {
        if column == "id" || column == "key" || column == "pk" { return true }
        var stem = column
        for suffix in ["_id", "_key", "_sk", "id"] where stem.hasSuffix(suffix) && stem.count > suffix.count {
            stem.removeLast(suffix.count)
            break
        }
        return stem == table || stem + "s" == table || stem + "es" == table || table.hasSuffix("_" + stem)
            || table.hasSuffix("_" + stem + "s")
    }
}
