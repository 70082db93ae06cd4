/// What stands behind a table: alias, column names, time travel, samples, hints, PIVOT, UNPIVOT, MATCH_RECOGNIZE.
extension Parser {
    mutating func tableSuffixes(_ source: NodeID) -> NodeID {
        var source = source
        var hasAlias = false
        while true {
            switch token.keyword {
            case .tablesample: skipSample()
            case .sample
            where peek().kind == .number || peek().kind == .leftParen || peek().keyword == .row
                || peek().keyword == .block || peek().keyword == .bernoulli || peek().keyword == .system:
                skipSample()
            case .final where dialect == .clickhouse: advance()
            case .pivot where peek().kind == .leftParen: source = pivot(source)
            case .unpivot where isUnpivot(): source = unpivot(source)
            case .matchRecognize where peek().kind == .leftParen: source = matchRecognize(source)
            case .for
            where peek().keyword == .systemTime || peek().keyword == .version || peek().keyword == .timestamp
                || peek().keyword == .system || peek().keyword == .portion:
                skipTimeTravel()
            case .version where peek().keyword == .as || peek().keyword == .between,
                .timestamp where peek().keyword == .as && peek(2).keyword == .of,
                .systemTime where peek().keyword == .as, .systemVersion where peek().keyword == .as:
                skipTimeTravel()
            case .as where peek().keyword == .of: skipTimeTravel()
            case .at
            where peek().keyword == .snapshot || peek().keyword == .branch || peek().keyword == .tag
                || peek().keyword == .commit:
                move(to: index + 3)
            case .at where peek().kind == .leftParen, .before where peek().kind == .leftParen,
                .changes where peek().kind == .leftParen, .end where peek().kind == .leftParen && blockDepth == 0:
                advance()
                attachFound(skipBrackets(), to: &source)
            case .at where peek().kind == .word && dialect == .redshift:
                // SUPER arrays: `t.items AS item AT position`
                advance()
                let from = index
                let mark = tree.names.count
                tree.names.append(token.symbol)
                advance()
                attach(add(.columnNames, from: from, namesSince: mark, aux: 1), to: source)
            case .partition where peek().kind == .word && traits.hashComments:
                advance()
                advance()
            case .partition where peek().kind == .leftParen:
                advance()
                _ = skipBrackets()
            case .with where isTableHintList():
                advance()
                _ = skipBrackets()
            case .with where peek().keyword == .ordinality || (peek().keyword == .offset && peek(2).kind != .leftParen):
                withOrdinality(&source)
            case .use, .force, .ignore:
                guard peek().keyword == .index || peek().keyword == .key else { return source }
                advance()
                advance()
                if accept(.for) { skip(.join, .order, .group, .by) }
                if at(.leftParen) { _ = skipBrackets() }
            default:
                if hint() { continue }
                guard !hasAlias, alias(&source) else { return source }
                hasAlias = true
            }
        }
    }

    mutating func attachFound(_ found: ChildList, to source: inout NodeID) {
        if found.first != noNode { attach(found.first, to: source) }
    }

    /// `INDEXED BY x`, `NOT INDEXED` in SQLite; `@{FORCE_INDEX=…}` in Spanner; `*` after a table of old PostgreSQL.
    mutating func hint() -> Bool {
        if textEquals(token, "indexed"), peek().keyword == .by {
            move(to: index + 3)
            while at(.dot) { move(to: index + 2) }
            return true
        }
        if at(.not), textEquals(peek(), "indexed") {
            move(to: index + 2)
            return true
        }
        if at(.leftBracket), peek().kind == .word, peek(2).kind == .rightBracket {
            _ = skipBrackets()
            return true
        }
        if at(.star), !token.hasSpaceBefore || peek().keyword != .none || peek().kind == .semicolon {
            advance()
            return true
        }
        return false
    }

    func isTableHintList() -> Bool {
        guard peek().kind == .leftParen else { return false }
        // A query may follow WITH only in a definition list, never in parentheses.
        return true
    }

    /// WITH ORDINALITY, WITH OFFSET [AS x]
    mutating func withOrdinality(_ source: inout NodeID) {
        advance()
        let isOffset = at(.offset)
        advance()
        guard isOffset else { return }
        _ = accept(.as)
        var name = symbols.base("offset")
        if isName, !token.keyword.isAny([.notTableAlias]) {
            name = token.symbol
            advance()
        }
        // The position is a column of its own; it has no source.
        let start = index
        let mark = tree.names.count
        tree.names.append(name)
        attach(add(.columnNames, from: start, namesSince: mark, aux: 1), to: source)
    }

    mutating func skipTimeTravel() {
        skip(.for, .systemTime, .version, .timestamp, .system, .systemVersion, .portion)
        if at(.as) {
            advance()
            _ = accept(.of)
            skip(.timestamp, .version, .scn)
            inArguments += 1
            _ = expression()
            inArguments -= 1
        } else if accept(.between) {
            skip(.timestamp, .scn)
            _ = expression()
            _ = accept(.and)
            _ = expression()
        } else if accept(.from) {
            _ = expression()
            _ = accept(.to)
            _ = expression()
        } else if accept(.of) {
            if isName { advance() }
            if accept(.from) {
                _ = expression()
                _ = accept(.to)
                _ = expression()
            }
        } else if at(.contained) {
            advance()
            _ = accept(.in)
            if at(.leftParen) { _ = skipBrackets() }
        } else if at(.all) {
            advance()
        }
    }

    /// `[AS] alias [(columns)]`
    mutating func alias(_ source: inout NodeID) -> Bool {
        if at(.as) {
            if peek().kind == .leftParen {
                // PostgreSQL: `f(x) AS (a int, b text)`.
                advance()
                attach(columnNames(), to: source)
                return true
            }
            guard peek().kind == .word || peek().kind == .quoted || peek().kind == .string || peek().kind == .template
            else { return false }
            advance()
            let symbol = at(.string) ? stringSymbol(token) : at(.template) ? symbols.base("?") : token.symbol
            tree.nodes[Int(source)].alias = symbol
            advance()
            while at(.template), !token.hasSpaceBefore { advance() }
        } else if isName, !token.keyword.isAny([.notTableAlias, .clause]) || isSoftAlias {
            if textEquals(token, "indexed"), peek().keyword == .by { return false }
            if textEquals(token, "match_condition"), peek().kind == .leftParen { return false }
            if token.hasNewlineBefore, startsStatement() { return false }
            tree.nodes[Int(source)].alias = token.symbol
            advance()
        } else {
            return false
        }
        if at(.leftParen), isTableHintWord(peek()) {
            _ = skipBrackets()
        } else if at(.leftParen), isNameList() {
            attach(columnNames(), to: source)
        }
        return true
    }

    /// BEFORE, AT, END and CHANGES are aliases unless what they start follows.
    var isSoftAlias: Bool {
        switch token.keyword {
        case .before, .changes, .at, .pivot, .unpivot: peek().kind != .leftParen
        case .end: blockDepth == 0 && (peek().kind == .endOfText || peek().kind == .semicolon)
        default: false
        }
    }

    /// Whether `(a, b)` or `(a int, b text)` stands here.
    func isNameList() -> Bool {
        let first = peek()
        guard first.kind == .word || first.kind == .quoted, !isTableHintWord(first) else { return false }
        let second = peek(2)
        switch second.kind {
        case .comma, .rightParen: return true
        case .word: return !second.keyword.isAny(.clause)
        default: return false
        }
    }

    func isTableHintWord(_ token: Token) -> Bool { token.keyword == .nolock && traits.optionalSemicolon }
}
