/// Routines, blocks and control flow: passed over, so that the statements inside are read one by one.
extension Parser {
    /// CREATE PROCEDURE, FUNCTION, TRIGGER, PACKAGE: skips the header up to the body.
    mutating func routine(from start: Int) -> NodeID {
        let isTrigger = at(.trigger)
        advance()
        var language: Token?
        var body: Int?
        var position = index
        // The language may stand behind the body.
        let end = min(tokens.count, index + Limits.routineHeaderTokensMax)
        while position < end, tokens[position].kind != .semicolon, tokens[position].kind != .endOfText {
            if tokens[position].keyword == .language, position + 1 < tokens.count { language = tokens[position + 1] }
            if tokens[position].kind == .string, isBody(position), body == nil { body = position }
            position += 1
        }
        if let body {
            move(to: body)
            guard isSQL(language) else { return skipQuietly() }
            spliceBody()
            blockDepth = 0
            return noNode
        }
        return routineHeader(isTrigger: isTrigger)
    }

    /// Whether a string is the body of a routine.
    func isBody(_ position: Int) -> Bool {
        guard position > 0 else { return false }
        let start = Int(tokens[position].start)
        guard text[start] == 0x24 || text[start] == 0x27 else { return false }
        guard tokens[position - 1].keyword == .as || tokens[position - 1].keyword == .do else { return false }
        if text[start] == 0x24 { return true }
        // A body has several words and begins with a statement; anything else is the name of a library.
        var end = start + 1
        while end < Int(tokens[position].end), isSpace(text[end]) { end += 1 }
        let from = end
        while end < Int(tokens[position].end), asciiLower(text[end]) >= 97, asciiLower(text[end]) <= 122 { end += 1 }
        guard end < Int(tokens[position].end), isSpace(text[end]) else { return false }
        let word = Token(
            start: UInt32(from), end: UInt32(end), symbol: 0, keyword: .none, kind: .word, flags: 0)
        return textEquals(word, "select") || textEquals(word, "insert") || textEquals(word, "begin")
            || textEquals(word, "declare") || textEquals(word, "with") || textEquals(word, "update")
            || textEquals(word, "delete") || textEquals(word, "merge")
    }

    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    func isSQL(_ language: Token?) -> Bool {
        guard let language else { return true }
        var start = language
        if start.kind == .string { start.start += 1; start.end -= 1 }
        return textEquals(start, "sql") || textEquals(start, "plpgsql") || textEquals(start, "plsql")
            || textEquals(start, "nzplsql") || textEquals(start, "plpgsqlvolatile")
    }

    /// Skips to AS, IS, BEGIN, RETURN or the first statement.
    mutating func routineHeader(isTrigger: Bool) -> NodeID {
        while !atEnd {
            switch token.keyword {
            case .begin:
                return noNode
            case .as, .is:
                advance()
                // `AS LANGUAGE …`, `AS 'file'`
                if at(.string) || at(.language) || at(.external) { return skipQuietly() }
                if at(.leftParen), !startsQuery(at: index + 1) { return skipQuietly() }
                if at(.begin) || startsStatement() || at(.leftParen) { return noNode }
                // PL/SQL declares its variables here.
                return declarations()
            case .return
            where !(peek().kind == .word && peek(2).keyword == .is)
                && (peek().kind == .leftParen || peek().keyword == .select || peek().keyword == .query):
                return noNode
            case .declare: return noNode
            case .select, .insert, .update, .delete, .merge, .with:
                if isTrigger, at(.insert) || at(.update) || at(.delete) {
                    advance()
                    continue
                }
                if at(.with), peek().keyword == .execute || peek().kind != .word { break }
                return noNode
            case .language, .execute, .called, .external, .returns, .deterministic: break
            default: break
            }
            if at(.semicolon) { return noNode }
            if at(.leftParen) { _ = skipBrackets() } else { advance() }
        }
        return noNode
    }

    /// PL/SQL declarations between IS and BEGIN; their names are variables.
    mutating func declarations() -> NodeID {
        let start = index
        let mark = tree.names.count
        while !atEnd, !at(.begin), !at(.declare) {
            if at(.procedure) || at(.function) { break }
            if at(.cursor) {
                // CURSOR c IS SELECT …
                while !atEnd, !at(.is), !at(.semicolon) { advance() }
                if accept(.is), startsQuery(at: index) { break }
            }
            if startsQuery(at: index), token.hasNewlineBefore, at(.select) || at(.with) { break }
            if isName { tree.names.append(token.symbol) }
            while !atEnd, !at(.semicolon), !at(.begin) {
                if at(.leftParen) { _ = skipBrackets() } else { advance() }
            }
            _ = accept(.semicolon)
        }
        return add(.variables, from: start, namesSince: mark)
    }

    // MARK: Bodies in strings

    /// Replaces the string token in hand by the tokens of what is in it.
    mutating func spliceBody() {
        guard at(.string), var inner = innerTokens() else { return skipString() }
        // A statement ends with the string it stands in.
        if let end = inner.last {
            inner[inner.count - 1].kind = .semicolon
            inner.append(end)
        }
        advance()
        suspend(for: inner)
    }

    mutating func skipString() {
        if at(.string) { advance() }
    }

    /// Puts the tokens of a string in its place; false if there are none.
    mutating func spliceString() -> Bool {
        guard at(.string), var inner = innerTokens() else { return false }
        inner.removeLast()
        tokens.replaceSubrange(index...index, with: inner)
        token = tokens[index]
        return true
    }

    /// The tokens of what is in the string in hand, with their end.
    mutating func innerTokens() -> [Token]? {
        var start = Int(token.start)
        var end = Int(token.end)
        if text[start] == 0x24 {
            var tag = start + 1
            while tag < end, text[tag] != 0x24 { tag += 1 }
            let length = tag - start + 1
            start += length
            end -= length
        } else {
            while start < end, text[start] != 0x27, text[start] != 0x22 { start += 1 }
            start += 1
            end -= 1
        }
        guard start < end else { return nil }
        var lexer = Lexer(
            text: UnsafeBufferPointer(rebasing: text[0..<end]), traits: traits, symbols: symbols, tokens: [])
        lexer.position = start
        lexer.hasDoubledQuotes = text[Int(token.start)] != 0x24
        lexer.run()
        symbols = lexer.symbols
        problems.append(contentsOf: lexer.problems)
        return lexer.tokens.count > 1 ? lexer.tokens : nil
    }
}
