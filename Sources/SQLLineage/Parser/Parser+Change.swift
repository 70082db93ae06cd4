/// DROP, TRUNCATE, ALTER, RENAME and their like: their table is an output.
extension Parser {
    /// DROP [kind] [IF EXISTS] name, …
    mutating func drop() -> NodeID {
        let start = index
        advance()
        var isTable = false
        while token.kind == .word {
            switch token.keyword {
            case .table, .view: isTable = true
            case .temporary, .temp, .external, .materialized, .dynamic, .iceberg, .foreign, .hybrid, .snapshot, .stream,
                .live,
                .source, .transient, .event:
                break
            default:
                return isTable ? dropTargets(from: start) : skipQuietly()
            }
            advance()
            if isTable { return dropTargets(from: start) }
        }
        return skipQuietly()
    }

    private mutating func dropTargets(from start: Int) -> NodeID {
        skip(.if, .exists)
        var children = ChildList()
        repeat {
            guard isName || at(.template) || at(.variable) else { break }
            tree.append(tableName(), to: &children)
        } while accept(.comma)
        tailOfChange()
        return add(.change, from: start, children, aux: 1)
    }

    private mutating func tailOfChange() {
        while !atEnd, !at(.semicolon) {
            if startsStatement(), token.hasNewlineBefore { return }
            if at(.leftParen) { _ = skipBrackets() } else { advance() }
        }
    }

    /// TRUNCATE [TABLE] name, …
    mutating func truncate() -> NodeID {
        let start = index
        advance()
        if at(.leftParen) { return skipQuietly() }
        skip(.table, .only, .if, .exists)
        guard !at(.database), !at(.all) || peek().kind != .word else { return skipQuietly() }
        var children = ChildList()
        repeat {
            skip(.only)
            guard isName || at(.template) || at(.variable) else { break }
            tree.append(tableName(), to: &children)
            if at(.star) { advance() }
        } while accept(.comma)
        tailOfChange()
        return add(.change, from: start, children)
    }

    /// UNDROP TABLE t, EXCHANGE TABLES a AND b
    mutating func change() -> NodeID {
        let start = index
        let isExchange = at(.exchange)
        advance()
        guard at(.table) || textEquals(token, "tables") else { return skipQuietly() }
        advance()
        var children = ChildList()
        tree.append(tableName(), to: &children)
        if isExchange, accept(.and) { tree.append(tableName(), to: &children) }
        tailOfChange()
        return add(isExchange ? .swap : .change, from: start, children)
    }

    /// ALTER TABLE name …
    mutating func alter() -> NodeID {
        let start = index
        advance()
        skip(.ignore, .online, .offline)
        var isTable = false
        var isView = false
        while token.kind == .word {
            switch token.keyword {
            case .table: isTable = true
            case .view:
                isTable = true
                isView = true
            case .temporary, .external, .materialized, .dynamic, .iceberg, .foreign, .hybrid, .event:
                break
            case .procedure, .proc, .function, .trigger: return routine(from: start)
            default: return skipQuietly()
            }
            advance()
            if isTable { break }
        }
        guard isTable else { return skipQuietly() }
        skip(.if, .exists, .only)
        var children = ChildList()
        let name = tableName()
        guard tree[name].count > 0 || tree[name].flags != 0 else { return skipQuietly() }
        tree.append(name, to: &children)
        if at(.star) { advance() }
        return alterAction(children, name, isView: isView, from: start)
    }

    private mutating func alterAction(_ children: ChildList, _ name: NodeID, isView: Bool, from start: Int) -> NodeID {
        var children = children
        if at(.partition), peek().kind == .leftParen {
            advance()
            _ = skipBrackets()
        }
        switch token.keyword {
        case .rename
        where peek().keyword != .column && peek().keyword != .partition && peek().keyword != .index
            && peek().keyword != .key && peek().keyword != .constraint && peek().keyword != .field
            && !(peek(2).keyword == .to && peek().keyword != .to):
            advance()
            skip(.to, .as)
            guard isName || at(.string) else { break }
            tree.append(renameTarget(name), to: &children)
            tailOfChange()
            return add(.rename, from: start, children)
        case .swap, .exchange:
            let isPartition = at(.exchange)
            advance()
            if at(.partition) {
                advance()
                if at(.leftParen) { _ = skipBrackets() } else { advance() }
            }
            guard accept(.with) else { break }
            _ = accept(.table)
            tree.append(tableName(), to: &children)
            tailOfChange()
            // A partition goes one way.
            return isPartition ? add(.rename, from: start, children, aux: 1) : add(.swap, from: start, children)
        case .as where isView, .select where isView, .with where isView:
            return alteredView(children, from: start)
        case .switch:
            // ALTER TABLE a SWITCH [PARTITION n] TO b
            while !atEnd, !at(.to), !at(.semicolon) { advance() }
            guard accept(.to) else { break }
            tree.append(tableName(), to: &children)
            tailOfChange()
            return add(.rename, from: start, children)
        case .append where peek().keyword == .from:
            // Redshift: ALTER TABLE a APPEND FROM b
            advance()
            advance()
            tree.append(tableName(), to: &children)
            tailOfChange()
            return add(.rename, from: start, children, aux: 1)
        default: break
        }
        if isView {
            let save = index
            while !atEnd, !at(.semicolon), !at(.as) {
                if at(.leftParen) { _ = skipBrackets() } else { advance() }
            }
            if at(.as), startsQuery(at: index + 1) { return alteredView(children, from: start) }
            move(to: save)
        }
        tailOfChange()
        return add(.change, from: start, children)
    }

    private mutating func alteredView(_ children: ChildList, from start: Int) -> NodeID {
        var children = children
        _ = accept(.as)
        tree.append(query(), to: &children)
        return add(.create, from: start, children, flags: NodeFlag.view)
    }

    /// The new name of a renamed table: it stays in its schema.
    private mutating func renameTarget(_ old: NodeID) -> NodeID {
        let from = index
        var target: NodeID
        if at(.string) {
            target = add(.table, from: from, namesSince: splitString(token))
            advance()
        } else {
            target = tableName()
        }
        let node = tree[old]
        if tree[target].count == 1, node.count > 1 {
            let last = tree.lastName(tree[target])
            let mark = tree.names.count
            for index in 0..<Int(node.count) - 1 { tree.names.append(tree.name(node, index)) }
            tree.names.append(last)
            target = add(.table, from: from, namesSince: mark)
        }
        return target
    }

    /// RENAME TABLE a TO b, …
    mutating func renameTable() -> NodeID {
        let start = index
        advance()
        guard at(.table) || at(.view) || textEquals(token, "tables") else { return skipQuietly() }
        advance()
        skip(.if, .exists)
        var children = ChildList()
        repeat {
            let old = tableName()
            guard accept(.to), isName else { break }
            tree.append(old, to: &children)
            tree.append(renameTarget(old), to: &children)
        } while accept(.comma)
        tailOfChange()
        return add(.rename, from: start, children)
    }
}
