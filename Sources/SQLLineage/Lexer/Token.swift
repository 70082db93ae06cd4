/// What a token is, as far as the lexer can tell.
enum TokenKind: UInt8 {
    /// After the last token.
    case endOfText
    case word, quoted, string, number
    /// `@x`, `:x`, `$1`, `$x`: a bind parameter or variable.
    case variable
    /// `{{ … }}`, `${…}`, `%(x)s`: left by a template engine.
    case template
    /// `@db.stage/path`
    case stage
    case comma, dot, semicolon, leftParen, rightParen, leftBracket, rightBracket, leftBrace, rightBrace
    case star, equals, colon, doubleColon, arrow, fatArrow, assign, plus, dash, slash, less, greater, pipe, question
    /// Any other run of operator characters.
    case op
    /// Bytes that start no token.
    case unknown
}

/// A piece of the text: 16 bytes.
struct Token {
    /// Byte offsets into the text.
    var start: UInt32
    var end: UInt32
    /// The symbol of a word or quoted name, else 0.
    var symbol: UInt32
    var keyword: Keyword
    var kind: TokenKind
    var flags: UInt8

    /// White space or a comment stands before the token.
    static let spaceBefore: UInt8 = 1
    static let newlineBefore: UInt8 = 2
    /// The string or quoted name has no end.
    static let unterminated: UInt8 = 4

    var hasSpaceBefore: Bool { flags & Token.spaceBefore != 0 }
    var hasNewlineBefore: Bool { flags & Token.newlineBefore != 0 }
}
