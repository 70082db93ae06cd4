/// FROM: tables, joins and what stands in their place.
extension Parser {
    mutating func from() -> NodeID {
        let start = index
        advance()
        var children = ChildList()
        tableList(&children)
        return add(.from, from: start, children)
    }

    /// Reads tables joined by commas and JOIN into `children`.
    mutating func tableList(_ children: inout ChildList) {
        let first = tableReference()
        if first != noNode {
            tree.append(first, to: &children)
        } else if !at(.comma) {
            tree.append(skipUnreadable(), to: &children)
        }
        tableListAfterFirst(&children)
    }

    /// Reads what is joined to the first table.
    mutating func tableListAfterFirst(_ children: inout ChildList) {
        while true {
            if at(.comma) {
                advance()
                if at(.leftParen) || isName || startsTable() {
                    let table = tableReference()
                    guard table != noNode else { continue }
                    var inner = ChildList()
                    tree.append(table, to: &inner)
                    tree.append(add(.join, from: Int(tree[table].token), inner, aux: JoinType.comma), to: &children)
                }
                continue
            }
            if at(.lateral), peek().keyword == .view || peek().keyword == .outer {
                tree.append(lateralView(), to: &children)
                continue
            }
            if (at(.array) && peek().keyword == .join)
                || ((at(.left) || at(.inner)) && peek().keyword == .array && peek(2).keyword == .join)
            {
                tree.append(arrayJoin(), to: &children)
                continue
            }
            guard let type = joinType() else { return }
            tree.append(join(type), to: &children)
        }
    }

    func startsTable() -> Bool {
        switch token.kind {
        case .word, .quoted, .string, .template, .stage, .variable, .leftBracket, .leftBrace: true
        default: false
        }
    }

    // MARK: Tables

    /// Reads one table with its alias and everything that may be applied to it; `noNode` if none starts here.
    mutating func tableReference() -> NodeID {
        guard enter() else {
            let start = index
            var found = ChildList()
            if at(.leftParen) { found = skipBrackets() } else { advance() }
            return add(.recovered, from: start, found)
        }
        defer { leave() }
        var source = tableSource()
        guard source != noNode else { return noNode }
        source = tableSuffixes(source)
        return source
    }

    mutating func tableSource() -> NodeID {
        let start = index
        switch token.kind {
        case .leftParen: return parenthesisedTable()
        case .string: return stringTable()
        case .stage:
            let id = add(.location, from: start)
            advance()
            skipStageOptions()
            return id
        case .word where dialect == .duckdb && peek().kind == .colon,
            .quoted where dialect == .duckdb && peek().kind == .colon:
            // `FROM alias: table`
            let alias = token.symbol
            move(to: index + 2)
            let table = tableSource()
            if table != noNode { tree.nodes[Int(table)].alias = alias }
            return table
        case .variable, .template, .quoted: return namedTable(from: start, flags: 0)
        case .leftBrace:
            // `{name: Identifier}`
            _ = skipBrackets()
            return add(.table, from: start, namesSince: tree.names.count, flags: NodeFlag.unknownName)
        case .leftBracket:
            var inner = ChildList()
            tree.append(bracketList(), to: &inner)
            return add(.tableFunction, from: start, inner, flags: NodeFlag.lateral)
        case .colon where peek().kind == .word || peek().kind == .number:
            advance()
            advance()
            return add(.table, from: start, namesSince: tree.names.count, flags: NodeFlag.unknownName)
        case .question:
            advance()
            return add(.table, from: start, namesSince: tree.names.count, flags: NodeFlag.unknownName)
        case .word: return wordTable(from: start)
        default: return noNode
        }
    }

    mutating func wordTable(from start: Int) -> NodeID {
        switch token.keyword {
        case .lateral:
            advance()
            let inner = tableSource()
            if inner != noNode { tree.nodes[Int(inner)].flags |= NodeFlag.lateral }
            return inner
        case .only where peek().kind == .word || peek().kind == .leftParen || peek().kind == .quoted:
            if peek().kind == .leftParen {
                advance()
                return parenthesisedTable()
            }
            advance()
            return namedTable(from: start, flags: 0)
        case .semanticView where peek().kind == .leftParen: return semanticView(from: start)
        case _ where dialect == .db2 && peek().keyword == .table && peek(2).kind == .leftParen:
            // SELECT … FROM FINAL TABLE (INSERT …): NEW and OLD likewise.
            move(to: index + 2)
            var inner = ChildList()
            tree.append(statementInParentheses(), to: &inner)
            return add(.derived, from: start, inner)
        case .stream
        where peek().kind == .leftParen
            || peek().kind == .word && !peek().keyword.isAny([.notTableAlias, .clause])
                && (dialect == .databricks || dialect == .spark):
            return stream(from: start)
        case .unpivot where peek().kind == .word:
            // Redshift: FROM t, UNPIVOT t.document AS value AT name
            advance()
            let value = expression()
            var inner = ChildList()
            tree.append(value, to: &inner)
            return add(.tableFunction, from: start, inner, flags: NodeFlag.lateral)
        case .rows where peek().keyword == .from:
            return rowsFrom()
        case .table where peek().kind == .leftParen:
            return tableOfExpression()
        case .values where peek().kind == .leftParen || peek().kind != .dot && peek().keyword == .row:
            var inner = ChildList()
            tree.append(values(), to: &inner)
            return add(.derived, from: start, inner)
        case .select, .with:
            guard startsQuery(at: index) else { return noNode }
            var inner = ChildList()
            tree.append(query(), to: &inner)
            return add(.derived, from: start, inner)
        default:
            if token.keyword.isAny(.notTable), peek().kind != .leftParen, peek().kind != .dot { return noNode }
            return namedTable(from: start, flags: 0)
        }
    }

    /// Snowflake: SEMANTIC_VIEW (view METRICS … DIMENSIONS …): the columns are those of the view.
    mutating func semanticView(from start: Int) -> NodeID {
        advance()
        advance()
        let table = tableName()
        var open = 1
        while !atEnd, !at(.semicolon) {
            if at(.leftParen) { open += 1 }
            if at(.rightParen) { open -= 1 }
            advance()
            if open == 0 { break }
        }
        tree.nodes[Int(table)].token = Int32(start)
        return table
    }

    /// Databricks: STREAM t, STREAM (t), STREAM f(x)
    mutating func stream(from start: Int) -> NodeID {
        advance()
        guard at(.leftParen) else { return namedTable(from: start, flags: 0) }
        advance()
        let table = namedTable(from: index, flags: 0)
        _ = accept(.rightParen)
        return table
    }

    /// `ROWS FROM (f(x), g(y))`
    mutating func rowsFrom() -> NodeID {
        let start = index
        advance()
        advance()
        guard at(.leftParen) else { return noNode }
        advance()
        var inner = ChildList()
        soup(until: .rightParen, &inner)
        return add(.tableFunction, from: start, inner, flags: NodeFlag.lateral)
    }

    /// `TABLE(f(x))`, `TABLE(t)`, `TABLE('t')`
    mutating func tableOfExpression() -> NodeID {
        let start = index
        advance()
        if startsQuery(at: index + 1), peek().keyword != .table { return parenthesisedTable() }
        advance()
        if isName, peek().kind == .rightParen || peek().kind == .dot, !isCallAhead() {
            let table = tableName()
            _ = accept(.rightParen)
            return table
        }
        if at(.string), peek().kind == .rightParen {
            let name = add(.table, from: index, namesSince: splitString(token))
            advance()
            advance()
            return name
        }
        var inner = ChildList()
        soup(until: .rightParen, &inner)
        return add(.tableFunction, from: start, inner, flags: NodeFlag.lateral)
    }

    func isCallAhead() -> Bool {
        var position = index + 1
        while position + 1 < tokens.count, tokens[position].kind == .dot { position += 2 }
        return position < tokens.count && tokens[position].kind == .leftParen
    }

    /// A string in the place of a table: a file in DuckDB, a name elsewhere.
    mutating func stringTable() -> NodeID {
        let start = index
        advance()
        if at(.leftParen) { _ = skipBrackets() }
        return add(.location, from: start)
    }

    mutating func skipStageOptions() {
        if at(.leftParen) { _ = skipBrackets() }
    }

    /// Subquery, or joined tables, in parentheses.
    mutating func parenthesisedTable() -> NodeID {
        let start = index
        if peek().keyword == .pivot || peek().keyword == .unpivot, peek(2).kind == .word || peek(2).kind == .leftParen {
            advance()
            let pivot = standardPivot()
            _ = accept(.rightParen)
            return pivot
        }
        if startsQuery(at: index + 1), isQueryInParentheses() {
            var inner = ChildList()
            tree.append(parenthesisedQuery(), to: &inner)
            return add(.derived, from: start, inner)
        }
        guard enter() else { return add(.recovered, from: start, skipBrackets()) }
        defer { leave() }
        advance()
        var children = ChildList()
        tableList(&children)
        // `((SELECT …) UNION SELECT …)`: the first part was taken for a table.
        if isSetOperator(), children.isSingle, tree[children.first].kind == .derived {
            let left = tree[children.first].child
            let body = setOperationTail(left, from: start)
            var inner = ChildList()
            tree.append(body, to: &inner)
            queryTail(body, &inner)
            var query = ChildList()
            tree.append(add(.query, from: start, inner), to: &query)
            if !accept(.rightParen) { tree.append(skipUnreadable(stopAtComma: false), to: &query) }
            return add(.derived, from: start, query)
        }
        if !at(.rightParen) {
            var tail = ChildList()
            queryTail(noNode, &tail)
            tree.append(tail.first, to: &children)
        }
        if !at(.rightParen) { tree.append(skipUnreadable(stopAtComma: false), to: &children) }
        _ = accept(.rightParen)
        return add(.joinGroup, from: start, children)
    }

    /// Whether `((SELECT …) …` is a query: it is a group of joins if an alias or JOIN follows the inner parenthesis.
    func isQueryInParentheses() -> Bool {
        guard peek().kind == .leftParen else { return true }
        var position = index + 1
        var open = 0
        while position < tokens.count {
            if tokens[position].kind == .leftParen { open += 1 }
            if tokens[position].kind == .rightParen {
                open -= 1
                if open == 0 { break }
            }
            position += 1
        }
        guard position + 1 < tokens.count else { return true }
        let next = tokens[position + 1]
        switch next.keyword {
        case .union, .intersect, .except, .minus, .order, .limit, .offset, .fetch, .unionall: return true
        default: return next.kind == .rightParen
        }
    }

    /// A table by name, or a table function.
    mutating func namedTable(from start: Int, flags: UInt8) -> NodeID {
        let identifier = at(.identifier) && peek().kind == .leftParen
        let table = tableName()
        guard at(.leftParen), !identifier, tree[table].flags & NodeFlag.unknownName == 0 || tree[table].count > 0
        else { return table }
        // Old T-SQL hints: `t (NOLOCK)`.
        if traits.optionalSemicolon, peek().kind == .word, isTableHint(peek()) {
            _ = skipBrackets()
            return table
        }
        return tableFunction(table, from: start)
    }

    func isTableHint(_ token: Token) -> Bool {
        token.keyword == .nolock || textEquals(token, "updlock") || textEquals(token, "holdlock")
            || textEquals(token, "readpast") || textEquals(token, "rowlock") || textEquals(token, "tablock")
            || textEquals(token, "tablockx") || textEquals(token, "readuncommitted")
    }

    mutating func tableFunction(_ table: NodeID, from start: Int) -> NodeID {
        let names = tree[table].names
        let count = tree[table].count
        let last = count > 0 ? symbols.lower(tree.names[Int(names + count - 1)]) : 0
        if let file = readFile(last) { return file }
        let call = add(.call, from: start, aux: functions.functionClass(last))
        tree.nodes[Int(call)].names = names
        tree.nodes[Int(call)].count = count
        var children = arguments()
        if at(.within) || at(.filter) { _ = skipUnreadable() }
        tree.nodes[Int(call)].child = children.first
        // The method of a T-SQL document: `x.nodes('/a')`.
        children = ChildList()
        tree.append(call, to: &children)
        if at(.with), peek().keyword == .ordinality || peek().keyword == .offset {
            // The alias may stand behind.
            advance()
            advance()
            let id = add(.tableFunction, from: start, children, flags: NodeFlag.lateral, aux: 1)
            return id
        }
        if at(.with), peek().kind == .leftParen, !isHintList() {
            advance()
            let names = columnNames()
            tree.append(names, to: &children)
        }
        return add(.tableFunction, from: start, children, flags: NodeFlag.lateral)
    }

    func isHintList() -> Bool {
        let word = peek(2)
        return isTableHint(word) || textEquals(word, "index") || textEquals(word, "forceseek")
    }
}
