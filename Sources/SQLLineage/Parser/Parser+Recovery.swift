/// What happens when the text fits no rule.
extension Parser {
    /// Skips a bracket and what belongs to it; queries inside are read and returned.
    mutating func skipBrackets() -> ChildList {
        var found = ChildList()
        var open = 0
        let start = index
        while !atEnd {
            switch token.kind {
            case .leftParen, .leftBracket, .leftBrace:
                if open > 0, token.kind == .leftParen, startsQuery(at: index + 1), depth < Limits.depthMax {
                    tree.append(parenthesisedQuery(), to: &found)
                    continue
                }
                open += 1
                advance()
                if open == 1, startsQuery(at: index), depth < Limits.depthMax, tokens[start].kind == .leftParen {
                    tree.append(query(), to: &found)
                }
            case .rightParen, .rightBracket, .rightBrace:
                open -= 1
                advance()
                if open <= 0 { return found }
            case .semicolon where open == 0: return found
            default: advance()
            }
        }
        return found
    }

    /// Skips what could not be read up to a comma, closing bracket, clause or statement end; queries inside are kept.
    ///
    /// Always moves on unless it stands at one of these.
    mutating func skipUnreadable(stopAtComma: Bool = true) -> NodeID {
        let start = index
        var found = ChildList()
        scan: while !atEnd {
            switch token.kind {
            case .semicolon, .rightParen: break scan
            case .rightBracket, .rightBrace:
                advance()
            case .comma where stopAtComma: break scan
            case .leftParen:
                let inner = startsQuery(at: index + 1) ? parenthesisedQueryOrSkip() : skipBrackets().first
                tree.append(inner, to: &found)
            case .leftBracket, .leftBrace:
                tree.append(skipBrackets().first, to: &found)
            default:
                if index > start || token.keyword != .none, endsUnreadable() { break scan }
                advance()
            }
        }
        if index > start { report(.syntax, from: start) }
        return found.isEmpty ? noNode : add(.recovered, from: start, found)
    }

    private mutating func parenthesisedQueryOrSkip() -> NodeID {
        depth < Limits.depthMax ? parenthesisedQuery() : skipBrackets().first
    }

    private func endsUnreadable() -> Bool {
        let word = token.keyword
        if word == .none { return false }
        if word == .order || word == .group { return peek().keyword == .by }
        if word == .limit || word == .with { return false }
        if word == .select, blockDepth >= 0 { return true }
        if word.isAny(.clause), !word.isAny(.binaryOperator) {
            switch word {
            case .left, .right: return peek().kind != .leftParen
            case .then, .else, .when, .end, .by, .nulls, .as, .desc: return false
            default: return true
            }
        }
        return token.hasNewlineBefore && startsStatement()
    }

    /// Skips to the end of the statement; queries on the way are kept.
    mutating func skipStatement() -> NodeID {
        let start = index
        var found = ChildList()
        while !atEnd, !at(.semicolon) {
            if at(.leftParen) {
                let inner = startsQuery(at: index + 1) ? parenthesisedQueryOrSkip() : skipBrackets().first
                tree.append(inner, to: &found)
            } else {
                advance()
            }
        }
        return found.isEmpty ? noNode : add(.recovered, from: start, found)
    }

    /// Whether a query starts at a token, behind any opening parentheses.
    func startsQuery(at position: Int) -> Bool {
        let end = min(position + Limits.parenthesesAheadMax, tokens.count)
        var position = position
        while position < end, tokens[position].kind == .leftParen { position += 1 }
        guard position < tokens.count else { return false }
        switch tokens[position].keyword {
        case .select, .sel: return true
        case .with:
            return position + 1 < tokens.count
                && (tokens[position + 1].kind == .word || tokens[position + 1].kind == .quoted)
        case .values:
            guard position + 1 < tokens.count else { return false }
            let next = tokens[position + 1].kind
            return next == .leftParen || next == .number || next == .string
        case .pivot, .unpivot:
            return position + 1 < tokens.count && dialect == .duckdb
                && (tokens[position + 1].kind == .word || tokens[position + 1].kind == .leftParen)
        case .from where dialect == .mysql || dialect == .doris || dialect == .starrocks || dialect == .oracle:
            return false
        case .from:
            return position + 1 < tokens.count
                && (tokens[position + 1].kind == .word || tokens[position + 1].kind == .quoted
                    || tokens[position + 1].kind == .leftParen || tokens[position + 1].kind == .template)
        case .table:
            return position + 1 < tokens.count && tokens[position + 1].kind == .word
        default: return false
        }
    }

    /// Whether the current token can start a statement behind a complete one that has no semicolon.
    func startsStatement() -> Bool {
        guard token.keyword.isAny(.statement) else { return false }
        switch token.keyword {
        case .with:
            let next = peek(2)
            return peek().kind == .word && (next.keyword == .as || next.kind == .leftParen)
        case .set: return peek().kind == .variable || traits.optionalSemicolon || blockDepth > 0
        case .if: return true
        case .when, .for, .else, .end, .loop, .until, .exception, .fetch, .open, .close: return blockDepth > 0
        case .replace, .rename: return peek().keyword == .table
        default: return true
        }
    }
}
