/// Reads SQL text and tells what it reads and writes.
///
/// ```swift
/// let analyzer = SQLAnalyzer(dialect: .postgres)
/// let result = analyzer.analyze("INSERT INTO t (a) SELECT max(b) FROM s")
/// // result.columns: t.a from s.b, AGGREGATION
/// ```
/// A value of this type is made once for a dialect and catalog and used for many texts, from any thread. Never throws and
/// never traps: what cannot be read is told by `diagnostics` and `completeness`.
public struct SQLAnalyzer: Sendable {
    /// What qualifies names that are written without catalog or schema.
    public struct Defaults: Sendable, Hashable {
        public var catalog: String?
        public var schema: String?

        public init(catalog: String? = nil, schema: String? = nil) {
            self.catalog = catalog
            self.schema = schema
        }
    }

    public let dialect: SQLDialect
    private let catalog: PreparedCatalog
    private let symbols: FrozenSymbols
    private let functions: FunctionTable
    private let defaults: Defaults
    /// A projection may use an alias given before it even if a table could have such a column.
    public var lateralAliases = false
    /// Whether results have findings.
    public var lints = false

    public init(dialect: SQLDialect, catalog: SQLCatalog = SQLCatalog(), defaults: Defaults = Defaults()) {
        self.dialect = dialect
        self.defaults = defaults
        var store = SQLAnalyzer.known.store
        functions = SQLAnalyzer.known.functions
        self.catalog = PreparedCatalog(catalog, nameCase: dialect.traits.nameCase, store: &store)
        symbols = FrozenSymbols(store: store)
    }

    private static let known: (store: SymbolStore, functions: FunctionTable) = {
        var store = FrozenSymbols.keywordStore()
        let functions = FunctionTable(addingTo: &store)
        return (store, functions)
    }()

    /// The lineage of a text of one or more statements.
    public func analyze(_ text: String) -> SQLLineageResult {
        var text = text
        return text.withUTF8 { analyze($0) }
    }

    /// The lineage of UTF-8 text; bytes that are no UTF-8 are taken for letters of names.
    public func analyze(_ text: UnsafeBufferPointer<UInt8>) -> SQLLineageResult {
        let text = text.count > Limits.textBytesMax ? UnsafeBufferPointer(rebasing: text[..<Limits.textBytesMax]) : text
        var lexer = Lexer(text: text, traits: dialect.traits, symbols: SymbolTable(frozen: symbols), tokens: [])
        lexer.run()
        let parser = Parser(lexer: lexer, dialect: dialect, tree: Tree(), functions: functions)
        var resolver = Resolver(parser: parser, catalog: catalog, lateralAliases: lateralAliases)
        resolver.lints = lints
        resolver.setDefaults(catalog: defaults.catalog, schema: defaults.schema)
        let count = resolver.run()
        var builder = ResultBuilder(resolver)
        return builder.build(statementCount: count)
    }
}

extension Resolver {
    mutating func setDefaults(catalog: String?, schema: String?) {
        if let catalog { defaultCatalog = catalog.split(separator: ".").map { defaultSymbol(String($0)) } }
        if let schema { defaultSchema = schema.split(separator: ".").map { defaultSymbol(String($0)) } }
    }

    private mutating func defaultSymbol(_ text: String) -> UInt32 {
        var text = text
        return text.withUTF8 { bytes in
            switch traits.nameCase {
            case .asWritten, .tablesAsWritten: parser.symbols.exact(bytes)
            default: parser.symbols.base(bytes, hash: SymbolStore.hash(bytes))
            }
        }
    }

    /// Reads and resolves all statements; gives their number.
    mutating func run() -> Int {
        findDrops()
        var count = 0
        while true {
            parser.tree.reset()
            let statement = parser.nextStatement()
            if statement == noNode { break }
            if parser.tree[statement].kind != .variables { count += 1 }
            take(statement)
        }
        writeUnreadTemporaries()
        return count
    }

    /// A temporary table that nobody reads is a result of the script: its columns are told.
    private mutating func writeUnreadTemporaries() {
        for index in tables.entries.indices {
            let table = tables.entries[index]
            guard table.isTemporary, !table.isRead, table.relation >= 0 else { continue }
            for column in expandedColumns(of: table.relation) { write(column, to: Int32(index), as: column.name) }
        }
    }

    /// Notes which tables are dropped, and where.
    private mutating func findDrops() {
        let tokens = parser.tokens
        for index in tokens.indices where tokens[index].keyword == .drop {
            var position = index + 1
            while position < tokens.count, tokens[position].keyword == .temporary || tokens[position].keyword == .temp {
                position += 1
            }
            guard position < tokens.count, tokens[position].keyword == .table || tokens[position].keyword == .view
            else { continue }
            position += 1
            while position < tokens.count, tokens[position].keyword == .if || tokens[position].keyword == .exists {
                position += 1
            }
            var last: UInt32 = 0
            while position < tokens.count {
                let token = tokens[position]
                guard token.kind == .word || token.kind == .quoted || token.kind == .dot || token.kind == .comma else {
                    break
                }
                if token.symbol != 0 { last = token.symbol }
                if token.kind == .comma { drops[lower(last)] = Int32(bitPattern: tokens[index].start) }
                position += 1
            }
            if last != 0 { drops[lower(last)] = Int32(bitPattern: tokens[index].start) }
        }
    }
}
