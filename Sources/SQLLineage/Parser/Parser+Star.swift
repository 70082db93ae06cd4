/// `*`, `t.*` and what may follow them.
extension Parser {
    mutating func starItem(from start: Int) -> NodeID {
        advance()
        let mark = tree.names.count
        let star = add(.star, from: start, namesSince: mark)
        starModifiers(star)
        return aliased(star, from: start)
    }

    /// `t.*`, `a.b.t.*`
    mutating func qualifiedStar() -> NodeID? {
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
    mutating func starModifiers(_ star: NodeID) {
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
    mutating func replacements() -> NodeID {
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
    mutating func renames() -> NodeID {
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
}
