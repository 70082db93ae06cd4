/// ORDER BY, LIMIT, FETCH, FOR and what else stands behind a query.
extension Parser {
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
    mutating func limitClause() -> Bool {
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
    mutating func forClause() -> Bool {
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

    mutating func skipSettings() {
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

    /// Reads `WORD [BY] expression, …` into a node of a kind; `aux` is 1 for ALL without expressions.
    mutating func expressionList(_ kind: NodeKind) -> NodeID {
        let start = index
        advance()
        skip(.siblings)
        _ = accept(.by)
        let isAll = at(.all) && !(peek().kind == .leftParen)
        skip(.all, .distinct)
        var children = ChildList()
        let isGrouping = at(.cube) || at(.rollup) || at(.grouping)
        if isAll, kind == .groupBy, !isGrouping, !isName || token.keyword != .none {
            return add(kind, from: start, aux: 1)
        }
        repeat {
            if atEnd || at(.semicolon) || at(.rightParen) { break }
            expressionInList(&children)
        } while accept(.comma)
        return add(kind, from: start, children, aux: isAll && children.isEmpty ? 1 : 0)
    }

    /// One expression of GROUP BY or ORDER BY, with ROLLUP ( … ), GROUPING SETS ( … ), ASC, NULLS FIRST …
    mutating func expressionInList(_ children: inout ChildList) {
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
    mutating func skipFill() {
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
