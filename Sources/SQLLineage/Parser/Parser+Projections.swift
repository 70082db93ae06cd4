/// Projections and their aliases.
extension Parser {
    mutating func items() -> NodeID {
        let start = index
        var children = ChildList()
        while true {
            // A trailing comma is allowed in several dialects.
            if at(.from) || atEnd || at(.semicolon) || at(.rightParen) { break }
            let before = index
            tree.append(item(), to: &children)
            if accept(.comma) { continue }
            if endsItems() { break }
            tree.append(skipUnreadable(), to: &children)
            if accept(.comma) { continue }
            if index == before { break }
            if endsItems() { break }
        }
        return add(.items, from: start, children)
    }

    func endsItems() -> Bool {
        switch token.kind {
        case .endOfText, .semicolon, .rightParen, .pipe: return true
        case .word:
            let word = token.keyword
            if word == .into || word == .bulk || isSetOperator() { return true }
            if word.isAny(.clause) && !word.isAny(.binaryOperator) { return true }
            switch word {
            case .limit, .lateral, .window, .prewhere, .connect, .start, .sort, .cluster, .distribute, .minus, .fetch,
                .offset,
                .settings, .format, .for, .option, .returning, .with:
                return true
            default: return token.hasNewlineBefore && startsStatement() || (blockDepth > 0 && at(.end))
            }
        default: return false
        }
    }

    /// Reads one projection with its alias.
    mutating func item() -> NodeID {
        let start = index
        if at(.star) { return starItem(from: start) }
        if let alias = leadingAlias() {
            var children = ChildList()
            tree.append(expressionOrLiteral(), to: &children)
            if alias == Parser.variableAlias { return add(.item, from: start, children, flags: NodeFlag.variable) }
            return add(.item, from: start, children, alias: alias)
        }
        if let star = qualifiedStar() { return star }
        var value = expression()
        if value == noNode {
            value = skipUnreadable()
            if value == noNode { return add(.item, from: start) }
        }
        // `(x).*`, `f(x).*`
        if at(.dot), peek().kind == .star {
            advance()
            advance()
            var inner = ChildList()
            tree.append(value, to: &inner)
            value = add(.structStar, from: start, inner)
            starModifiers(value)
        }
        return aliased(value, from: start)
    }

    /// Stands for a variable that takes the value of a projection.
    static let variableAlias = UInt32.max

    /// Reads the alias behind a projection.
    mutating func aliased(_ value: NodeID, from start: Int) -> NodeID {
        var children = ChildList()
        tree.append(value, to: &children)
        var alias: UInt32 = 0
        itemSuffix()
        if at(.as) {
            advance()
            if at(.leftParen) { return itemWithNames(children, from: start) }
            alias = explicitAlias()
        } else if at(.string) {
            alias = stringSymbol(token)
            advance()
        } else {
            alias = implicitAlias([.notColumnAlias, .clause])
        }
        // `AS a.b` in ClickHouse, and what templates leave.
        while alias != 0, at(.dot), peek().kind == .word {
            advance()
            alias = token.symbol
            advance()
        }
        skipItemOrder()
        return add(.item, from: start, children, alias: alias)
    }

    /// What some dialects allow between a projection and its alias.
    mutating func itemSuffix() {
        // ClickHouse: COLUMNS('x') APPLY (f); Spark: TRANSFORM (…) USING 'script' AS (…)
        while at(.apply) || at(.except) || at(.replace), peek().kind == .leftParen, !startsQuery(at: index + 2),
            tokens[index - 1].kind == .rightParen
        {
            advance()
            _ = skipBrackets()
        }
        if at(.row), peek().keyword == .format, tokens[index - 1].kind == .rightParen {
            while !atEnd, !at(.using), !at(.from), !at(.semicolon) { advance() }
        }
        if at(.using), peek().kind == .string {
            advance()
            advance()
        }
        // Redshift: `col EXCLUDE (a)` behind the last projection.
        if at(.exclude), peek().kind == .leftParen {
            advance()
            _ = skipBrackets()
        }
        // Teradata: a cast by juxtaposition, `x MONTH(4)`.
        if dialect == .teradata, at(.word), peek().kind == .leftParen, !token.keyword.isAny(.clause) { skipType() }
    }

    /// `AGGREGATE sum(x) AS y DESC NULLS LAST` in pipes.
    mutating func skipItemOrder() {
        while at(.asc) || at(.desc) || at(.nulls) && (peek().keyword == .first || peek().keyword == .last) {
            if at(.nulls) { advance() }
            advance()
        }
    }

    mutating func explicitAlias() -> UInt32 {
        var alias: UInt32 = 0
        switch token.kind {
        case .word, .quoted:
            alias = token.symbol
            advance()
        case .string:
            alias = stringSymbol(token)
            advance()
        case .colon where peek().kind == .word:
            advance()
            alias = token.symbol
            advance()
        case .variable:
            alias = symbol(Int(token.start)..<Int(token.end))
            advance()
        case .template:
            alias = symbols.base("?")
            advance()
            while at(.word) || at(.template), !token.hasSpaceBefore { advance() }
        default: break
        }
        while at(.template), !token.hasSpaceBefore { advance() }
        return alias
    }

    /// `AS (a, b)`
    mutating func itemWithNames(_ children: ChildList, from start: Int) -> NodeID {
        let list = columnNames()
        if at(.row), peek().keyword == .format {
            while !atEnd, !at(.from), !at(.semicolon), !at(.rightParen) { advance() }
        }
        let id = add(.itemWithNames, from: start, children)
        tree.nodes[Int(id)].names = tree[list].names
        tree.nodes[Int(id)].count = tree[list].count
        return id
    }

    /// `x = expression` in T-SQL, `x: expression` in DuckDB, `@x = expression`.
    mutating func leadingAlias() -> UInt32? {
        if traits.equalsAlias, isName || at(.string), peek().kind == .equals, !token.keyword.isAny(.clause) {
            let alias = at(.string) ? stringSymbol(token) : token.symbol
            advance()
            advance()
            return alias
        }
        // MySQL's `@x := expression` is an expression that gives a column, too.
        if at(.variable),
            traits.equalsAlias && peek().kind == .equals || peek().kind == .assign && !traits.hashComments
        {
            advance()
            advance()
            return Parser.variableAlias
        }
        if dialect == .duckdb || dialect == .ansi, isName || at(.string), peek().kind == .colon, !traits.colonPaths {
            let alias = at(.string) ? stringSymbol(token) : token.symbol
            advance()
            advance()
            return alias
        }
        return nil
    }
}
