/// PIVOT and UNPIVOT behind a table, and DuckDB's statements of these names.
extension Parser {
    /// PIVOT ( aggregate [AS a], … FOR column IN ( value [AS a], … ) [GROUP BY …] )
    mutating func pivot(_ source: NodeID) -> NodeID {
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
    mutating func wrap(_ source: NodeID, _ kind: NodeKind, from start: Int, _ children: ChildList) -> NodeID {
        var all = ChildList()
        tree.append(source, to: &all)
        tree.append(children.first, to: &all)
        let id = add(kind, from: start, all)
        _ = suffixAlias(id)
        return id
    }

    mutating func suffixAlias(_ id: NodeID) -> Bool {
        var node = id
        return alias(&node)
    }

    /// `column IN ( … )` or `(a, b) IN ( … )`
    mutating func pivotFor() -> NodeID {
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
    mutating func skipDefault() {
        guard at(.default) else { return }
        advance()
        if accept(.on) { advance() }
        if at(.leftParen) { _ = skipBrackets() }
    }

    mutating func pivotValues(_ values: inout ChildList) {
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

    func isUnpivot() -> Bool {
        peek().kind == .leftParen
            || (peek().keyword == .include || peek().keyword == .exclude) && peek(2).keyword == .nulls
    }

    /// UNPIVOT [INCLUDE NULLS] ( value FOR name IN ( column [AS x], … ) )
    mutating func unpivot(_ source: NodeID) -> NodeID {
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

    /// PIVOT t ON column [IN (…)] USING aggregate [GROUP BY columns], UNPIVOT t ON columns INTO NAME n VALUE v
    ///
    /// Gives a table like that of `FROM t PIVOT (…)`.
    mutating func standardPivot() -> NodeID {
        let start = index
        let isUnpivot = at(.unpivot)
        advance()
        var children = ChildList()
        tree.append(tableReference(), to: &children)
        if isUnpivot { return unpivotStatement(children, from: start) }
        var aggregates = ChildList()
        var columns: [NodeID] = []
        while !atEnd, !at(.semicolon), !at(.rightParen) {
            switch token.keyword {
            case .on:
                advance()
                repeat { columns.append(pivotColumn()) } while accept(.comma)
            case .using:
                advance()
                repeat { tree.append(item(), to: &aggregates) } while accept(.comma)
            case .group where peek().keyword == .by: columns.append(expressionList(.groupBy))
            case .order where peek().keyword == .by, .limit:
                var tail = ChildList()
                let before = index
                queryTail(noNode, &tail)
                if index == before { advance() }
            default:
                if at(.leftParen) { tree.append(skipBrackets().first, to: &children) } else { advance() }
            }
        }
        tree.append(add(.pivotAggregates, from: start, aggregates), to: &children)
        for column in columns { tree.append(column, to: &children) }
        return add(.pivot, from: start, children)
    }

    /// `column [IN (values)]` behind ON; without values any may come.
    mutating func pivotColumn() -> NodeID {
        let start = index
        let mark = tree.names.count
        if isName, peek().kind != .leftParen {
            while peek().kind == .dot { move(to: index + 2) }
            tree.names.append(token.symbol)
            advance()
        } else {
            _ = expression()
        }
        let names = tree.names.count
        var values = ChildList()
        if accept(.in), at(.leftParen) {
            advance()
            while !atEnd, !at(.rightParen), !at(.semicolon) {
                let before = index
                tree.append(item(), to: &values)
                if !accept(.comma), index == before { advance() }
            }
            _ = accept(.rightParen)
        }
        let id = add(.pivotFor, from: start, values)
        tree.nodes[Int(id)].names = UInt32(mark)
        tree.nodes[Int(id)].count = UInt32(names - mark)
        return id
    }

    mutating func unpivotStatement(_ source: ChildList, from start: Int) -> NodeID {
        var children = source
        var columns = ChildList()
        var name: UInt32 = 0
        var values: [UInt32] = []
        while !atEnd, !at(.semicolon), !at(.rightParen) {
            switch token.keyword {
            case .on:
                advance()
                inArguments += 1
                repeat {
                    tree.append(expression(), to: &columns)
                    if accept(.as), isName { advance() }
                } while accept(.comma)
                inArguments -= 1
            case .name where peek().kind == .word:
                advance()
                name = token.symbol
                advance()
            case .value where peek().kind == .word:
                repeat {
                    advance()
                    values.append(token.symbol)
                    advance()
                } while at(.comma)
            default: advance()
            }
        }
        let mark = tree.names.count
        tree.names.append(contentsOf: values)
        let group = add(.unpivotGroup, from: start, namesSince: mark, columns, alias: name)
        tree.append(group, to: &children)
        return add(.unpivot, from: start, children)
    }
}
