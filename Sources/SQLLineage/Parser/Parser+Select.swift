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
    mutating func selectModifiers(_ id: NodeID, _ flags: inout UInt8) {
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

    func isModifier() -> Bool {
        let next = peek()
        return next.kind != .comma && next.kind != .dot && next.keyword != .from && next.kind != .endOfText
    }

    func isNonStandardModifier() -> Bool {
        textEquals(token, "sql_no_cache") || textEquals(token, "sql_cache") || textEquals(token, "sql_calc_found_rows")
            || textEquals(token, "high_priority") || textEquals(token, "sql_big_result")
            || textEquals(token, "sql_small_result") || textEquals(token, "sql_buffer_result")
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

    func existingFrom(_ id: NodeID) -> NodeID? {
        let from = tree.child(id, .from)
        return from == noNode ? nil : from
    }

    mutating func fromWithLateralView() -> NodeID {
        let start = index
        var children = ChildList()
        tree.append(lateralView(), to: &children)
        return add(.from, from: start, children)
    }

    /// Skips a clause that is not known, if one stands here.
    mutating func unknownClause(_ id: NodeID) -> Bool {
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
    mutating func condition(_ kind: NodeKind) -> NodeID {
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
    mutating func windowClause() -> NodeID {
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
    mutating func into() -> NodeID {
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

    mutating func skipTargets() {
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
