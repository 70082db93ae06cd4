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
    mutating func skipInlineFunction() {
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

    mutating func commonTableExpression() -> NodeID {
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
    func startsCTEBody() -> Bool {
        var position = index + 1
        if tokens[position].kind == .leftParen {
            while position < tokens.count, tokens[position].kind != .rightParen { position += 1 }
            position += 1
        }
        guard position + 1 < tokens.count, tokens[position].keyword == .as else { return false }
        return tokens[position + 1].kind == .leftParen && startsQuery(at: position + 2)
    }

    /// The body of a common table expression: PostgreSQL has INSERT, UPDATE and DELETE there too.
    mutating func statementInParentheses() -> NodeID {
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
    mutating func skipSearchAndCycle() {
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
}
