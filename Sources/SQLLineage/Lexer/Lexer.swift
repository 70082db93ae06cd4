/// Cuts a text into tokens. Never fails: what has no end ends at the end of its line, and a diagnostic says so.
struct Lexer {
    let text: UnsafeBufferPointer<UInt8>
    let traits: DialectTraits
    var symbols: SymbolTable
    var tokens: [Token]
    var problems: [Problem] = []
    var position = 0
    /// The text stands in a string itself: its quotes are doubled.
    var hasDoubledQuotes = false
    /// Before this position no `{{` has an end.
    var noTemplateBefore = 0
    /// Dollar quotes without an end so far: each costs a look at the rest of the text.
    var openTags = 0
    private var pendingFlags: UInt8 = Token.newlineBefore
    private let classes = ByteClass.table

    init(text: UnsafeBufferPointer<UInt8>, traits: DialectTraits, symbols: SymbolTable, tokens: [Token]) {
        self.text = text
        self.traits = traits
        self.symbols = symbols
        self.tokens = tokens
        self.tokens.reserveCapacity(text.count / 4 + 8)
    }

    mutating func run() {
        if text.count >= 3, text[0] == 0xEF, text[1] == 0xBB, text[2] == 0xBF { position = 3 }
        while position < text.count { step() }
        pendingFlags |= Token.newlineBefore
        push(.endOfText, from: text.count)
    }

    private mutating func step() {
        let start = position
        let byte = text[position]
        switch ByteClass(rawValue: classes[Int(byte)]).unsafelyUnwrapped {
        case .newline:
            pendingFlags |= Token.newlineBefore | Token.spaceBefore
            position += 1
        case .space:
            pendingFlags |= Token.spaceBefore
            position += 1
        case .letter: word()
        case .digit: number()
        case .comma: single(.comma)
        case .semicolon: single(.semicolon)
        case .leftParen: single(.leftParen)
        case .rightParen: single(.rightParen)
        case .quote: string(from: start, quote: 0x27)
        case .doubleQuote:
            if traits.doubleQuoteIsString { string(from: start, quote: 0x22) } else { quotedName(close: 0x22) }
        case .backtick: quotedName(close: 0x60)
        case .dot: dot()
        case .open: openBracket(byte)
        case .close: closeBracket(byte)
        case .op: operators(byte)
        case .other:
            position += 1
            push(.unknown, from: start)
        }
    }

    mutating func single(_ kind: TokenKind) {
        position += 1
        push(kind, from: position - 1)
    }

    /// Adds a token from `start` to the current position.
    @inline(__always)
    mutating func push(_ kind: TokenKind, from start: Int, symbol: UInt32 = 0, keyword: Keyword = .none) {
        tokens.append(
            Token(
                start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: position), symbol: symbol,
                keyword: keyword, kind: kind, flags: pendingFlags))
        pendingFlags = 0
    }

    mutating func markUnterminated(_ start: Int) {
        pendingFlags |= Token.unterminated
        problems.append(Problem(code: .unterminated, start: start, end: position))
    }

    mutating func skipped() { pendingFlags |= Token.spaceBefore }

    @inline(__always)
    func byte(_ offset: Int) -> UInt8 {
        position + offset < text.count ? text[position + offset] : 0
    }

    @inline(__always)
    func isNameByte(_ byte: UInt8) -> Bool {
        let kind = classes[Int(byte)]
        return kind == ByteClass.letter.rawValue || kind == ByteClass.digit.rawValue || byte == 0x24
    }

    func isNameStart(_ byte: UInt8) -> Bool { classes[Int(byte)] == ByteClass.letter.rawValue }

    func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

    /// Reads a word: keyword, name or the prefix of a string.
    private mutating func word() {
        let start = position
        var hash: UInt32 = 2_166_136_261
        var upper: UInt8 = 0
        while position < text.count {
            let byte = text[position]
            guard isNameByte(byte) else { break }
            hash = SymbolStore.hashStep(hash, byte)
            if byte >= 65 && byte <= 90 { upper = 1 }
            position += 1
        }
        if position < text.count, position - start <= 2, stringPrefix(start) { return }
        // `#` inside names is common in Oracle and T-SQL.
        if position < text.count, text[position] == 0x23, traits.hashNames || traits.quoteOperator {
            while position < text.count, isNameByte(text[position]) || text[position] == 0x23 {
                hash = SymbolStore.hashStep(hash, text[position])
                position += 1
            }
        }
        pushWord(from: start, hash: hash, hasUpper: upper != 0)
    }

    mutating func pushWord(from start: Int, hash: UInt32, hasUpper: Bool) {
        let slice = UnsafeBufferPointer(rebasing: text[start..<position])
        let base = symbols.base(slice, hash: hash)
        let keyword = base < ByteClass.keywordCount ? Keyword(rawValue: UInt16(base)) ?? .none : .none
        var symbol = base
        if hasUpper, traits.nameCase == .asWritten || traits.nameCase == .tablesAsWritten {
            symbol = symbols.variant(slice, base: base)
        }
        push(.word, from: start, symbol: symbol, keyword: keyword)
    }
}

/// What a byte can start.
enum ByteClass: UInt8 {
    case other, space, newline, letter, digit, comma, semicolon, leftParen, rightParen, quote, doubleQuote, backtick,
        dot
    case open, close, op

    static let keywordCount = UInt32(Keyword.allCases.count)

    /// By byte value. Never freed.
    nonisolated(unsafe) static let table: UnsafePointer<UInt8> = {
        let table = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
        table.initialize(repeating: ByteClass.other.rawValue, count: 256)
        func mark(_ text: String, _ value: ByteClass) {
            for byte in text.utf8 { table[Int(byte)] = value.rawValue }
        }
        mark("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_", .letter)
        for byte in 128..<256 { table[byte] = ByteClass.letter.rawValue }
        mark("0123456789", .digit)
        mark(" \t\u{0B}\u{0C}", .space)
        mark("\n\r", .newline)
        mark(",", .comma)
        mark(";", .semicolon)
        mark("(", .leftParen)
        mark(")", .rightParen)
        mark("'", .quote)
        mark("\"", .doubleQuote)
        mark("`", .backtick)
        mark(".", .dot)
        mark("[{", .open)
        mark("]}", .close)
        mark("+-*/<>=!~@#$%^&|?:\\", .op)
        return UnsafePointer(table)
    }()
}

/// Something odd that the lexer or the parser met.
struct Problem {
    var code: SQLDiagnostic.Code
    var start: Int
    var end: Int
}
