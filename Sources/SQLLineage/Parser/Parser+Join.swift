/// Joins and their conditions.
extension Parser {
    /// Reads the words of a join up to the table; nil if none stands here.
    mutating func joinType() -> UInt16? {
        var ahead = 0
        var type = JoinType.inner
        var natural: UInt16 = 0
        scan: while true {
            switch peek(ahead).keyword {
            case .join, .straightJoin: break scan
            case .apply:
                guard ahead > 0 else { return nil }
                break scan
            case .natural: natural = JoinType.natural
            case .left: type = JoinType.left
            case .right: type = JoinType.right
            case .full: type = JoinType.full
            case .cross: type = JoinType.cross
            case .semi, .anti: type = JoinType.semi
            case .inner, .outer, .asof, .positional, .global, .any, .all, .local, .broadcast, .shuffle, .hash, .loop,
                .merge,
                .colocate, .bucket, .lookup, .remote, .paste, .bestmatch, .replicate, .redistribute, .reduce, .directed:
                if ahead == 0, peek().keyword == .none { return nil }
            default:
                // StarRocks: JOIN [BROADCAST].
                return nil
            }
            ahead += 1
            if ahead > 5 { return nil }
        }
        if peek(ahead).keyword == .straightJoin, ahead > 0 { return nil }
        move(to: index + ahead + 1)
        if at(.leftBracket) { _ = skipBrackets() }
        while at(.broadcast) || at(.shuffle), peek().kind == .word || peek().kind == .quoted { advance() }
        return type | natural
    }

    mutating func join(_ type: UInt16) -> NodeID {
        let start = index
        var children = ChildList()
        let table = tableReference()
        if table == noNode { tree.append(skipUnreadable(), to: &children) } else { tree.append(table, to: &children) }
        // `a JOIN b JOIN c ON … ON …`: conditions may come later.
        var nested: [NodeID] = []
        while let inner = nestedJoin() { nested.append(inner) }
        joinCondition(&children)
        let join = add(.join, from: start, children, aux: type)
        for inner in nested {
            var last = inner
            while tree[last].next != noNode { last = tree[last].next }
            append(after: join, inner)
        }
        if !nested.isEmpty {
            var more = ChildList()
            joinCondition(&more)
            if more.first != noNode { attach(more.first, to: nested[nested.count - 1]) }
        }
        return join
    }

    mutating func append(after node: NodeID, _ other: NodeID) {
        var last = node
        while tree[last].next != noNode { last = tree[last].next }
        tree.nodes[Int(last)].next = other
    }

    /// A join that follows before the condition of the one in hand.
    mutating func nestedJoin() -> NodeID? {
        guard
            token.keyword == .join || token.keyword == .inner || token.keyword == .left || token.keyword == .right
                || token.keyword == .full, pendingCondition()
        else { return nil }
        guard let type = joinType() else { return nil }
        let start = index
        var children = ChildList()
        let table = tableReference()
        guard table != noNode else { return nil }
        tree.append(table, to: &children)
        joinCondition(&children)
        return add(.join, from: start, children, aux: type)
    }

    /// Whether two ON follow each other later on at this level, as in `a JOIN b JOIN c ON x ON y`.
    func pendingCondition() -> Bool {
        var position = index
        var open = 0
        var joins = 1
        while position < tokens.count {
            let token = tokens[position]
            switch token.kind {
            case .leftParen: open += 1
            case .rightParen:
                open -= 1
                if open < 0 { return false }
            case .semicolon, .endOfText: return false
            case .comma where open == 0: return false
            case .word where open == 0:
                switch token.keyword {
                case .join: joins += 1
                case .cross, .natural: return false
                case .on, .using:
                    joins -= 1
                    if joins == 0 { return true }
                case .where, .group, .order, .having, .union, .select, .limit, .when, .set, .window: return false
                default: break
                }
            default: break
            }
            position += 1
            if position - index > 2000 { return false }
        }
        return false
    }

    mutating func joinCondition(_ children: inout ChildList) {
        let start = index
        // Snowflake: MATCH_CONDITION ( … ).
        if textEquals(token, "match_condition"), peek().kind == .leftParen {
            advance()
            var inner = ChildList()
            tree.append(expression(), to: &inner)
            tree.append(add(.joinOn, from: start, inner), to: &children)
        }
        if at(.on) {
            advance()
            var inner = ChildList()
            tree.append(expression(), to: &inner)
            if inner.isEmpty { tree.append(skipUnreadable(), to: &inner) }
            tree.append(add(.joinOn, from: start, inner), to: &children)
        } else if at(.using), peek().kind == .leftParen {
            advance()
            let names = columnNames()
            let id = add(.joinUsing, from: start)
            tree.nodes[Int(id)].names = tree[names].names
            tree.nodes[Int(id)].count = tree[names].count
            tree.append(id, to: &children)
            if at(.as), isAliasAhead() {
                advance()
                advance()
            }
        } else if at(.using), dialect == .clickhouse, peek().kind == .word || peek().kind == .quoted {
            let mark = tree.names.count
            repeat {
                advance()
                guard isName else { break }
                tree.names.append(token.symbol)
                advance()
            } while at(.comma)
            tree.append(add(.joinUsing, from: start, namesSince: mark), to: &children)
        }
    }

    func isAliasAhead() -> Bool { peek().kind == .word || peek().kind == .quoted }
}
