/// CREATE.
extension Parser {
    /// CREATE [OR REPLACE] … TABLE | VIEW | PROCEDURE …; what has no lineage is skipped.
    mutating func create() -> NodeID {
        let start = index
        advance()
        var flags: UInt8 = 0
        while !atEnd, !at(.semicolon) {
            switch token.keyword {
            case .table:
                advance()
                if at(.function) { return routine(from: start) }
                return createTable(from: start, flags)
            case .view:
                advance()
                return createTable(from: start, flags | NodeFlag.view)
            case .temporary, .temp, .volatile:
                flags |= NodeFlag.temporary
                advance()
            case .global where peek().keyword == .temporary:
                // A global temporary table keeps its definition; its rows go with the session.
                flags |= NodeFlag.temporary
                advance()
            case .procedure, .proc, .function, .package, .trigger, .macro:
                return routine(from: start)
            case .stage where peek().kind == .word || peek().kind == .quoted: return createStage(from: start)
            case .task where peek().kind == .word || peek().kind == .quoted:
                return task(from: start)
            case .stream where peek().kind == .word && peek().keyword != .processing,
                .snapshot where peek().kind == .word && dialect != .materialize:
                advance()
                return createTable(from: start, flags)
            case .or, .replace, .multiset, .set, .external, .transient, .foreign, .local, .unlogged, .live, .streaming,
                .incremental, .private, .if, .not, .exists, .hybrid, .sharded, .rowstore, .columnstore, .reference,
                .error,
                .column, .fallback,
                .materialized, .dynamic, .iceberg, .secure, .force, .no, .noforce, .editionable, .noneditionable,
                .recursive,
                .virtual, .event, .dictionary, .alter, .refresh, .bounded, .unbounded, .managed, .native, .immutable,
                .global,
                .sequence, .row, .algorithm, .definer, .sql, .security, .undefined, .merge, .temptable, .invoker,
                .replicated:
                if at(.sequence) || at(.dictionary) || (at(.event) && peek().keyword != .table) {
                    return skipQuietly()
                }
                advance()
                if at(.equals) {
                    advance()
                    if at(.word) || at(.quoted) || at(.string) { advance() }
                    if at(.variable) { advance() }
                }
            case .type, .index, .schema, .database, .role, .user, .unique: return skipQuietly()
            default:
                if at(.word), peek().keyword == .table || peek().keyword == .view {
                    advance()
                    continue
                }
                return skipQuietly()
            }
        }
        return noNode
    }

    /// Snowflake: CREATE STAGE s URL = 'path'
    private mutating func createStage(from start: Int) -> NodeID {
        advance()
        skip(.if, .not, .exists)
        var target = ChildList()
        tree.append(tableName(), to: &target)
        var source = ChildList()
        while !atEnd, !at(.semicolon) {
            if textEquals(token, "url"), peek().kind == .equals, peek(2).kind == .string {
                tree.append(add(.location, from: index + 2), to: &source)
            }
            advance()
        }
        var children = ChildList()
        tree.append(add(.transferSource, from: start, source), to: &children)
        tree.append(add(.transferTarget, from: start, target), to: &children)
        return add(.transfer, from: start, children)
    }

    /// Snowflake: CREATE TASK … AS statement
    private mutating func task(from start: Int) -> NodeID {
        while !atEnd, !at(.semicolon), !at(.as) || !peek().keyword.isAny(.statement) { advance() }
        guard accept(.as) else { return noNode }
        return statement()
    }

    /// Everything behind CREATE TABLE or VIEW.
    private mutating func createTable(from start: Int, _ flags: UInt8) -> NodeID {
        var children = ChildList()
        skip(.if, .not, .exists, .concurrently)
        if at(.only) { advance() }
        let name = tableName()
        guard tree[name].count > 0 || tree[name].flags != 0 else { return skipQuietly() }
        tree.append(name, to: &children)
        var flags = flags
        if isTemporaryName(name) { flags |= NodeFlag.temporary }
        // SQL Server's AS NODE and the like come below.
        createTail(&children, isView: flags & NodeFlag.view != 0)
        return add(.create, from: start, children, flags: flags)
    }

    /// `#t` and `session.t`
    func isTemporaryName(_ table: NodeID) -> Bool {
        let node = tree[table]
        guard node.count > 0 else { return false }
        let first = symbols.text(tree.name(node, 0))
        let last = symbols.text(tree.lastName(node))
        return (traits.hashNames && last.utf8.first == 0x23)
            || (dialect == .db2 && first.lowercased() == "session" && node.count == 2)
    }

    private mutating func createTail(_ children: inout ChildList, isView: Bool) {
        while !atEnd, !at(.semicolon) {
            let start = index
            switch token.keyword {
            case .as:
                advance()
                if at(.template) || at(.string) { advance() }
                if at(.with) || at(.select) || at(.sel) || at(.values) || at(.from) || at(.table) || at(.leftParen) {
                    if at(.leftParen), !startsQuery(at: index + 1) {
                        if isName { continue }
                        tree.append(columnDefinitions(), to: &children)
                        continue
                    }
                    if at(.table), !(peek().kind == .word || peek().kind == .quoted) { continue }
                    tree.append(query(), to: &children)
                } else if at(.execute) || at(.pivot) {
                    tree.append(skipStatement(), to: &children)
                }
            case .select, .sel, .values: tree.append(query(), to: &children)
            case .with:
                if startsQuery(at: index), peek(2).keyword == .as || peek(2).kind == .leftParen, !isOption() {
                    tree.append(query(), to: &children)
                } else {
                    advance()
                    if at(.data) || at(.no) { skip(.no, .data, .schema, .binding) }
                }
            case .like, .clone, .copy, .shallow, .deep: tree.append(copiedTable(), to: &children)
            case .to where isView && (peek().kind == .word || peek().kind == .quoted):
                // ClickHouse: the view writes to another table.
                advance()
                let from = index
                var inner = ChildList()
                tree.append(tableName(), to: &inner)
                tree.append(add(.transferTarget, from: from, inner), to: &children)
            case .partition where peek().keyword == .of:
                advance()
                advance()
                _ = tableName()
            case .from where peek().kind == .word || peek().kind == .quoted:
                // CREATE TABLE t FROM s; sources and sinks in streaming dialects are skipped.
                advance()
                while isName || at(.dot) { advance() }
            case .begin, .is: return
            default:
                if at(.leftParen) {
                    createParenthesis(&children)
                } else {
                    if index > start, startsStatement(), token.hasNewlineBefore { return }
                    if token.hasNewlineBefore, startsStatement(), traits.optionalSemicolon, !at(.with) { return }
                    if at(.unknown) { report(.syntax, from: index, to: index + 1) }
                    advance()
                }
            }
        }
    }

    /// A query, the columns right behind the name, or the value of an option.
    private mutating func createParenthesis(_ children: inout ChildList) {
        if startsQuery(at: index + 1) {
            tree.append(query(), to: &children)
        } else if Int(tree[children.last].end) == index || dialect == .clickhouse && tree[children.last].kind == .table
        {
            if let like = likeInParentheses() {
                tree.append(like, to: &children)
            } else {
                tree.append(columnDefinitions(), to: &children)
            }
        } else {
            _ = skipBrackets()
        }
    }

    /// LIKE t, CLONE t, COPY t
    private mutating func copiedTable() -> NodeID {
        skip(.shallow, .deep)
        let isCopy = at(.clone) || at(.copy)
        advance()
        guard isName else { return noNode }
        let from = index
        var inner = ChildList()
        tree.append(tableName(), to: &inner)
        let source = add(.transferSource, from: from, inner, aux: isCopy ? 1 : 0)
        skipTimeTravelOfClone()
        return source
    }

    /// Whether WITH stands in front of an option: `WITH TAG (…)`, `WITH ROW ACCESS POLICY …`
    private func isOption() -> Bool {
        peek(2).kind == .leftParen && !hasQueryBehindColumns()
    }

    private func hasQueryBehindColumns() -> Bool {
        var position = index + 2
        var open = 0
        while position < tokens.count {
            if tokens[position].kind == .leftParen { open += 1 }
            if tokens[position].kind == .rightParen {
                open -= 1
                if open == 0 { break }
            }
            position += 1
        }
        guard position + 2 < tokens.count, tokens[position + 1].keyword == .as else {
            return startsQuery(at: index + 3)
        }
        return tokens[position + 2].kind == .leftParen && startsQuery(at: position + 3)
    }

    private mutating func skipTimeTravelOfClone() {
        while at(.at) || at(.before) {
            advance()
            if at(.leftParen) { _ = skipBrackets() }
        }
    }

    /// `(LIKE t INCLUDING ALL)`
    private mutating func likeInParentheses() -> NodeID? {
        guard peek().keyword == .like, peek(2).kind == .word || peek(2).kind == .quoted, peek(3).kind != .comma else {
            return nil
        }
        let start = index
        advance()
        advance()
        var inner = ChildList()
        tree.append(tableName(), to: &inner)
        while !atEnd, !at(.rightParen), !at(.semicolon) { advance() }
        _ = accept(.rightParen)
        return add(.transferSource, from: start, inner)
    }

    /// `(a int, b text, PRIMARY KEY (a))`: the names of the columns. A column `GENERATED … AS (e)` is one of them.
    mutating func columnDefinitions() -> NodeID {
        let start = index
        let mark = tree.names.count
        advance()
        while !atEnd, !at(.rightParen), !at(.semicolon) {
            let name = token
            let next = peek()
            var isColumn = isName || at(.string)
            switch name.keyword {
            case .constraint, .primary, .foreign, .unique, .check, .index, .key, .exclude, .like, .period, .projection,
                .fulltext,
                .spatial, .partition, .clustered:
                if next.kind == .leftParen || next.kind == .word || next.kind == .quoted,
                    next.keyword != .none || isConstraint()
                {
                    isColumn = false
                }
            case .sort where next.keyword == .key: isColumn = false
            case .none where dialect == .singlestore && textEquals(name, "shard") && next.keyword == .key:
                isColumn = false
            default: break
            }
            if isColumn { tree.names.append(at(.string) ? stringSymbol(token) : token.symbol) }
            skipDefinition()
            guard accept(.comma) else { break }
        }
        if !accept(.rightParen) {
            _ = skipUnreadable(stopAtComma: false)
            _ = accept(.rightParen)
        }
        return add(.columnDefinitions, from: start, namesSince: mark)
    }

    private func isConstraint() -> Bool {
        switch token.keyword {
        case .constraint, .like, .projection: return true
        case .primary, .foreign: return peek().keyword == .key
        default: return peek().kind == .leftParen || peek(2).kind == .leftParen
        }
    }

    private mutating func skipDefinition() {
        var angle = 0
        while !atEnd, !at(.semicolon) {
            switch token.kind {
            case .leftParen, .leftBracket, .leftBrace:
                _ = skipBrackets()
                continue
            case .rightParen: return
            case .comma where angle <= 0: return
            case .less, .greater, .op:
                for position in Int(token.start)..<Int(token.end) {
                    if text[position] == 0x3C { angle += 1 }
                    if text[position] == 0x3E { angle -= 1 }
                }
            default: break
            }
            advance()
        }
    }
}
