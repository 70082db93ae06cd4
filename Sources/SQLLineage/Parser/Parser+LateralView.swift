/// LATERAL VIEW and ARRAY JOIN.
extension Parser {
    /// LATERAL VIEW [OUTER] f(x) [t] [AS a, b]
    mutating func lateralView() -> NodeID {
        let start = index
        advance()
        _ = accept(.view)
        _ = accept(.outer)
        var children = ChildList()
        let call = expression()
        tree.append(call, to: &children)
        var alias: UInt32 = 0
        if isName, !at(.as), !token.keyword.isAny([.notTableAlias]) {
            alias = token.symbol
            advance()
        }
        if accept(.as) {
            let from = index
            let mark = tree.names.count
            let parenthesised = accept(.leftParen)
            while isName {
                tree.names.append(token.symbol)
                advance()
                guard at(.comma), peek().kind == .word || peek().kind == .quoted, peek(2).kind != .dot else { break }
                advance()
            }
            if parenthesised { _ = accept(.rightParen) }
            tree.append(add(.columnNames, from: from, namesSince: mark), to: &children)
        }
        let function = add(.tableFunction, from: start, children, flags: NodeFlag.lateral, alias: alias)
        var inner = ChildList()
        tree.append(function, to: &inner)
        return add(.join, from: start, inner, aux: JoinType.cross)
    }

    /// ClickHouse: [LEFT] ARRAY JOIN x AS y, …
    mutating func arrayJoin() -> NodeID {
        let start = index
        skip(.left, .inner, .array, .join)
        var joins = ChildList()
        repeat {
            let from = index
            var children = ChildList()
            let value = expression()
            guard value != noNode else { break }
            var alias = accept(.as) && isName ? token.symbol : 0
            if alias != 0 {
                advance()
            } else if tree[value].kind == .column {
                alias = tree.lastName(tree[value])
            }
            tree.append(value, to: &children)
            let mark = tree.names.count
            tree.names.append(alias)
            tree.append(add(.columnNames, from: from, namesSince: mark), to: &children)
            var inner = ChildList()
            tree.append(add(.tableFunction, from: from, children, flags: NodeFlag.lateral), to: &inner)
            tree.append(add(.join, from: from, inner, aux: JoinType.cross), to: &joins)
        } while accept(.comma)
        return joins.first == noNode ? add(.recovered, from: start) : joins.first
    }
}
