/// Finds out what the columns of a statement come from.
///
/// One pass over the tree: every query block becomes a relation, a list of columns with the base columns behind each.
/// Sets of base columns are stored once and referred to by number, so a common table expression that is used a hundred
/// times costs as much as one that is used once.
struct Resolver {
    let dialect: SQLDialect
    let traits: DialectTraits
    let catalog: PreparedCatalog
    let functions: FunctionTable
    let lateralAliases: Bool
    var parser: Parser

    // What the whole script knows.
    var tables = TableStore()
    var columns = PairTable()
    var edges = EdgeStore()
    var relations: [Relation] = []
    var pool: [RelationColumn] = []
    var defaultCatalog: [UInt32] = []
    var defaultSchema: [UInt32] = []
    var outputColumns: [OutputColumn] = []
    var indirect: [Edge] = []
    var problems: [Problem] = []
    /// Names that a script declares; they are no columns.
    var variables: Set<UInt32> = []
    /// Tables that a later statement drops, by the base symbol of their last name.
    var drops: [UInt32: Int32] = [:]
    /// Whether to look for mistakes.
    var lints = false
    var findings: [SQLFinding] = []
    /// The statement in hand stores what it computes.
    var isStoring = false
    /// Where an INSERT by position takes its columns from.
    var lintNode: NodeID = noNode
    /// A join condition is evaluated: what it uses of its own table does not count.
    var conditionOf = -1
    var hasOpenStar = false
    var lostColumns = false

    // What the statement in hand knows.
    var sources: [Source] = []
    var frames: [Frame] = []
    var merged: [RelationColumn] = []
    var aliases: [RelationColumn] = []
    var commonTables: [CommonTable] = []
    var commonHead: Int32 = -1
    var parameters: [UInt32] = []
    var scratch: [Edge] = []
    /// Indirect edges of the query in hand.
    var rowEdges: [Edge] = []
    var frame: Int32 = -1
    var depth = 0
    /// What a pipe operator such as PIVOT is applied to, or -1.
    var pipeInput: RelationID = -1
    /// The table node that the statement writes, which does not make it an input.
    var written: NodeID = noNode
    var writtenNodes: [NodeID] = []
    /// The rows of the INSERT in hand, which ON CONFLICT calls `excluded`, or -1.
    var excluded: RelationID = -1
    /// What RETURNING gives.
    var returning: [RelationColumn] = []
    let star: UInt32

    struct OutputColumn {
        /// The table written, or -1.
        var table: Int32
        var name: UInt32
        var edges: EdgeSetID
        var isStar = false
    }

    init(
        parser: consuming Parser, catalog: PreparedCatalog, lateralAliases: Bool
    ) {
        dialect = parser.dialect
        traits = parser.traits
        functions = parser.functions
        self.catalog = catalog
        self.lateralAliases = lateralAliases || parser.traits.lateralAliases
        var parser = parser
        star = parser.symbols.base("*")
        self.parser = parser
    }

    @inline(__always)
    func node(_ id: NodeID) -> Node { parser.tree.nodes[Int(id)] }

    @inline(__always)
    func lower(_ symbol: UInt32) -> UInt32 { parser.symbols.lower(symbol) }

    @inline(__always)
    func matches(_ first: UInt32, _ second: UInt32) -> Bool {
        first == second || parser.symbols.lower(first) == parser.symbols.lower(second)
    }

    /// A name as the dialect writes names of columns.
    func columnSymbol(_ symbol: UInt32) -> UInt32 {
        traits.nameCase == .tablesAsWritten ? lower(symbol) : symbol
    }

    mutating func report(_ code: SQLDiagnostic.Code, _ id: NodeID) {
        guard problems.count < Limits.diagnosticsMax else { return }
        let node = self.node(id)
        let first = parser.tokens[min(Int(node.token), parser.tokens.count - 1)]
        let end = max(Int(node.end) - 1, Int(node.token))
        let last = parser.tokens[min(end, parser.tokens.count - 1)]
        problems.append(Problem(code: code, start: Int(first.start), end: max(Int(last.end), Int(first.start))))
    }

    // MARK: Relations

    mutating func addRelation(_ relation: Relation) -> RelationID {
        relations.append(relation)
        return RelationID(relations.count - 1)
    }

    /// A relation of the columns of `pool` from `start` on.
    mutating func addRelation(from start: Int, indirect: EdgeSetID = 0) -> RelationID {
        addRelation(
            Relation(start: Int32(start), count: Int32(pool.count - start), table: -1, catalog: -1, indirect: indirect))
    }

    /// A relation of `list`.
    mutating func addRelation(_ list: [RelationColumn], indirect: EdgeSetID = 0) -> RelationID {
        let start = pool.count
        pool.append(contentsOf: list)
        return addRelation(from: start, indirect: indirect)
    }

    @inline(__always)
    func column(_ relation: Relation, _ index: Int) -> RelationColumn { pool[Int(relation.start) + index] }

    /// Whether there may be columns that are not known.
    func isOpen(_ id: RelationID) -> Bool {
        let relation = relations[Int(id)]
        if relation.flags & Relation.baseTable != 0 {
            return relation.catalog < 0 && relation.flags & Relation.defined == 0
        }
        for index in 0..<Int(relation.count) where column(relation, index).isStar { return true }
        return false
    }

    // MARK: Edges

    @inline(__always)
    mutating func push(_ set: EdgeSetID, mode: UInt16) {
        for index in edges.range(set) {
            let edge = edges.edge(index)
            scratch.append(Edge(column: edge.column, kinds: EdgeKinds.compose(mode, edge.kinds)))
        }
    }

    @inline(__always)
    mutating func baseColumn(_ table: Int32, _ name: UInt32) -> UInt32 {
        columns.id(UInt32(bitPattern: table), name)
    }

    /// The set of one base column, copied as it is.
    mutating func identity(_ table: Int32, _ name: UInt32) -> EdgeSetID {
        let mark = scratch.count
        scratch.append(Edge(column: baseColumn(table, name), kinds: EdgeKinds.identity))
        return edges.add(&scratch, from: mark)
    }

    mutating func union(_ first: EdgeSetID, _ second: EdgeSetID) -> EdgeSetID {
        if first == 0 || first == second { return second }
        if second == 0 { return first }
        let mark = scratch.count
        push(first, mode: EdgeKinds.identity)
        push(second, mode: EdgeKinds.identity)
        return edges.add(&scratch, from: mark)
    }

    /// Adds what the rows of a set of columns depend on.
    mutating func pushRows(_ set: EdgeSetID) {
        for index in edges.range(set) { rowEdges.append(edges.edge(index)) }
    }

    /// Evaluates an expression that decides about rows.
    mutating func rows(_ id: NodeID, _ kind: UInt16) {
        let mark = scratch.count
        evaluate(id, EdgeKinds.transformation)
        for index in mark..<scratch.count {
            rowEdges.append(Edge(column: scratch[index].column, kinds: kind))
        }
        scratch.removeLast(scratch.count - mark)
    }
}
