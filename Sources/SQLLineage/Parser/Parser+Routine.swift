/// Routines, blocks and control flow: passed over, so that the statements inside are read one by one.
extension Parser {
    /// CREATE PROCEDURE, FUNCTION, TRIGGER, PACKAGE: skips the header up to the body.
    mutating func routine(from start: Int) -> NodeID {
        let isTrigger = at(.trigger)
        advance()
        var language: Token?
        var body: Int?
        var position = index
        // The language may stand behind the body.
        let end = min(tokens.count, index + Limits.routineHeaderTokensMax)
        while position < end, tokens[position].kind != .semicolon, tokens[position].kind != .endOfText {
            if tokens[position].keyword == .language, position + 1 < tokens.count { language = tokens[position + 1] }
            if tokens[position].kind == .string, isBody(position), body == nil { body = position }
            position += 1
        }
        if let body {
            move(to: body)
            guard isSQL(language) else { return skipQuietly() }
            spliceBody()
            blockDepth = 0
            return noNode
        }
        return routineHeader(isTrigger: isTrigger)
    }

    /// Whether a string is the body of a routine.
    private func isBody(_ position: Int) -> Bool {
        guard position > 0 else { return false }
        let start = Int(tokens[position].start)
        guard text[start] == 0x24 || text[start] == 0x27 else { return false }
        guard tokens[position - 1].keyword == .as || tokens[position - 1].keyword == .do else { return false }
        if text[start] == 0x24 { return true }
        // A body has several words and begins with a statement; anything else is the name of a library.
        var end = start + 1
        while end < Int(tokens[position].end), isSpace(text[end]) { end += 1 }
        let from = end
        while end < Int(tokens[position].end), asciiLower(text[end]) >= 97, asciiLower(text[end]) <= 122 { end += 1 }
        guard end < Int(tokens[position].end), isSpace(text[end]) else { return false }
        let word = Token(
            start: UInt32(from), end: UInt32(end), symbol: 0, keyword: .none, kind: .word, flags: 0)
        return textEquals(word, "select") || textEquals(word, "insert") || textEquals(word, "begin")
            || textEquals(word, "declare") || textEquals(word, "with") || textEquals(word, "update")
            || textEquals(word, "delete") || textEquals(word, "merge")
    }

    private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    private func isSQL(_ language: Token?) -> Bool {
        guard let language else { return true }
        var start = language
        if start.kind == .string { start.start += 1; start.end -= 1 }
        return textEquals(start, "sql") || textEquals(start, "plpgsql") || textEquals(start, "plsql")
            || textEquals(start, "nzplsql") || textEquals(start, "plpgsqlvolatile")
    }

    /// Skips to AS, IS, BEGIN, RETURN or the first statement.
    private mutating func routineHeader(isTrigger: Bool) -> NodeID {
        while !atEnd {
            switch token.keyword {
            case .begin:
                return noNode
            case .as, .is:
                advance()
                // `AS LANGUAGE …`, `AS 'file'`
                if at(.string) || at(.language) || at(.external) { return skipQuietly() }
                if at(.leftParen), !startsQuery(at: index + 1) { return skipQuietly() }
                if at(.begin) || startsStatement() || at(.leftParen) { return noNode }
                // PL/SQL declares its variables here.
                return declarations()
            case .return
            where !(peek().kind == .word && peek(2).keyword == .is)
                && (peek().kind == .leftParen || peek().keyword == .select || peek().keyword == .query):
                return noNode
            case .declare: return noNode
            case .select, .insert, .update, .delete, .merge, .with:
                if isTrigger, at(.insert) || at(.update) || at(.delete) {
                    advance()
                    continue
                }
                if at(.with), peek().keyword == .execute || peek().kind != .word { break }
                return noNode
            case .language, .execute, .called, .external, .returns, .deterministic: break
            default: break
            }
            if at(.semicolon) { return noNode }
            if at(.leftParen) { _ = skipBrackets() } else { advance() }
        }
        return noNode
    }

    /// PL/SQL declarations between IS and BEGIN; their names are variables.
    private mutating func declarations() -> NodeID {
        let start = index
        let mark = tree.names.count
        while !atEnd, !at(.begin), !at(.declare) {
            if at(.procedure) || at(.function) { break }
            if at(.cursor) {
                // CURSOR c IS SELECT …
                while !atEnd, !at(.is), !at(.semicolon) { advance() }
                if accept(.is), startsQuery(at: index) { break }
            }
            if startsQuery(at: index), token.hasNewlineBefore, at(.select) || at(.with) { break }
            if isName { tree.names.append(token.symbol) }
            while !atEnd, !at(.semicolon), !at(.begin) {
                if at(.leftParen) { _ = skipBrackets() } else { advance() }
            }
            _ = accept(.semicolon)
        }
        return add(.variables, from: start, namesSince: mark)
    }

    // MARK: Bodies in strings

    /// Replaces the string token in hand by the tokens of what is in it.
    mutating func spliceBody() {
        guard at(.string), var inner = innerTokens() else { return skipString() }
        // A statement ends with the string it stands in.
        if let end = inner.last {
            inner[inner.count - 1].kind = .semicolon
            inner.append(end)
        }
        advance()
        suspend(for: inner)
    }

    private mutating func skipString() {
        if at(.string) { advance() }
    }

    /// Puts the tokens of a string in its place; false if there are none.
    mutating func spliceString() -> Bool {
        guard at(.string), var inner = innerTokens() else { return false }
        inner.removeLast()
        tokens.replaceSubrange(index...index, with: inner)
        token = tokens[index]
        return true
    }

    /// The tokens of what is in the string in hand, with their end.
    private mutating func innerTokens() -> [Token]? {
        var start = Int(token.start)
        var end = Int(token.end)
        if text[start] == 0x24 {
            var tag = start + 1
            while tag < end, text[tag] != 0x24 { tag += 1 }
            let length = tag - start + 1
            start += length
            end -= length
        } else {
            while start < end, text[start] != 0x27, text[start] != 0x22 { start += 1 }
            start += 1
            end -= 1
        }
        guard start < end else { return nil }
        var lexer = Lexer(
            text: UnsafeBufferPointer(rebasing: text[0..<end]), traits: traits, symbols: symbols, tokens: [])
        lexer.position = start
        lexer.hasDoubledQuotes = text[Int(token.start)] != 0x24
        lexer.run()
        symbols = lexer.symbols
        problems.append(contentsOf: lexer.problems)
        return lexer.tokens.count > 1 ? lexer.tokens : nil
    }

    // MARK: Control flow

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
    private mutating func begin() -> NodeID {
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
    private mutating func conditionStatement(from start: Int) -> NodeID {
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
    private mutating func forLoop(from start: Int) -> NodeID {
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
    private mutating func exceptionHandler() -> NodeID {
        while !atEnd, !at(.then), !at(.semicolon) { advance() }
        _ = accept(.then)
        return noNode
    }

    /// DECLARE: names become variables; cursors and defaults are read.
    private mutating func declare(from start: Int) -> NodeID {
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
    private mutating func returnStatement(from start: Int) -> NodeID {
        advance()
        skip(.query, .next, .table)
        if startsQuery(at: index) {
            return at(.leftParen) || at(.select) || at(.with) ? queryStatement() : skipQuietly()
        }
        if at(.leftParen), startsQuery(at: index + 1) { return queryStatement() }
        return skipQuietly()
    }

    /// OPEN c FOR query
    private mutating func openCursor(from start: Int) -> NodeID {
        while !atEnd, !at(.semicolon), !at(.for) {
            if index > start, token.hasNewlineBefore, startsStatement() { return noNode }
            advance()
        }
        guard accept(.for), startsQuery(at: index) else { return skipQuietly() }
        return queryStatement()
    }

    /// SET x = (SELECT …): the query is read.
    private mutating func setStatement(from start: Int) -> NodeID {
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
    private mutating func otherStatement(from start: Int) -> NodeID {
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

    private mutating func assignment(from start: Int, _ ahead: Int) -> NodeID {
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
    private mutating func callStatement(from start: Int) -> NodeID {
        var children = ChildList()
        tree.append(expression(), to: &children)
        if !at(.semicolon), !atEnd, !(token.hasNewlineBefore && startsStatement()), !at(.end), !at(.else) {
            move(to: start)
            return unknownStatement()
        }
        return add(.read, from: start, children)
    }

    // MARK: DuckDB's statements PIVOT and UNPIVOT

    /// PIVOT t ON column [IN (…)] USING aggregate [GROUP BY columns], UNPIVOT t ON columns INTO NAME n VALUE v
    ///
    /// Gives a table like that of `FROM t PIVOT (…)`.
    mutating func standardPivot() -> NodeID {
        let start = index
        let isUnpivot = at(.unpivot)
        advance()
        var children = ChildList()
        tree.append(tableReference(), to: &children)
        if isUnpivot { return unpivotStatement(children, from: start) }
        var aggregates = ChildList()
        var columns: [NodeID] = []
        while !atEnd, !at(.semicolon), !at(.rightParen) {
            switch token.keyword {
            case .on:
                advance()
                repeat { columns.append(pivotColumn()) } while accept(.comma)
            case .using:
                advance()
                repeat { tree.append(item(), to: &aggregates) } while accept(.comma)
            case .group where peek().keyword == .by: columns.append(expressionList(.groupBy))
            case .order, .limit:
                var tail = ChildList()
                queryTail(noNode, &tail)
            default:
                if at(.leftParen) { tree.append(skipBrackets().first, to: &children) } else { advance() }
            }
        }
        tree.append(add(.pivotAggregates, from: start, aggregates), to: &children)
        for column in columns { tree.append(column, to: &children) }
        return add(.pivot, from: start, children)
    }

    /// `column [IN (values)]` behind ON; without values any may come.
    private mutating func pivotColumn() -> NodeID {
        let start = index
        let mark = tree.names.count
        if isName, peek().kind != .leftParen {
            while peek().kind == .dot { move(to: index + 2) }
            tree.names.append(token.symbol)
            advance()
        } else {
            _ = expression()
        }
        let names = tree.names.count
        var values = ChildList()
        if accept(.in), at(.leftParen) {
            advance()
            while !atEnd, !at(.rightParen), !at(.semicolon) {
                let before = index
                tree.append(item(), to: &values)
                if !accept(.comma), index == before { advance() }
            }
            _ = accept(.rightParen)
        }
        let id = add(.pivotFor, from: start, values)
        tree.nodes[Int(id)].names = UInt32(mark)
        tree.nodes[Int(id)].count = UInt32(names - mark)
        return id
    }

    private mutating func unpivotStatement(_ source: ChildList, from start: Int) -> NodeID {
        var children = source
        var columns = ChildList()
        var name: UInt32 = 0
        var values: [UInt32] = []
        while !atEnd, !at(.semicolon), !at(.rightParen) {
            switch token.keyword {
            case .on:
                advance()
                inArguments += 1
                repeat {
                    tree.append(expression(), to: &columns)
                    if accept(.as), isName { advance() }
                } while accept(.comma)
                inArguments -= 1
            case .name where peek().kind == .word:
                advance()
                name = token.symbol
                advance()
            case .value where peek().kind == .word:
                repeat {
                    advance()
                    values.append(token.symbol)
                    advance()
                } while at(.comma)
            default: advance()
            }
        }
        let mark = tree.names.count
        tree.names.append(contentsOf: values)
        let group = add(.unpivotGroup, from: start, namesSince: mark, columns, alias: name)
        tree.append(group, to: &children)
        return add(.unpivot, from: start, children)
    }
}
