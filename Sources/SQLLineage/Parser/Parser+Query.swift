/// Queries: WITH, set operations and what stands behind them.
extension Parser {
    /// Reads `( query )`, with anything that may follow it inside the parentheses.
    mutating func parenthesisedQuery() -> NodeID {
        guard enter() else {
            let start = index
            let found = skipBrackets()
            return add(.recovered, from: start, found)
        }
        defer { leave() }
        advance()
        let query = self.query()
        if !at(.rightParen) {
            let found = skipUnreadable(stopAtComma: false)
            if found != noNode { attach(found, to: query) }
            // A clause may follow what could not be read.
            while !atEnd, !at(.rightParen), !at(.semicolon) {
                let before = index
                let more = skipUnreadable(stopAtComma: false)
                if more != noNode { attach(more, to: query) }
                if index == before { advance() }
            }
        }
        if !accept(.rightParen) { report(.syntax, from: index) }
        return query
    }

    /// Appends a child to a finished node.
    mutating func attach(_ child: NodeID, to parent: NodeID) {
        guard parent != noNode, child != noNode else { return }
        var last = tree[parent].child
        guard last != noNode else {
            tree.nodes[Int(parent)].child = child
            return
        }
        while tree[last].next != noNode { last = tree[last].next }
        tree.nodes[Int(last)].next = child
    }

    /// Reads a query without surrounding parentheses.
    mutating func query() -> NodeID {
        let start = index
        guard enter() else { return skipStatement() }
        defer { leave() }
        var children = ChildList()
        if at(.with) { tree.append(with(), to: &children) }
        var body = setOperationTail(queryTerm(), from: start)
        var tail = ChildList()
        queryTail(body, &tail)
        // Some dialects allow LIMIT in a branch without parentheses.
        while isSetOperator() {
            body = setOperationTail(body, from: start)
            queryTail(body, &tail)
        }
        tree.append(body, to: &children)
        tree.append(tail.first, to: &children)
        var id = add(.query, from: start, children)
        while at(.pipe) { id = pipe(id) }
        return id
    }

    /// WITH [RECURSIVE] name [(columns)] AS [MATERIALIZED] ( query ), …
    mutating func with() -> NodeID {
        let start = index
        advance()
        var flags: UInt8 = 0
        if at(.recursive), peek().kind == .word || peek().kind == .quoted {
            advance()
            flags = NodeFlag.recursive
        }
        var children = ChildList()
        while at(.function), peek().kind == .word, peek(2).kind == .leftParen { skipInlineFunction() }
        repeat {
            guard isName || at(.template) || at(.leftParen) || at(.string) || dialect == .clickhouse, !at(.select)
            else { break }
            let cte = commonTableExpression()
            tree.append(cte, to: &children)
        } while accept(.comma)
        return add(.with, from: start, children, flags: flags)
    }

    /// Trino: WITH FUNCTION f(…) RETURNS t body, in front of a query.
    private mutating func skipInlineFunction() {
        var open = 0
        while !atEnd {
            switch token.keyword {
            case .begin, .case, .if, .loop, .while, .repeat:
                // `IF (` and `REPEAT (` may be functions; in a routine they are not.
                if !(peek().kind == .leftParen && open == 0) { open += 1 }
            case .end:
                open -= 1
                advance()
                skip(.if, .case, .loop, .while, .repeat)
                if open <= 0 { break }
                continue
            case .return where open == 0:
                advance()
                _ = expression()
            case .select where open == 0: return
            case .with where open == 0 && peek().kind != .leftParen: return
            default: break
            }
            if open <= 0, at(.select) || at(.comma) || at(.with) && peek().kind != .leftParen {
                _ = accept(.comma)
                _ = accept(.with)
                _ = accept(.recursive)
                return
            }
            if at(.leftParen) { _ = skipBrackets() } else { advance() }
        }
    }

    private mutating func commonTableExpression() -> NodeID {
        let start = index
        // ClickHouse: WITH expression AS name.
        if dialect == .clickhouse, !(isName && (peek().keyword == .as || peek().kind == .leftParen) && startsCTEBody())
        {
            var inner = ChildList()
            tree.append(expressionOrLiteral(), to: &inner)
            var alias: UInt32 = 0
            if accept(.as), isName {
                alias = token.symbol
                advance()
            }
            return add(.cte, from: start, inner, aux: 1, alias: alias)
        }
        let name = at(.string) ? stringSymbol(token) : token.symbol
        advance()
        var children = ChildList()
        if at(.leftParen), !startsQuery(at: index + 1) { tree.append(columnNames(), to: &children) }
        _ = accept(.as)
        if at(.not) { advance() }
        _ = accept(.materialized)
        // DuckDB: USING KEY (…)
        if at(.using), peek().keyword == .key {
            advance()
            advance()
            if at(.leftParen) { _ = skipBrackets() }
            _ = accept(.as)
        }
        if at(.leftParen) {
            tree.append(statementInParentheses(), to: &children)
        } else if startsQuery(at: index) {
            tree.append(query(), to: &children)
        }
        let behind = index
        skipSearchAndCycle()
        // SEARCH and CYCLE add columns.
        return add(.cte, from: start, children, aux: index > behind ? 2 : 0, alias: name)
    }

    /// Whether a name, [columns], AS, parenthesis and query follow.
    private func startsCTEBody() -> Bool {
        var position = index + 1
        if tokens[position].kind == .leftParen {
            while position < tokens.count, tokens[position].kind != .rightParen { position += 1 }
            position += 1
        }
        guard position + 1 < tokens.count, tokens[position].keyword == .as else { return false }
        return tokens[position + 1].kind == .leftParen && startsQuery(at: position + 2)
    }

    /// The body of a common table expression: PostgreSQL has INSERT, UPDATE and DELETE there too.
    private mutating func statementInParentheses() -> NodeID {
        switch peek().keyword {
        case .insert, .update, .delete, .merge:
            guard enter() else { return add(.recovered, from: index, skipBrackets()) }
            defer { leave() }
            advance()
            let statement = self.statement()
            if !accept(.rightParen) {
                let found = skipUnreadable(stopAtComma: false)
                attach(found, to: statement)
                _ = accept(.rightParen)
            }
            return statement
        default: return parenthesisedQuery()
        }
    }

    /// SEARCH DEPTH FIRST BY a SET b, CYCLE a SET b USING c
    private mutating func skipSearchAndCycle() {
        while at(.search) || at(.cycle) && peek().kind == .word {
            advance()
            while !atEnd, !at(.search), !at(.cycle), !at(.rightParen), !at(.leftParen), !at(.semicolon),
                !token.keyword.isAny(.query), !at(.insert), !at(.update), !at(.delete), !at(.merge),
                !(at(.comma) && (peek(2).keyword == .as || peek(2).kind == .leftParen))
            {
                advance()
            }
        }
    }

    /// `(a, b)`, also with types behind the names.
    mutating func columnNames() -> NodeID {
        let start = index
        let mark = tree.names.count
        advance()
        var open = 1
        var wantsName = true
        while !atEnd, !at(.semicolon) {
            switch token.kind {
            case .leftParen, .leftBracket: open += 1
            case .rightParen, .rightBracket: open -= 1
            case .comma where open == 1: wantsName = true
            case .word, .quoted:
                if wantsName, open == 1 {
                    // `t.a` in a list of target columns.
                    while at(.word) || at(.quoted), peek().kind == .dot { move(to: index + 2) }
                    tree.names.append(token.symbol)
                    wantsName = false
                }
            case .string, .template, .variable:
                if wantsName, open == 1 {
                    tree.names.append(at(.string) ? stringSymbol(token) : 0)
                    wantsName = false
                }
            default: break
            }
            advance()
            if open == 0 { break }
        }
        return add(.columnNames, from: start, namesSince: mark)
    }

    // MARK: Set operations

    func isSetOperator() -> Bool {
        switch token.keyword {
        case .union, .intersect, .except, .unionall: return true
        case .minus:
            return peek().kind == .leftParen || startsQuery(at: index + 1) || peek().keyword == .all
                || peek().keyword == .distinct
        case .full, .left, .inner, .outer, .natural:
            // BigQuery: FULL OUTER UNION ALL BY NAME.
            let second = peek().keyword == .outer ? peek(2).keyword : peek().keyword
            return second == .union || second == .intersect || second == .except
        default: return false
        }
    }

    /// Reads the branches behind the first one, which may be `noNode`.
    mutating func setOperationTail(_ first: NodeID, from start: Int) -> NodeID {
        guard isSetOperator() else { return first }
        var branches = ChildList()
        if first != noNode { tree.append(first, to: &branches) }
        while isSetOperator() {
            var kind: UInt16 = 0
            while at(.full) || at(.left) || at(.inner) || at(.outer) {
                kind |= SetOperator.uneven
                if at(.inner) { kind |= SetOperator.inner }
                if at(.left) { kind |= SetOperator.left }
                advance()
            }
            switch token.keyword {
            case .intersect: kind |= SetOperator.intersect | SetOperator.distinct
            case .except, .minus: kind |= SetOperator.except | SetOperator.distinct
            case .unionall: break
            default: kind |= SetOperator.distinct
            }
            advance()
            if accept(.all) { kind &= ~SetOperator.distinct }
            _ = accept(.distinct)
            skip(.strict)
            if at(.by), peek().keyword == .name {
                advance()
                advance()
                kind |= SetOperator.byName
                if at(.on) || at(.matching) {
                    _ = accept(.on)
                    if at(.leftParen) { _ = skipBrackets() }
                }
            }
            if accept(.corresponding) {
                kind |= SetOperator.byName
                if accept(.by), at(.leftParen) { _ = skipBrackets() }
            }
            skip(.strict)
            let branch = queryTerm()
            guard branch != noNode else {
                report(.syntax, from: index, to: index + 1)
                break
            }
            tree.nodes[Int(branch)].aux = kind
            tree.append(branch, to: &branches)
        }
        return add(.setOperation, from: start, branches)
    }

    /// SELECT …, VALUES …, TABLE t, FROM t …, or a query in parentheses.
    mutating func queryTerm() -> NodeID {
        switch token.keyword {
        case .select, .sel: return select()
        case .from: return select()
        case .values: return aliasedValues()
        case .table:
            let start = index
            advance()
            return wholeTable(tableReference(), from: start)
        case .with: return query()
        case .pivot, .unpivot:
            guard peek().kind == .word || peek().kind == .quoted || peek().kind == .leftParen else { return noNode }
            let start = index
            return wholeTable(standardPivot(), from: start)
        default:
            if at(.leftParen) {
                let inner = parenthesisedQuery()
                // `(SELECT …) AS a UNION …`: the name means nothing.
                if at(.as), peek().kind == .word, depth > 0 || !peek(2).keyword.isAny(.query) {
                    advance()
                    advance()
                }
                return inner
            }
            if at(.template) {
                let start = index
                advance()
                report(.template, from: start)
                return add(.select, from: start)
            }
            return noNode
        }
    }

    /// SELECT * FROM a table.
    private mutating func wholeTable(_ table: NodeID, from start: Int) -> NodeID {
        var fromChildren = ChildList()
        tree.append(table, to: &fromChildren)
        let from = add(.from, from: start, fromChildren)
        let mark = tree.names.count
        var star = ChildList()
        tree.append(add(.star, from: start, namesSince: mark), to: &star)
        var items = ChildList()
        tree.append(add(.item, from: start, star), to: &items)
        var children = ChildList()
        tree.append(add(.items, from: start, items), to: &children)
        tree.append(from, to: &children)
        return add(.select, from: start, children)
    }

    /// VALUES … AS t (a, b)
    private mutating func aliasedValues() -> NodeID {
        let start = index
        let rows = values()
        guard depth > 1,
            at(.as) && (peek().kind == .word || peek().kind == .quoted)
                || isName && !token.keyword.isAny([.notTableAlias, .clause]) && peek().kind == .leftParen
        else { return rows }
        _ = accept(.as)
        var inner = ChildList()
        tree.append(rows, to: &inner)
        let alias = token.symbol
        advance()
        if at(.leftParen), isNameList() { tree.append(columnNames(), to: &inner) }
        return wholeTable(add(.derived, from: start, inner, alias: alias), from: start)
    }

    /// VALUES (…), (…)
    mutating func values() -> NodeID {
        let start = index
        advance()
        var rows = ChildList()
        repeat {
            let from = index
            var cells = ChildList()
            if at(.row), peek().kind == .leftParen { advance() }
            if at(.leftParen) {
                advance()
                inArguments += 1
                while !atEnd, !at(.rightParen), !at(.semicolon) {
                    let before = index
                    tree.append(expressionOrLiteral(), to: &cells)
                    if accept(.comma) { continue }
                    if !at(.rightParen) {
                        if index == before { advance() } else if at(.as) { skipAlias() } else { advance() }
                    }
                }
                inArguments -= 1
                if !accept(.rightParen) { report(.syntax, from: from) }
            } else {
                guard !atEnd, !at(.semicolon), !at(.rightParen) else { break }
                let before = index
                tree.append(expression(), to: &cells)
                if index == before { break }
            }
            tree.append(add(.valuesRow, from: from, cells), to: &rows)
        } while accept(.comma)
        return add(.values, from: start, rows)
    }

    private mutating func skipAlias() {
        advance()
        if isName { advance() }
    }

    // MARK: Behind a query

    /// ORDER BY, LIMIT, FETCH, FOR UPDATE … behind a query.
    mutating func queryTail(_ body: NodeID, _ children: inout ChildList) {
        while true {
            switch token.keyword {
            case .order where peek().keyword == .by || peek().keyword == .siblings:
                let orderBy = expressionList(.orderBy)
                if body != noNode, tree[body].kind == .select {
                    attach(orderBy, to: body)
                } else {
                    tree.append(orderBy, to: &children)
                }
            case .limit, .offset, .fetch:
                guard !limitClause() else { continue }
                return
            case .for:
                guard !forClause() else { continue }
                return
            case .option where peek().kind == .leftParen:
                advance()
                _ = skipBrackets()
            case .settings where dialect == .clickhouse || peek(2).kind == .equals:
                skipSettings()
            case .format where dialect == .clickhouse || traits.formatClause:
                advance()
                if isName { advance() }
            case .lock where peek().keyword == .in:
                move(to: index + 4)
            case .with
            where peek().kind == .word
                && isTailOption(peek().keyword):
                move(to: index + 2)
                skip(.schema, .binding, .check, .option, .data, .and, .no, .statistics, .only)
            case .where, .group, .having, .qualify, .sort, .cluster, .distribute, .window:
                guard body != noNode, tree[body].kind == .select else {
                    guard at(.sort) || at(.cluster) || at(.distribute), peek().keyword == .by else { return }
                    tree.append(expressionList(.orderBy), to: &children)
                    continue
                }
                let before = index
                selectClauses(body)
                if index == before { return }
            default: return
            }
        }
    }

    /// WITH UR, WITH NO DATA, WITH CHECK OPTION …
    func isTailOption(_ word: Keyword) -> Bool {
        switch word {
        case .ur, .cs, .rs, .rr, .no, .check, .totals, .ties, .local, .data, .read: true
        default: false
        }
    }

    /// LIMIT n [OFFSET m] [BY …], OFFSET n ROWS, FETCH FIRST n ROWS ONLY. False if no such clause stands here.
    private mutating func limitClause() -> Bool {
        let start = index
        if at(.fetch), peek().keyword != .first && peek().keyword != .next { return false }
        advance()
        inArguments += 1
        defer { inArguments -= 1 }
        while !atEnd {
            switch token.keyword {
            case .first, .next, .row, .rows, .only, .with, .ties, .percent, .all, .exact:
                if at(.with), peek().keyword != .ties { return true }
                advance()
                continue
            case .by:
                // ClickHouse: LIMIT n BY columns.
                advance()
                repeat { _ = expression() } while accept(.comma)
                continue
            default: break
            }
            if accept(.comma) { continue }
            guard
                at(.number) || at(.variable) || at(.leftParen) || at(.template) || at(.question) || at(.colon)
                    || at(.dash)
                    || at(.string) || at(.op) || at(.plus) || at(.slash) || at(.star)
                    || (at(.word) && (token.keyword == .none || at(.null) || at(.cast) || at(.select))
                        && index == start + 1)
                    || (at(.word) && token.keyword == .none && peek().kind == .leftParen)
                    || (at(.word) && token.keyword == .none
                        && (tokens[index - 1].kind == .plus || tokens[index - 1].kind == .dash))
            else { return true }
            let before = index
            if at(.op) || at(.slash) || at(.star) || at(.plus) { advance() }
            _ = expression()
            if index == before { advance() }
        }
        return true
    }

    /// FOR UPDATE, FOR XML PATH, FOR SYSTEM_TIME … behind a query. False if it is another FOR.
    private mutating func forClause() -> Bool {
        switch peek().keyword {
        case .update, .share, .key, .no, .read, .fetch: break
        default:
            guard textEquals(peek(), "xml") || textEquals(peek(), "json") || textEquals(peek(), "browse") else {
                return false
            }
        }
        advance()
        while !atEnd, !at(.semicolon), !at(.rightParen), !at(.limit), !at(.for), !at(.union), !at(.offset) {
            if at(.loop) { return true }
            if token.hasNewlineBefore, startsStatement() { return true }
            if at(.leftParen) { _ = skipBrackets() } else { advance() }
        }
        return true
    }

    private mutating func skipSettings() {
        advance()
        while isName {
            advance()
            guard accept(.equals) else { return }
            inArguments += 1
            _ = expression()
            inArguments -= 1
            guard at(.comma), peek().kind == .word else { return }
            advance()
        }
    }

    /// Reads `WORD [BY] expression, …` into a node of a kind.
    mutating func expressionList(_ kind: NodeKind) -> NodeID {
        let start = index
        advance()
        skip(.siblings)
        _ = accept(.by)
        let isAll = at(.all) && !(peek().kind == .leftParen)
        skip(.all, .distinct)
        var children = ChildList()
        if isAll, kind == .groupBy, !isName || token.keyword != .none { return add(kind, from: start, aux: 1) }
        repeat {
            if atEnd || at(.semicolon) || at(.rightParen) { break }
            expressionInList(&children)
        } while accept(.comma)
        return add(kind, from: start, children)
    }

    /// One expression of GROUP BY or ORDER BY, with ROLLUP ( … ), GROUPING SETS ( … ), ASC, NULLS FIRST …
    private mutating func expressionInList(_ children: inout ChildList) {
        if at(.grouping), peek().keyword == .sets {
            advance()
            advance()
        }
        if (at(.cube) || at(.rollup)), peek().kind == .leftParen { advance() }
        let before = index
        // GROUP BY ALL
        if tokens[index - 1].keyword == .all, token.keyword != .none || !isName, !at(.leftParen) { return }
        inArguments += 1
        let node = expression()
        inArguments -= 1
        tree.append(node, to: &children)
        if node == noNode, index == before {
            if at(.all) { advance() } else { tree.append(skipUnreadable(), to: &children) }
        }
        while true {
            switch token.keyword {
            case .asc, .desc: advance()
            case .nulls:
                advance()
                skip(.first, .last)
            case .using:
                advance()
                advance()
            case .with
            where peek().keyword == .rollup || peek().keyword == .cube || peek().keyword == .totals
                || peek().keyword == .fill:
                if peek().keyword == .fill {
                    advance()
                    advance()
                    skipFill()
                } else {
                    advance()
                    advance()
                }
            case .as where peek().kind == .word:
                advance()
                advance()
            case .grouping where peek().keyword == .sets, .cube where peek().kind == .leftParen,
                .rollup where peek().kind == .leftParen:
                advance()
                _ = accept(.sets)
                if at(.leftParen) { tree.append(expression(), to: &children) }
            default: return
            }
        }
    }

    /// ClickHouse: WITH FILL FROM a TO b STEP c.
    private mutating func skipFill() {
        while at(.from) || at(.to) || textEquals(token, "step") || textEquals(token, "staleness") {
            advance()
            _ = expression()
        }
        if textEquals(token, "interpolate") {
            advance()
            if at(.leftParen) { _ = skipBrackets() }
        }
    }
}
