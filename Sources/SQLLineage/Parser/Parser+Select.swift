/// One SELECT: its projections and clauses.
extension Parser {
    /// Reads a SELECT up to what belongs to the query around it (UNION, ORDER BY, LIMIT).
    mutating func select() -> NodeID {
        let start = index
        guard enter() else { return skipStatement() }
        defer { leave() }
        let id = add(.select, from: start)
        // DuckDB: FROM t [SELECT …].
        if at(.from) {
            attach(from(), to: id)
            guard at(.select) else {
                selectClauses(id)
                return id
            }
        }
        advance()
        var flags: UInt8 = 0
        selectModifiers(id, &flags)
        tree.nodes[Int(id)].flags = flags
        if !at(.from) || peek().kind == .comma { attach(items(), to: id) }
        selectClauses(id)
        tree.nodes[Int(id)].end = Int32(index)
        return id
    }

    /// DISTINCT [ON (…)], ALL, TOP n, hints, STRAIGHT_JOIN …
    private mutating func selectModifiers(_ id: NodeID, _ flags: inout UInt8) {
        while token.kind == .word {
            switch token.keyword {
            case .distinct, .unique:
                guard !(peek().kind == .comma || peek().keyword == .from || peek().kind == .dot) else { return }
                advance()
                flags |= NodeFlag.distinct
                if at(.on), peek().kind == .leftParen {
                    let start = index
                    advance()
                    var children = ChildList()
                    tree.append(expression(), to: &children)
                    attach(add(.distinctOn, from: start, children), to: id)
                    flags &= ~NodeFlag.distinct
                }
            case .all:
                guard isModifier() else { return }
                advance()
            case .top:
                guard
                    peek().kind == .number || peek().kind == .leftParen || peek().kind == .variable
                        || peek().kind == .colon
                        || peek().kind == .question
                else { return }
                advance()
                if at(.leftParen) { _ = skipBrackets() } else { _ = operand() }
                skip(.percent)
                if at(.with), peek().keyword == .ties {
                    advance()
                    advance()
                }
            case .as:
                guard peek().keyword == .struct || peek().keyword == .value else { return }
                advance()
                advance()
            case .straightJoin:
                advance()
            case .first, .skip, .limit:
                // Informix and Firebird: FIRST n, SKIP n.
                guard peek().kind == .number, peek(2).kind == .word || peek(2).kind == .star || peek(2).kind == .quoted
                else {
                    return
                }
                advance()
                advance()
            case .with where textEquals(peek(), "differential_privacy") || textEquals(peek(), "aggregation_threshold"):
                advance()
                advance()
                if textEquals(token, "options") { advance() }
                if at(.leftParen) { _ = skipBrackets() }
            case .transform where peek().kind == .leftParen:
                return
            default:
                guard isNonStandardModifier() else { return }
                advance()
            }
        }
    }

    private func isModifier() -> Bool {
        let next = peek()
        return next.kind != .comma && next.kind != .dot && next.keyword != .from && next.kind != .endOfText
    }

    private func isNonStandardModifier() -> Bool {
        textEquals(token, "sql_no_cache") || textEquals(token, "sql_cache") || textEquals(token, "sql_calc_found_rows")
            || textEquals(token, "high_priority") || textEquals(token, "sql_big_result")
            || textEquals(token, "sql_small_result") || textEquals(token, "sql_buffer_result")
    }

    // MARK: Projections

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

    private func endsItems() -> Bool {
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
    private static let variableAlias = UInt32.max

    /// Reads the alias behind a projection.
    private mutating func aliased(_ value: NodeID, from start: Int) -> NodeID {
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
    private mutating func itemSuffix() {
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
    private mutating func skipItemOrder() {
        while at(.asc) || at(.desc) || at(.nulls) && (peek().keyword == .first || peek().keyword == .last) {
            if at(.nulls) { advance() }
            advance()
        }
    }

    private mutating func explicitAlias() -> UInt32 {
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
    private mutating func itemWithNames(_ children: ChildList, from start: Int) -> NodeID {
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
    private mutating func leadingAlias() -> UInt32? {
        if traits.equalsAlias, isName || at(.string), peek().kind == .equals, !token.keyword.isAny(.clause) {
            let alias = at(.string) ? stringSymbol(token) : token.symbol
            advance()
            advance()
            return alias
        }
        if at(.variable), peek().kind == .equals || peek().kind == .assign, traits.equalsAlias || peek().kind == .assign
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

    // MARK: Stars

    private mutating func starItem(from start: Int) -> NodeID {
        advance()
        let mark = tree.names.count
        let star = add(.star, from: start, namesSince: mark)
        starModifiers(star)
        return aliased(star, from: start)
    }

    /// `t.*`, `a.b.t.*`
    private mutating func qualifiedStar() -> NodeID? {
        guard isName, peek().kind == .dot else { return nil }
        var position = index
        while position + 2 < tokens.count, tokens[position].kind == .word || tokens[position].kind == .quoted,
            tokens[position + 1].kind == .dot
        {
            if tokens[position + 2].kind == .star {
                let start = index
                let mark = tree.names.count
                var part = index
                while part <= position {
                    tree.names.append(tokens[part].symbol)
                    part += 2
                }
                move(to: position + 3)
                // `COLUMNS(t.*)`-like calls and `a.b.*` are both stars.
                let star = add(.star, from: start, namesSince: mark)
                starModifiers(star)
                return aliased(star, from: start)
            }
            position += 2
        }
        return nil
    }

    /// EXCEPT / EXCLUDE (…), REPLACE (…), RENAME (…), ILIKE 'x'
    private mutating func starModifiers(_ star: NodeID) {
        while token.kind == .word {
            switch token.keyword {
            case .except, .exclude:
                guard
                    peek().kind == .leftParen
                        ? !startsQuery(at: index + 2) : peek().kind == .word || peek().kind == .quoted,
                    peek().keyword != .select, peek().keyword != .all, peek().keyword != .distinct,
                    peek().keyword != .from
                else { return }
                advance()
                if at(.leftParen) {
                    attach(columnNames(), to: star)
                } else {
                    let start = index
                    let mark = tree.names.count
                    tree.names.append(token.symbol)
                    advance()
                    attach(add(.columnNames, from: start, namesSince: mark), to: star)
                }
            case .replace where peek().kind == .leftParen:
                advance()
                attach(replacements(), to: star)
            case .rename:
                advance()
                attach(renames(), to: star)
            case .ilike, .like, .apply:
                advance()
                if at(.leftParen) { _ = skipBrackets() } else { advance() }
            default: return
            }
        }
    }

    /// `(expression AS name, …)`
    private mutating func replacements() -> NodeID {
        let start = index
        advance()
        var children = ChildList()
        while !atEnd, !at(.rightParen), !at(.semicolon) {
            let before = index
            tree.append(item(), to: &children)
            if !accept(.comma), !at(.rightParen), index == before { advance() }
        }
        _ = accept(.rightParen)
        return add(.items, from: start, children)
    }

    /// `(a AS b, …)` or `a AS b`: pairs in `names`.
    private mutating func renames() -> NodeID {
        let start = index
        let mark = tree.names.count
        let parenthesised = accept(.leftParen)
        repeat {
            guard isName else { break }
            while peek().kind == .dot { move(to: index + 2) }
            let old = token.symbol
            advance()
            _ = accept(.as)
            guard isName else { break }
            tree.names.append(old)
            tree.names.append(token.symbol)
            advance()
        } while parenthesised && accept(.comma)
        if parenthesised { _ = accept(.rightParen) }
        return add(.itemWithNames, from: start, namesSince: mark)
    }

    // MARK: Clauses

    /// Reads clauses in any order and attaches them to the select.
    mutating func selectClauses(_ id: NodeID) {
        while true {
            let start = index
            switch token.keyword {
            case .from: attach(from(), to: id)
            case .into: attach(into(), to: id)
            case .bulk where peek().keyword == .collect:
                advance()
                advance()
            case .where, .prewhere: attach(condition(.whereClause), to: id)
            case .having: attach(condition(.having), to: id)
            case .qualify: attach(condition(.qualify), to: id)
            case .group where peek().keyword == .by: attach(expressionList(.groupBy), to: id)
            case .connect where peek().keyword == .by, .start where peek().keyword == .with:
                advance()
                advance()
                _ = accept(.nocycle)
                var children = ChildList()
                tree.append(expression(), to: &children)
                attach(add(.connectBy, from: start, children), to: id)
            case .sort where peek().keyword == .by, .cluster where peek().keyword == .by,
                .distribute where peek().keyword == .by:
                let isOrder = !at(.distribute)
                attach(expressionList(isOrder ? .orderBy : .read), to: id)
            case .window: attach(windowClause(), to: id)
            case .lateral where peek().keyword == .view:
                guard let from = existingFrom(id) else {
                    attach(fromWithLateralView(), to: id)
                    continue
                }
                attach(lateralView(), to: from)
            case .sample, .tablesample: skipSample()
            case .using where peek().keyword == .sample:
                advance()
                skipSample()
            case .array where peek().keyword == .join, .left where peek().keyword == .array:
                guard let from = existingFrom(id) else { return }
                attach(arrayJoin(), to: from)
            case .with where peek().keyword == .rollup || peek().keyword == .cube || peek().keyword == .totals:
                advance()
                advance()
            default:
                if unknownClause(id) { continue }
                return
            }
        }
    }

    private func existingFrom(_ id: NodeID) -> NodeID? {
        let from = tree.child(id, .from)
        return from == noNode ? nil : from
    }

    private mutating func fromWithLateralView() -> NodeID {
        let start = index
        var children = ChildList()
        tree.append(lateralView(), to: &children)
        return add(.from, from: start, children)
    }

    /// Skips a clause that is not known, if one stands here.
    private mutating func unknownClause(_ id: NodeID) -> Bool {
        switch token.kind {
        case .endOfText, .semicolon, .rightParen, .rightBracket, .pipe: return false
        case .comma where depth > 1: return false
        default: break
        }
        if isSetOperator() { return false }
        switch token.keyword {
        case .order, .limit, .offset, .fetch, .for, .option, .settings, .format, .lock, .returning, .on, .union:
            return false
        case .with: if peek().kind != .word || isTailOption(peek().keyword) { return false }
        case .insert where traits.doubleQuoteIsString || traits.optionalSemicolon: return false
        case .matched, .when, .using, .as, .set, .loop, .then, .do: return false
        default: break
        }
        if startsStatement(), token.hasNewlineBefore || blockDepth > 0 || traits.optionalSemicolon { return false }
        let before = index
        let found = skipUnreadable(stopAtComma: false)
        attach(found, to: id)
        if index == before {
            report(.syntax, from: index, to: index + 1)
            advance()
        }
        return !atEnd && !at(.semicolon) && !at(.rightParen)
    }

    /// WHERE, HAVING, QUALIFY …
    private mutating func condition(_ kind: NodeKind) -> NodeID {
        let start = index
        advance()
        var children = ChildList()
        if at(.current), peek().keyword == .of {
            advance()
            advance()
            if isName { advance() }
            return add(kind, from: start)
        }
        tree.append(expression(), to: &children)
        if children.isEmpty { tree.append(skipUnreadable(stopAtComma: false), to: &children) }
        // A template may stand for a part of the condition.
        while at(.template) || at(.and) || at(.or) {
            advance()
            tree.append(expression(), to: &children)
        }
        return add(kind, from: start, children)
    }

    /// WINDOW w AS ( … ), …
    private mutating func windowClause() -> NodeID {
        let start = index
        advance()
        var children = ChildList()
        repeat {
            guard isName else { break }
            let name = token.symbol
            advance()
            _ = accept(.as)
            if at(.leftParen) {
                let window = windowSpecification()
                tree.nodes[Int(window)].alias = name
                tree.append(window, to: &children)
            } else if isName {
                advance()
            }
        } while accept(.comma)
        return add(.windowClause, from: start, children)
    }

    /// SELECT … INTO [TEMP] table, INTO variable, …, INTO OUTFILE 'x'
    private mutating func into() -> NodeID {
        let start = index
        advance()
        var flags: UInt8 = 0
        var isTable = false
        while at(.temporary) || at(.temp) || at(.table) || at(.unlogged) || at(.local) || at(.strict) {
            if at(.temporary) || at(.temp) { flags |= NodeFlag.temporary }
            isTable = isTable || !at(.strict)
            advance()
        }
        var children = ChildList()
        if at(.variable) || at(.colon) {
            skipTargets()
        } else if textEquals(token, "outfile") || textEquals(token, "dumpfile") {
            advance()
            if at(.string) { advance() }
            while !atEnd, !at(.from), !at(.semicolon), !at(.rightParen) { advance() }
        } else if isName || at(.template) {
            let name = tableName()
            tree.nodes[Int(name)].flags |= flags
            tree.append(name, to: &children)
            if at(.comma) || at(.leftBracket) || at(.leftParen) {
                // Several targets are variables.
                skipTargets()
                children = ChildList()
            }
        }
        return add(.into, from: start, children, flags: isTable ? NodeFlag.view : 0)
    }

    private mutating func skipTargets() {
        while at(.comma) || at(.variable) || at(.colon) || isName && !token.keyword.isAny(.clause) || at(.dot)
            || at(.leftBracket) || at(.leftParen)
        {
            if at(.leftBracket) || at(.leftParen) { _ = skipBrackets() } else { advance() }
        }
    }

    /// SAMPLE 10 %, TABLESAMPLE BERNOULLI (10) REPEATABLE (1)
    mutating func skipSample() {
        advance()
        while true {
            switch token.keyword {
            case .bernoulli, .system, .row, .rows, .block, .percent, .repeatable, .reservoir, .seed, .offset, .bucket,
                .out, .of:
                advance()
            default:
                if at(.leftParen) {
                    _ = skipBrackets()
                } else if at(.comma), peek().kind == .number, dialect == .teradata {
                    advance()
                } else if at(.number) || at(.op) && textEquals(token, "%") || at(.slash) {
                    advance()
                } else {
                    return
                }
            }
        }
    }
}
