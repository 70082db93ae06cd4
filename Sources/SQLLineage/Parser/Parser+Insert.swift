/// INSERT and REPLACE.
extension Parser {
    /// INSERT [INTO | OVERWRITE] [TABLE] target [PARTITION …] [(columns)] source
    mutating func insert(_ with: NodeID) -> NodeID {
        let start = index
        advance()
        skip(.lowPriority, .delayed, .highPriority, .ignore)
        if at(.or) { skip(.or, .replace, .ignore, .abort, .fail, .rollback) }
        if at(.all) || at(.first), peek().keyword == .into || peek().keyword == .when {
            return multiTableInsert(from: start)
        }
        if at(.top) {
            advance()
            if at(.leftParen) { _ = skipBrackets() } else { advance() }
            skip(.percent)
        }
        return insertBody(with, from: start)
    }

    private mutating func insertBody(_ with: NodeID, from start: Int) -> NodeID {
        var children = ChildList()
        tree.append(with, to: &children)
        skip(.overwrite, .into, .bulk)
        if at(.local), peek().keyword == .directory { advance() }
        if at(.directory) {
            advance()
            let from = index
            if at(.string) { advance() }
            tree.append(add(.location, from: from), to: &children)
            // ROW FORMAT …, STORED AS …
            while !atEnd, !at(.semicolon), !startsQuery(at: index) { advance() }
        } else {
            if at(.table),
                peek().keyword == .function || peek().kind == .word || peek().kind == .quoted
                    || peek().kind == .template
                    || peek().kind == .variable
            {
                advance()
            }
            if at(.function) {
                advance()
                let from = index
                _ = expression()
                tree.append(
                    add(.table, from: from, namesSince: tree.names.count, flags: NodeFlag.unknownName), to: &children)
            } else if at(.leftParen), startsQuery(at: index + 1) {
                // Oracle inserts into a query.
                tree.append(parenthesisedQuery(), to: &children)
            } else {
                tree.append(tableName(), to: &children)
            }
        }
        var flags: UInt8 = 0
        insertSource(&children, &flags)
        return add(.insert, from: start, children, flags: flags)
    }

    /// Everything behind the target.
    private mutating func insertSource(_ children: inout ChildList, _ flags: inout UInt8) {
        while !atEnd {
            let start = index
            switch token.keyword {
            case .as where peek().kind == .word && peek().keyword != .select && peek().keyword != .with:
                advance()
                setAlias(children)
            case .partition where peek().kind == .leftParen: tree.append(partition(), to: &children)
            case .with where textEquals(peek(), "label"):
                // Doris: WITH LABEL name
                move(to: index + 3)
            case .by where peek().keyword == .name, .by where peek().keyword == .position:
                advance()
                if at(.name) { flags |= NodeFlag.byName }
                advance()
            case .values, .value:
                if at(.value) || startsQuery(at: index) || peek().kind == .leftParen || peek().keyword == .row {
                    tree.append(values(), to: &children)
                } else {
                    advance()
                }
            case .default where peek().keyword == .values:
                advance()
                advance()
            case .set:
                advance()
                var list = ChildList()
                assignments(&list)
                tree.append(list.first, to: &children)
            case .select, .with, .from, .sel: tree.append(query(), to: &children)
            case .table where peek().kind == .word: tree.append(query(), to: &children)
            case .exec, .execute:
                _ = execute()
                return
            case .on: tree.append(onConflict(from: start), to: &children)
            case .returning, .output: tree.append(returning(), to: &children)
            case .if:
                skip(.if, .not, .exists)
            case .settings,
                .format where dialect == .clickhouse:
                if at(.format), peek().keyword == .values { advance() }
                return tree.append(skipStatement(), to: &children)
            case .overriding:
                advance()
                skip(.system, .user, .value)
            case .replace where peek().keyword == .where, .replace where peek().keyword == .using:
                advance()
                advance()
                tree.append(readExpression(), to: &children)
            default:
                insertOther(&children)
            }
            if index == start { return }
        }
    }

    /// Columns, a query in parentheses, or an alias.
    private mutating func insertOther(_ children: inout ChildList) {
        if at(.leftParen) {
            if startsQuery(at: index + 1) {
                tree.append(query(), to: &children)
            } else if isHintParenthesis() {
                _ = skipBrackets()
            } else {
                tree.append(columnNames(), to: &children)
            }
        } else if at(.template) {
            advance()
        } else if isName, children.last != noNode, tree[children.last].kind == .table, !startsStatement(),
            !token.keyword.isAny(.clause)
        {
            setAlias(children)
        } else {
            return
        }
    }

    private func isHintParenthesis() -> Bool { index > 0 && tokens[index - 1].keyword == .with }

    private mutating func setAlias(_ children: ChildList) {
        guard isName, children.last != noNode else { return }
        tree.nodes[Int(children.last)].alias = token.symbol
        advance()
    }

    private mutating func readExpression() -> NodeID {
        let start = index
        var inner = ChildList()
        tree.append(expression(), to: &inner)
        return add(.whereClause, from: start, inner)
    }

    /// PARTITION (a, b = 1): columns without a value come last in the source.
    private mutating func partition() -> NodeID {
        let start = index
        advance()
        advance()
        let mark = tree.names.count
        while !atEnd, !at(.rightParen), !at(.semicolon) {
            let name = token.symbol
            let isColumn = isName
            advance()
            if at(.equals) {
                advance()
                inArguments += 1
                _ = expression()
                inArguments -= 1
            } else if isColumn, at(.comma) || at(.rightParen) {
                tree.names.append(name)
            }
        }
        _ = accept(.rightParen)
        return add(.partition, from: start, namesSince: mark)
    }

    /// ON CONFLICT … DO UPDATE SET …, ON DUPLICATE KEY UPDATE …
    private mutating func onConflict(from start: Int) -> NodeID {
        var list = ChildList()
        advance()
        if at(.conflict) {
            advance()
            while !atEnd, !at(.do), !at(.semicolon) {
                if at(.leftParen) { _ = skipBrackets() } else { advance() }
            }
            _ = accept(.do)
            if accept(.nothing) { return noNode }
            _ = accept(.update)
            _ = accept(.set)
        } else {
            skip(.duplicate, .key, .update)
            inUpsert = true
        }
        assignments(&list)
        inUpsert = false
        if at(.where) {
            let from = index
            advance()
            var inner = ChildList()
            tree.append(expression(), to: &inner)
            tree.append(add(.whereClause, from: from, inner), to: &list)
        }
        return list.first
    }

    /// RETURNING items [INTO …], OUTPUT items [INTO table [(columns)]]
    mutating func returning() -> NodeID {
        let start = index
        let isOutput = at(.output)
        advance()
        var children = ChildList()
        tree.append(items(), to: &children)
        if at(.into) {
            advance()
            if isOutput {
                tree.append(tableName(), to: &children)
                if at(.leftParen) { tree.append(columnNames(), to: &children) }
            } else {
                while isName || at(.comma) || at(.variable) || at(.colon) || at(.dot) {
                    if startsStatement(), token.hasNewlineBefore { break }
                    advance()
                }
            }
        }
        return add(.nothing, from: start, children, aux: 1)
    }

    /// REPLACE INTO t … in MySQL and SQLite.
    mutating func replaceStatement() -> NodeID {
        switch peek().keyword {
        case .into, .delayed, .lowPriority, .none: return insert(noNode)
        case .table, .view, .or: return create()
        default: return peek().kind == .quoted || peek().kind == .word ? insert(noNode) : unknownStatement()
        }
    }

    // MARK: Several targets

    /// Hive: FROM source INSERT … SELECT … INSERT … SELECT …
    mutating func multiInsert(_ source: NodeID, _ with: NodeID, from start: Int) -> NodeID {
        var children = ChildList()
        tree.append(with, to: &children)
        tree.append(source, to: &children)
        while at(.insert) {
            let from = index
            let branch = insert(noNode)
            if index == from { break }
            tree.append(branch, to: &children)
        }
        return add(.multiInsert, from: start, children)
    }

    /// Oracle and Snowflake: INSERT ALL [WHEN … THEN] INTO t [(columns)] [VALUES (…)] … query
    private mutating func multiTableInsert(from start: Int) -> NodeID {
        advance()
        var children = ChildList()
        while !atEnd, !at(.select), !at(.with), !at(.semicolon), !(at(.leftParen) && startsQuery(at: index + 1)) {
            switch token.keyword {
            case .when:
                advance()
                let from = index
                var inner = ChildList()
                tree.append(expression(), to: &inner)
                tree.append(add(.whereClause, from: from, inner), to: &children)
            case .into:
                let from = index
                advance()
                var branch = ChildList()
                tree.append(tableName(), to: &branch)
                if at(.leftParen) { tree.append(columnNames(), to: &branch) }
                if at(.values) { tree.append(values(), to: &branch) }
                tree.append(add(.multiInsertBranch, from: from, branch), to: &children)
            default: advance()
            }
        }
        if at(.select) || at(.with) || at(.leftParen) { tree.append(query(), to: &children) }
        return add(.multiInsert, from: start, children)
    }
}
