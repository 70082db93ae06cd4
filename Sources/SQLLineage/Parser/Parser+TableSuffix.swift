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

    private mutating func attachFound(_ found: ChildList, to source: inout NodeID) {
        if found.first != noNode { attach(found.first, to: source) }
    }

    /// `INDEXED BY x`, `NOT INDEXED` in SQLite; `@{FORCE_INDEX=…}` in Spanner; `*` after a table of old PostgreSQL.
    private mutating func hint() -> Bool {
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

    private func isTableHintList() -> Bool {
        guard peek().kind == .leftParen else { return false }
        // A query may follow WITH only in a definition list, never in parentheses.
        return true
    }

    /// WITH ORDINALITY, WITH OFFSET [AS x]
    private mutating func withOrdinality(_ source: inout NodeID) {
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

    private mutating func skipTimeTravel() {
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
    private mutating func alias(_ source: inout NodeID) -> Bool {
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
    private var isSoftAlias: Bool {
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

    private func isTableHintWord(_ token: Token) -> Bool { token.keyword == .nolock && traits.optionalSemicolon }

    // MARK: PIVOT

    /// PIVOT ( aggregate [AS a], … FOR column IN ( value [AS a], … ) [GROUP BY …] )
    private mutating func pivot(_ source: NodeID) -> NodeID {
        let start = index
        advance()
        if textEquals(token, "xml") { advance() }
        advance()
        var children = ChildList()
        var aggregates = ChildList()
        let from = index
        while !atEnd, !at(.for), !at(.rightParen), !at(.semicolon) {
            let before = index
            tree.append(item(), to: &aggregates)
            if !accept(.comma), index == before { advance() }
        }
        tree.append(add(.pivotAggregates, from: from, aggregates), to: &children)
        _ = accept(.for)
        // DuckDB allows several `column IN (…)` groups.
        while !atEnd, !at(.rightParen), !at(.semicolon), !at(.group) {
            let before = index
            tree.append(pivotFor(), to: &children)
            if index == before { advance() }
        }
        if at(.group) { tree.append(expressionList(.groupBy), to: &children) }
        if !accept(.rightParen) { tree.append(skipUnreadable(), to: &children) }
        return wrap(source, .pivot, from: start, children)
    }

    /// Makes `source` the first child of a new node that takes over an alias given behind it.
    private mutating func wrap(_ source: NodeID, _ kind: NodeKind, from start: Int, _ children: ChildList) -> NodeID {
        var all = ChildList()
        tree.append(source, to: &all)
        tree.append(children.first, to: &all)
        let id = add(kind, from: start, all)
        _ = suffixAlias(id)
        return id
    }

    private mutating func suffixAlias(_ id: NodeID) -> Bool {
        var node = id
        return alias(&node)
    }

    /// `column IN ( … )` or `(a, b) IN ( … )`
    private mutating func pivotFor() -> NodeID {
        let start = index
        let mark = tree.names.count
        if at(.leftParen) {
            advance()
            while isName {
                while peek().kind == .dot { move(to: index + 2) }
                tree.names.append(token.symbol)
                advance()
                _ = accept(.comma)
            }
            _ = accept(.rightParen)
        } else if isName {
            while peek().kind == .dot { move(to: index + 2) }
            tree.names.append(token.symbol)
            advance()
        }
        let names = tree.names.count
        var values = ChildList()
        if accept(.in) {
            if at(.leftParen) {
                advance()
                if startsQuery(at: index) {
                    tree.append(query(), to: &values)
                } else {
                    pivotValues(&values)
                }
                if !accept(.rightParen) { tree.append(skipBrackets().first, to: &values) }
            } else if isName || at(.variable) || at(.template) {
                advance()
            }
        }
        skipDefault()
        let id = add(.pivotFor, from: start, values)
        tree.nodes[Int(id)].names = UInt32(mark)
        tree.nodes[Int(id)].count = UInt32(names - mark)
        return id
    }

    /// Snowflake: DEFAULT ON NULL (0)
    private mutating func skipDefault() {
        guard at(.default) else { return }
        advance()
        if accept(.on) { advance() }
        if at(.leftParen) { _ = skipBrackets() }
    }

    private mutating func pivotValues(_ values: inout ChildList) {
        while !atEnd, !at(.rightParen), !at(.semicolon) {
            let before = index
            let start = index
            var children = ChildList()
            tree.append(expressionOrLiteral(), to: &children)
            var alias: UInt32 = 0
            if accept(.as) || isName {
                if at(.string) {
                    alias = stringSymbol(token)
                    advance()
                } else if isName, !at(.order) {
                    alias = token.symbol
                    advance()
                }
            } else if at(.string) {
                alias = stringSymbol(token)
                advance()
            }
            tree.append(add(.item, from: start, children, alias: alias), to: &values)
            if at(.order) { _ = expressionList(.orderBy) }
            if !accept(.comma), index == before { advance() }
        }
    }

    // MARK: UNPIVOT

    private func isUnpivot() -> Bool {
        peek().kind == .leftParen
            || (peek().keyword == .include || peek().keyword == .exclude) && peek(2).keyword == .nulls
    }

    /// UNPIVOT [INCLUDE NULLS] ( value FOR name IN ( column [AS x], … ) )
    private mutating func unpivot(_ source: NodeID) -> NodeID {
        let start = index
        advance()
        skip(.include, .exclude, .nulls)
        guard at(.leftParen) else { return source }
        advance()
        var children = ChildList()
        let group = unpivotGroup()
        tree.append(group, to: &children)
        if !accept(.rightParen) { tree.append(skipUnreadable(), to: &children) }
        return wrap(source, .unpivot, from: start, children)
    }

    mutating func unpivotGroup() -> NodeID {
        let start = index
        let mark = tree.names.count
        let parenthesised = accept(.leftParen)
        while isName, !at(.for) {
            tree.names.append(token.symbol)
            advance()
            guard accept(.comma) else { break }
        }
        if parenthesised { _ = accept(.rightParen) }
        let names = tree.names.count
        var name: UInt32 = 0
        _ = accept(.for)
        if accept(.leftParen) {
            if isName { name = token.symbol }
            while !atEnd, !at(.rightParen), !at(.semicolon) { advance() }
            _ = accept(.rightParen)
        } else if isName {
            name = token.symbol
            advance()
        }
        _ = accept(.in)
        var columns = ChildList()
        if accept(.leftParen) {
            while !atEnd, !at(.rightParen), !at(.semicolon) {
                let before = index
                tree.append(expression(), to: &columns)
                if accept(.as) {
                    if at(.leftParen) { _ = skipBrackets() } else { advance() }
                } else if isName || at(.string) {
                    advance()
                }
                if !accept(.comma), index == before { advance() }
            }
            _ = accept(.rightParen)
        }
        let id = add(.unpivotGroup, from: start, columns, alias: name)
        tree.nodes[Int(id)].names = UInt32(mark)
        tree.nodes[Int(id)].count = UInt32(names - mark)
        return id
    }

    // MARK: MATCH_RECOGNIZE

    /// MATCH_RECOGNIZE ( PARTITION BY … MEASURES e AS a, … PATTERN (…) DEFINE … )
    private mutating func matchRecognize(_ source: NodeID) -> NodeID {
        let start = index
        advance()
        advance()
        var children = ChildList()
        while !atEnd, !at(.rightParen), !at(.semicolon) {
            switch token.keyword {
            case .measures:
                let from = index
                advance()
                var measures = ChildList()
                repeat {
                    skip(.final)
                    tree.append(item(), to: &measures)
                } while accept(.comma)
                tree.append(add(.items, from: from, measures), to: &children)
            case .partition:
                tree.append(expressionList(.groupBy), to: &children)
            case .order:
                tree.append(expressionList(.orderBy), to: &children)
            case .pattern, .subset:
                advance()
                skipPattern()
            case .define:
                let from = index
                advance()
                var conditions = ChildList()
                repeat {
                    guard isName else { break }
                    advance()
                    guard accept(.as) else { break }
                    tree.append(expression(), to: &conditions)
                } while accept(.comma)
                tree.append(add(.whereClause, from: from, conditions), to: &children)
            default: advance()
            }
        }
        _ = accept(.rightParen)
        return wrap(source, .matchRecognize, from: start, children)
    }

    private mutating func skipPattern() {
        if at(.leftParen) {
            _ = skipBrackets()
        } else {
            while !atEnd, !at(.define), !at(.rightParen), !at(.semicolon) {
                if at(.leftParen) { _ = skipBrackets() } else { advance() }
            }
        }
    }
}
