/// Blocks, loops, conditions, and every statement that has no lineage.
extension Parser {
    /// Words of blocks, loops and conditions, and every statement that has no lineage.
    mutating func controlFlow(from start: Int) -> NodeID {
        switch token.keyword {
        case .begin: return begin()
        case .end:
            if blockDepth == 0, peek().keyword == .work || peek().keyword == .transaction { return skipQuietly() }
            advance()
            if blockDepth > 0 { blockDepth -= 1 }
            skip(.if, .loop, .while, .for, .case, .repeat, .try, .catch)
            if isName, !startsStatement(), !at(.else), !at(.begin), !at(.exception), !at(.go), token.keyword == .none,
                peek().kind == .semicolon || peek().kind == .endOfText
            {
                advance()
            }
            if at(.string) || at(.comma) { return skipQuietly() }
            return noNode
        case .else, .then, .loop, .try, .catch, .do, .repeat, .exception, .go, .atomic:
            advance()
            if at(.do) { advance() }
            return noNode
        case .if, .elsif, .elseif, .while, .until: return conditionStatement(from: start)
        case .for where blockDepth > 0 || peek(2).keyword == .in || peek(2).keyword == .as: return forLoop(from: start)
        case .when: return exceptionHandler()
        case .declare where peek().keyword == .global && peek(2).keyword == .temporary: return create()
        case .declare: return declare(from: start)
        case .return: return returnStatement(from: start)
        case .open: return openCursor(from: start)
        case .forall:
            while !atEnd, !at(.semicolon), !at(.insert), !at(.update), !at(.delete), !at(.merge) { advance() }
            return noNode
        case .set: return setStatement(from: start)
        case .perform:
            tokens[index].keyword = .select
            token = tokens[index]
            return queryStatement()
        case .print, .raiserror, .throw, .raise, .fetch, .close, .deallocate, .waitfor, .goto, .break, .continue,
            .leave,
            .iterate, .exit, .signal, .commit, .rollback, .savepoint, .start, .grant, .revoke, .show, .refresh,
            .uncache, .add,
            .comment, .vacuum, .optimize, .call, .list, .remove, .msck, .kill, .attach, .detach, .pragma, .install,
            .import,
            .lock, .unlock, .delimiter, .reset, .unset, .discard, .notify, .listen, .prepare, .cluster, .reindex,
            .checkpoint,
            .export, .reverse, .purge, .repair, .sync, .restore, .backup, .flush, .collect, .help, .prompt, .release,
            .abort,
            .assert, .clone, .undo, .put, .get, .rem, .stats, .statistics, .disable, .enable, .validate, .suspend,
            .resume,
            .null, .switch, .alter, .transaction, .system, .audit, .noaudit, .associate, .security, .check, .replace:
            return skipQuietly()
        default: return otherStatement(from: start)
        }
    }

    /// BEGIN [TRY | CATCH | TRANSACTION …]
    mutating func begin() -> NodeID {
        advance()
        switch token.keyword {
        case .transaction, .tran, .work, .isolation, .read, .immediate, .deferred, .exclusive:
            return skipQuietly()
        case .distributed: return skipQuietly()
        default: break
        }
        if at(.semicolon) || atEnd, blockDepth == 0 { return noNode }
        blockDepth += 1
        skip(.try, .catch, .atomic)
        return noNode
    }

    /// IF condition THEN, WHILE condition LOOP: tables in the condition are read.
    mutating func conditionStatement(from start: Int) -> NodeID {
        let isIf = at(.if)
        advance()
        // `IF NOT EXISTS (…)` in T-SQL.
        var children = ChildList()
        inArguments += 1
        tree.append(expression(), to: &children)
        inArguments -= 1
        if isIf, at(.then) || !traits.optionalSemicolon { blockDepth += 1 }
        if at(.loop) || at(.do) { blockDepth += 1 }
        skip(.then, .loop, .do)
        return add(.read, from: start, children)
    }

    /// FOR x IN (query) LOOP, FOR x AS c CURSOR FOR query DO
    mutating func forLoop(from start: Int) -> NodeID {
        advance()
        let mark = tree.names.count
        if isName { tree.names.append(token.symbol) }
        let names = tree.names.count
        var children = ChildList()
        while !atEnd, !at(.semicolon), !at(.loop), !at(.do) {
            if at(.leftParen), startsQuery(at: index + 1) {
                tree.append(parenthesisedQuery(), to: &children)
            } else if at(.select) || at(.with) {
                tree.append(query(), to: &children)
            } else {
                advance()
            }
        }
        if at(.loop) || at(.do) { blockDepth += 1 }
        skip(.loop, .do)
        // The loop's record is a variable.
        let id = add(.read, from: start, children)
        tree.nodes[Int(id)].names = UInt32(mark)
        tree.nodes[Int(id)].count = UInt32(names - mark)
        return id
    }

    /// WHEN condition THEN of an exception block.
    mutating func exceptionHandler() -> NodeID {
        while !atEnd, !at(.then), !at(.semicolon) { advance() }
        _ = accept(.then)
        return noNode
    }

    /// DECLARE: names become variables; cursors and defaults are read.
    mutating func declare(from start: Int) -> NodeID {
        advance()
        var children = ChildList()
        let mark = tree.names.count
        var isTableVariable: UInt32 = 0
        var wantsName = true
        while !atEnd, !at(.semicolon) {
            if token.hasNewlineBefore, startsStatement(), !at(.with), !at(.for), !at(.cursor),
                tokens[index - 1].kind != .comma,
                traits.optionalSemicolon || at(.begin)
            {
                break
            }
            if at(.select) || (at(.with) && startsQuery(at: index)) {
                tree.append(query(), to: &children)
                continue
            }
            if at(.begin) { break }
            if wantsName, isName { tree.names.append(token.symbol) }
            if at(.variable), peek().keyword == .table || peek(2).keyword == .table { isTableVariable = 1 }
            wantsName = at(.comma)
            if at(.leftParen) {
                let inner = startsQuery(at: index + 1) ? parenthesisedQuery() : skipBrackets().first
                tree.append(inner, to: &children)
            } else {
                advance()
            }
        }
        _ = isTableVariable
        // PL/SQL declares one name after each semicolon up to BEGIN.
        if at(.semicolon), dialect == .oracle || dialect == .postgres || dialect == .db2 || dialect == .snowflake,
            peek().kind == .word, !peek().keyword.isAny(.statement) || peek().keyword == .none
        {
            advance()
            if children.isEmpty {
                let more = declarations()
                _ = more
            }
        }
        let variables = add(.read, from: start, namesSince: mark, children)
        return variables
    }

    /// RETURN [QUERY] query | expression
    mutating func returnStatement(from start: Int) -> NodeID {
        advance()
        skip(.query, .next, .table)
        if startsQuery(at: index) {
            return at(.leftParen) || at(.select) || at(.with) ? queryStatement() : skipQuietly()
        }
        if at(.leftParen), startsQuery(at: index + 1) { return queryStatement() }
        return skipQuietly()
    }

    /// OPEN c FOR query
    mutating func openCursor(from start: Int) -> NodeID {
        while !atEnd, !at(.semicolon), !at(.for) {
            if index > start, token.hasNewlineBefore, startsStatement() { return noNode }
            advance()
        }
        guard accept(.for), startsQuery(at: index) else { return skipQuietly() }
        return queryStatement()
    }

    /// SET x = (SELECT …): the query is read.
    mutating func setStatement(from start: Int) -> NodeID {
        advance()
        var children = ChildList()
        while !atEnd, !at(.semicolon) {
            if token.hasNewlineBefore, startsStatement(), traits.optionalSemicolon || blockDepth > 0 { break }
            if traits.optionalSemicolon, startsStatement(), !at(.for), !at(.with), index > start + 3,
                tokens[index - 1].kind != .equals
            {
                break
            }
            if at(.leftParen), startsQuery(at: index + 1) {
                tree.append(parenthesisedQuery(), to: &children)
            } else {
                advance()
            }
        }
        return children.isEmpty ? noNode : add(.read, from: start, children)
    }

    /// EXECUTE IMMEDIATE 'sql', EXEC procedure: text that is put together at run time is not read.
    mutating func execute() -> NodeID {
        advance()
        if at(.immediate), peek().kind == .string, text[Int(peek().start)] == 0x24 {
            advance()
            spliceBody()
            return noNode
        }
        while !atEnd, !at(.semicolon) {
            if token.hasNewlineBefore, startsStatement() { break }
            if traits.optionalSemicolon, at(.end), blockDepth > 0 { break }
            if at(.leftParen) { _ = skipBrackets() } else { advance() }
        }
        return noNode
    }

    /// `x := e;`, `label:`, and statements that are not known.
    mutating func otherStatement(from start: Int) -> NodeID {
        // `:NEW.a := e`
        if at(.colon) { advance() }
        if peek().kind == .stage { return skipQuietly() }
        if isName || at(.variable) {
            var ahead = 1
            while peek(ahead).kind == .dot { ahead += 2 }
            if peek(ahead).kind == .assign || (peek(ahead).kind == .equals && blockDepth > 0) {
                return assignment(from: start, ahead)
            }
            if peek().kind == .colon, peek(2).kind != .colon {
                move(to: index + 2)
                return noNode
            }
            if peek(ahead).kind == .leftParen, blockDepth > 0 || peek(ahead - 1).kind == .word {
                return callStatement(from: start)
            }
            if peek(ahead).kind == .semicolon, blockDepth > 0 {
                move(to: index + ahead)
                return noNode
            }
        }
        return unknownStatement()
    }

    mutating func assignment(from start: Int, _ ahead: Int) -> NodeID {
        move(to: index + ahead + 1)
        var children = ChildList()
        while !atEnd, !at(.semicolon) {
            if token.hasNewlineBefore, startsStatement(), blockDepth > 0, index > start + ahead + 1 { break }
            if at(.leftParen), startsQuery(at: index + 1) {
                tree.append(parenthesisedQuery(), to: &children)
            } else {
                advance()
            }
        }
        return children.isEmpty ? noNode : add(.read, from: start, children)
    }

    /// A bare expression, or the call of a procedure.
    mutating func callStatement(from start: Int) -> NodeID {
        var children = ChildList()
        tree.append(expression(), to: &children)
        if !at(.semicolon), !atEnd, !(token.hasNewlineBefore && startsStatement()), !at(.end), !at(.else) {
            move(to: start)
            return unknownStatement()
        }
        return add(.read, from: start, children)
    }
}
