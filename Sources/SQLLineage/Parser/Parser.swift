/// Reads tokens into a tree, one statement at a time.
///
/// One permissive grammar for all dialects: what a statement reads and writes has to be found, not whether it is valid.
/// Text that fits nothing is skipped up to the next comma, bracket or clause; queries inside it are still read.
struct Parser {
    let text: UnsafeBufferPointer<UInt8>
    let dialect: SQLDialect
    let traits: DialectTraits
    var tokens: [Token]
    var symbols: SymbolTable
    var tree: Tree
    var problems: [Problem]
    let functions: FunctionTable
    var index = 0
    /// The current token, always `tokens[index]`.
    var token: Token
    var depth = 0
    /// Token arrays that wait while the body of a routine is read.
    private var suspended: [(tokens: [Token], index: Int)] = []
    /// BEGIN blocks, IFs and loops that are open: END closes one.
    var blockDepth = 0
    /// Whether an operand may be a lambda.
    var inArguments = 0
    /// Whether the assignments of ON DUPLICATE KEY UPDATE are read.
    var inUpsert = false
    /// An operator that stands behind its operand was read.
    var pendingPostfix = false

    init(lexer: consuming Lexer, dialect: SQLDialect, tree: Tree, functions: FunctionTable) {
        text = lexer.text
        traits = lexer.traits
        tokens = lexer.tokens
        symbols = lexer.symbols
        problems = lexer.problems
        self.dialect = dialect
        self.tree = tree
        self.functions = functions
        token = tokens[0]
    }

    // MARK: Moving

    @inline(__always)
    mutating func advance() {
        if index + 1 < tokens.count { index += 1 }
        token = tokens[index]
    }

    mutating func move(to position: Int) {
        index = min(position, tokens.count - 1)
        token = tokens[index]
    }

    @inline(__always)
    func peek(_ offset: Int = 1) -> Token {
        let position = index + offset
        return position < tokens.count ? tokens[position] : tokens[tokens.count - 1]
    }

    var atEnd: Bool { token.kind == .endOfText }

    @inline(__always)
    func at(_ keyword: Keyword) -> Bool { token.keyword == keyword }

    @inline(__always)
    func at(_ kind: TokenKind) -> Bool { token.kind == kind }

    func at(_ first: Keyword, _ second: Keyword) -> Bool {
        token.keyword == first && peek().keyword == second
    }

    @inline(__always)
    mutating func accept(_ keyword: Keyword) -> Bool {
        guard token.keyword == keyword else { return false }
        advance()
        return true
    }

    mutating func accept(_ first: Keyword, _ second: Keyword) -> Bool {
        guard at(first, second) else { return false }
        advance()
        advance()
        return true
    }

    @inline(__always)
    mutating func accept(_ kind: TokenKind) -> Bool {
        guard token.kind == kind else { return false }
        advance()
        return true
    }

    /// Skips any of the words that stand here.
    mutating func skip(_ words: Keyword...) {
        while token.keyword != .none, words.contains(token.keyword) { advance() }
    }

    func textEquals(_ token: Token, _ other: StaticString) -> Bool {
        let length = Int(token.end - token.start)
        guard length == other.utf8CodeUnitCount else { return false }
        return (0..<length).allSatisfy { asciiLower(text[Int(token.start) + $0]) == other.utf8Start[$0] }
    }

    /// Whether a token is a word for a unit of time.
    func isUnit(_ token: Token) -> Bool {
        token.kind == .word && functions.functionClass(symbols.lower(token.symbol)) & FunctionClass.unit != 0
    }

    /// Reads `inner` before the rest of the text.
    mutating func suspend(for inner: [Token]) {
        suspended.append((tokens, index))
        tokens = inner
        move(to: 0)
    }

    /// Goes back to the text around a body; false if there is none.
    mutating func resume() -> Bool {
        guard let outer = suspended.popLast() else { return false }
        tokens = outer.tokens
        move(to: outer.index)
        return true
    }

    var isSuspended: Bool { !suspended.isEmpty }

    // MARK: Building

    @inline(__always)
    mutating func add(
        _ kind: NodeKind, from start: Int, _ children: ChildList = ChildList(), flags: UInt8 = 0, aux: UInt16 = 0,
        alias: UInt32 = 0
    ) -> NodeID {
        tree.add(
            Node(
                kind: kind, flags: flags, aux: aux, token: Int32(truncatingIfNeeded: start),
                end: Int32(truncatingIfNeeded: index), child: children.first, alias: alias))
    }

    /// Adds a node that bears the names pushed since `mark`.
    mutating func add(
        _ kind: NodeKind, from start: Int, namesSince mark: Int, _ children: ChildList = ChildList(), flags: UInt8 = 0,
        aux: UInt16 = 0, alias: UInt32 = 0
    ) -> NodeID {
        let id = add(kind, from: start, children, flags: flags, aux: aux, alias: alias)
        tree.nodes[Int(id)].names = UInt32(truncatingIfNeeded: mark)
        tree.nodes[Int(id)].count = UInt32(truncatingIfNeeded: tree.names.count - mark)
        return id
    }

    // MARK: Names

    @inline(__always)
    var isName: Bool { token.kind == .word || token.kind == .quoted }

    /// Reads an alias that needs no AS, if one stands here.
    mutating func implicitAlias(_ excluded: KeywordClass) -> UInt32 {
        guard isName, !token.keyword.isAny(excluded) else { return 0 }
        let symbol = token.symbol
        advance()
        return symbol
    }

    /// The symbol of a string used as a name.
    mutating func stringSymbol(_ token: Token) -> UInt32 {
        var start = Int(token.start)
        var end = Int(token.end)
        while start < end, text[start] != 0x27, text[start] != 0x22 { start += 1 }
        if start < end { start += 1 }
        if end > start, text[end - 1] == 0x27 || text[end - 1] == 0x22 { end -= 1 }
        guard start < end else { return 0 }
        return symbols.exact(UnsafeBufferPointer(rebasing: text[start..<end]))
    }

    /// The symbol for bytes of the text.
    mutating func symbol(_ range: Range<Int>) -> UInt32 {
        symbols.exact(UnsafeBufferPointer(rebasing: text[range]))
    }

    // MARK: Problems

    mutating func report(_ code: SQLDiagnostic.Code, from start: Int, to end: Int? = nil) {
        guard problems.count < Limits.diagnosticsMax else { return }
        let first = tokens[min(start, tokens.count - 1)]
        let last = tokens[max(min((end ?? index) - 1, tokens.count - 1), min(start, tokens.count - 1))]
        problems.append(Problem(code: code, start: Int(first.start), end: Int(max(last.end, first.start))))
    }

    /// Whether one more level may be entered; says so once if not.
    mutating func enter() -> Bool {
        if depth >= Limits.depthMax {
            report(.limit, from: index, to: index + 1)
            return false
        }
        depth += 1
        return true
    }

    mutating func leave() { depth -= 1 }
}
