/// UNION, INTERSECT, EXCEPT and the branches between them; VALUES.
extension Parser {
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
    mutating func wholeTable(_ table: NodeID, from start: Int) -> NodeID {
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
    mutating func aliasedValues() -> NodeID {
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

    mutating func skipAlias() {
        advance()
        if isName { advance() }
    }
}
