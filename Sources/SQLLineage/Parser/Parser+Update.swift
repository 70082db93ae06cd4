/// UPDATE, DELETE and MERGE.
extension Parser {
    /// UPDATE target [joins] SET column = expression, … [FROM …] [WHERE …]
    mutating func update(_ with: NodeID) -> NodeID {
        let start = index
        advance()
        var children = ChildList()
        tree.append(with, to: &children)
        skip(.lowPriority, .ignore, .only)
        if at(.or) {
            advance()
            advance()
        }
        if at(.top) {
            advance()
            if at(.leftParen) { _ = skipBrackets() } else { advance() }
            skip(.percent)
        }
        let from = index
        var tables = ChildList()
        tableList(&tables)
        tree.append(add(.from, from: from, tables, flags: NodeFlag.parenthesised), to: &children)
        clauses(&children)
        return add(.update, from: start, children)
    }

    /// The clauses of UPDATE and DELETE in any order.
    private mutating func clauses(_ children: inout ChildList) {
        while !atEnd {
            let start = index
            switch token.keyword {
            case .set:
                advance()
                var list = ChildList()
                assignments(&list)
                tree.append(list.first, to: &children)
            case .from: tree.append(self.from(), to: &children)
            case .using:
                advance()
                var tables = ChildList()
                tableList(&tables)
                tree.append(add(.from, from: start, tables), to: &children)
            case .where:
                advance()
                var inner = ChildList()
                if at(.current), peek().keyword == .of {
                    move(to: index + 3)
                } else {
                    tree.append(expression(), to: &inner)
                    if inner.isEmpty { tree.append(skipUnreadable(stopAtComma: false), to: &inner) }
                }
                tree.append(add(.whereClause, from: start, inner), to: &children)
            case .returning, .output: tree.append(returning(), to: &children)
            case .order where peek().keyword == .by: tree.append(expressionList(.orderBy), to: &children)
            case .limit, .option, .settings, .offset:
                var tail = ChildList()
                queryTail(noNode, &tail)
                tree.append(tail.first, to: &children)
            case .partition where peek().kind == .leftParen:
                advance()
                _ = skipBrackets()
            case .on where textEquals(peek(), "cluster"):
                move(to: index + 3)
            case .all where index > 0 && tokens[index - 1].kind != .comma: advance()
            case .else where peek().keyword == .insert || peek().keyword == .ins:
                // Teradata: UPDATE … ELSE INSERT …
                advance()
                tree.append(insert(noNode), to: &children)
            default: return
            }
            if index == start { return }
        }
    }

    /// `a = e, (b, c) = (SELECT …), t.d += e`
    mutating func assignments(_ list: inout ChildList) {
        repeat {
            if atEnd || at(.semicolon) || at(.rightParen) { return }
            let start = index
            var children = ChildList()
            if at(.leftParen) {
                tree.append(columnNames(), to: &children)
            } else if isName {
                tree.append(assignmentTarget(), to: &children)
            } else if at(.variable) || at(.template) || at(.star) {
                advance()
                // `@x = column = e`
                if at(.equals), isNameAhead(), peek(2).kind == .equals {
                    advance()
                    tree.append(assignmentTarget(), to: &children)
                }
            } else {
                tree.append(skipUnreadable(), to: &list)
                continue
            }
            // `=`, `:=`, `+=`, `||=` …
            while at(.equals) || at(.assign) || at(.op) || at(.plus) || at(.dash) || at(.star) || at(.slash) {
                let isLast = at(.equals) || at(.assign)
                advance()
                if isLast { break }
            }
            let value = expression()
            tree.append(value == noNode ? add(.literal, from: index) : value, to: &children)
            tree.append(add(.assignment, from: start, children), to: &list)
        } while accept(.comma)
    }

    private func isNameAhead() -> Bool { peek().kind == .word || peek().kind == .quoted }

    /// The column on the left of an assignment.
    private mutating func assignmentTarget() -> NodeID {
        let start = index
        let mark = tree.names.count
        tree.names.append(token.symbol)
        advance()
        while true {
            if at(.dot), peek().kind == .word || peek().kind == .quoted {
                advance()
                tree.names.append(token.symbol)
                advance()
            } else if at(.leftBracket) {
                _ = skipBrackets()
            } else {
                break
            }
        }
        return add(.column, from: start, namesSince: mark)
    }

    /// DELETE [target, …] FROM table [USING …] [WHERE …]
    mutating func delete(_ with: NodeID) -> NodeID {
        let start = index
        advance()
        var children = ChildList()
        tree.append(with, to: &children)
        skip(.lowPriority, .quick, .ignore)
        if at(.top) {
            advance()
            if at(.leftParen) { _ = skipBrackets() } else { advance() }
            skip(.percent)
        }
        // Targets in front of FROM: T-SQL `DELETE a FROM t a`, MySQL `DELETE a, b FROM …`.
        var targets = ChildList()
        while isName, !at(.from), !at(.where), !at(.using) {
            if at(.identifier), peek().kind == .leftParen {
                tree.append(tableName(), to: &targets)
            } else {
                let target = tableName()
                if at(.dot), peek().kind == .star { move(to: index + 2) }
                if at(.as), peek().kind == .word { advance() }
                if isName, !token.keyword.isAny([.notTableAlias, .clause]) {
                    tree.nodes[Int(target)].alias = token.symbol
                    advance()
                }
                tree.append(target, to: &targets)
            }
            guard accept(.comma) else { break }
        }
        if !targets.isEmpty { tree.append(add(.transferTarget, from: start, targets), to: &children) }
        let from = index
        if at(.from) {
            advance()
            if at(.table), peek().kind == .word || peek().kind == .quoted,
                !peek().keyword.isAny([.clause, .notTableAlias])
            {
                advance()
            }
            var tables = ChildList()
            tableListOfDelete(&tables)
            tree.append(add(.from, from: from, tables, flags: NodeFlag.parenthesised), to: &children)
        }
        clauses(&children)
        return add(.delete, from: start, children)
    }

    /// The tables of DELETE FROM, where `t.*` stands for `t`.
    private mutating func tableListOfDelete(_ tables: inout ChildList) {
        tableList(&tables)
        if at(.dot), peek().kind == .star {
            move(to: index + 2)
            while accept(.comma) {
                tree.append(tableReference(), to: &tables)
                if at(.dot), peek().kind == .star { move(to: index + 2) }
            }
        }
    }

    // MARK: MERGE

    /// MERGE INTO target USING source ON condition WHEN … THEN …
    mutating func merge(_ with: NodeID) -> NodeID {
        let start = index
        advance()
        if at(.with), peek().keyword == .schema {
            advance()
            advance()
            if textEquals(token, "evolution") { advance() }
        }
        if at(.top) {
            advance()
            if at(.leftParen) { _ = skipBrackets() } else { advance() }
            skip(.percent)
        }
        _ = accept(.into)
        var children = ChildList()
        tree.append(with, to: &children)
        let from = index
        var target = ChildList()
        tree.append(tableReference(), to: &target)
        tree.append(add(.from, from: from, target, flags: NodeFlag.parenthesised), to: &children)
        if at(.using) {
            let from = index
            advance()
            var tables = ChildList()
            tableList(&tables)
            tree.append(add(.mergeSource, from: from, tables), to: &children)
        }
        if at(.on) {
            let from = index
            advance()
            var inner = ChildList()
            tree.append(expression(), to: &inner)
            if inner.isEmpty { tree.append(skipUnreadable(stopAtComma: false), to: &inner) }
            tree.append(add(.joinOn, from: from, inner), to: &children)
        } else if at(.using) {
            advance()
            if at(.leftParen) { _ = skipBrackets() }
        }
        mergeBranches(&children)
        return add(.merge, from: start, children)
    }

    private mutating func mergeBranches(_ children: inout ChildList) {
        while !atEnd, !at(.semicolon), !at(.rightParen) {
            let start = index
            switch token.keyword {
            case .when:
                advance()
                skip(.not, .matched, .by, .source, .target)
                if at(.and) {
                    let from = index
                    advance()
                    var inner = ChildList()
                    tree.append(expression(), to: &inner)
                    tree.append(add(.whereClause, from: from, inner), to: &children)
                }
                _ = accept(.then)
            case .update:
                advance()
                if accept(.set) {
                    if at(.star) {
                        advance()
                        tree.append(add(.mergeInsert, from: start, aux: 1), to: &children)
                    } else {
                        var list = ChildList()
                        assignments(&list)
                        tree.append(list.first, to: &children)
                    }
                } else if at(.star) {
                    advance()
                    tree.append(add(.mergeInsert, from: start, aux: 1), to: &children)
                }
            case .insert: tree.append(mergeInsert(), to: &children)
            case .delete:
                advance()
            case .where:
                advance()
                var inner = ChildList()
                tree.append(expression(), to: &inner)
                tree.append(add(.whereClause, from: start, inner), to: &children)
            case .else where peek().keyword == .ignore:
                advance()
                advance()
            case .do where peek().keyword == .nothing:
                advance()
                advance()
            case .output, .returning: tree.append(returning(), to: &children)
            case .option where peek().kind == .leftParen:
                advance()
                _ = skipBrackets()
            case .log, .with: tree.append(skipStatement(), to: &children)
            default: return
            }
            if index == start { return }
        }
    }

    /// INSERT [(columns)] VALUES (…), INSERT *, INSERT ROW
    private mutating func mergeInsert() -> NodeID {
        let start = index
        advance()
        var children = ChildList()
        var aux: UInt16 = 0
        if at(.star) || at(.row) || textEquals(token, "all") {
            if at(.all) { skip(.all, .by, .name) } else { advance() }
            aux = 1
        } else {
            skip(.into)
            if at(.leftParen), !startsQuery(at: index + 1) { tree.append(columnNames(), to: &children) }
            if at(.values) {
                tree.append(values(), to: &children)
            } else if at(.default) {
                advance()
                _ = accept(.values)
            } else if at(.row) {
                advance()
                aux = 1
            } else if at(.leftParen), startsQuery(at: index + 1) {
                tree.append(parenthesisedQuery(), to: &children)
            }
        }
        return add(.mergeInsert, from: start, children, aux: aux)
    }
}
