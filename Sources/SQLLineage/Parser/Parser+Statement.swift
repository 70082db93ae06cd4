/// Statements: what each first word leads to.
///
/// A script is a flat stream of statements. Blocks, loops and routine headers are passed over, so that what stands in
/// them is read like any other statement.
extension Parser {
    /// Reads the next statement; `noNode` at the end of the text. Always moves on.
    mutating func nextStatement() -> NodeID {
        depth = 0
        inArguments = 0
        while true {
            while accept(.semicolon) {}
            if atEnd {
                guard resume() else { return noNode }
                // What stands behind a body belongs to the header.
                while !atEnd, !at(.semicolon) { advance() }
                continue
            }
            let before = token.start
            let statement = self.statement()
            finishStatement(statement)
            if token.start == before { advance() }
            if statement != noNode { return statement }
        }
    }

    /// Skips to the semicolon behind a statement; what stands there is kept if it is a query.
    private mutating func finishStatement(_ statement: NodeID) {
        if at(.semicolon) || atEnd { return }
        if startsStatement(),
            token.hasNewlineBefore || traits.optionalSemicolon || blockDepth > 0 || statement == noNode
        {
            return
        }
        switch token.kind {
        case .slash where token.hasNewlineBefore:
            advance()
            return
        case .rightParen where statement != noNode && depth > 0: return
        default: break
        }
        if statement == noNode { return }
        let kind = tree[statement].kind
        if kind == .nothing || kind == .read || kind == .variables { return }
        let start = index
        let found = skipToStatementEnd()
        report(.syntax, from: start)
        if found != noNode { attach(found, to: statement) }
    }

    private mutating func skipToStatementEnd() -> NodeID {
        let start = index
        var found = ChildList()
        while !atEnd, !at(.semicolon) {
            if index > start, token.hasNewlineBefore, startsStatement() { break }
            if at(.leftParen) {
                let inner = startsQuery(at: index + 1) ? parenthesisedQuery() : skipBrackets().first
                tree.append(inner, to: &found)
            } else {
                advance()
            }
        }
        return found.isEmpty ? noNode : add(.recovered, from: start, found)
    }

    /// DELIMITER x: what ends statements from here on, up to the next DELIMITER.
    private mutating func takeDelimiter() {
        advance()
        let start = Int(token.start)
        var end = start
        while !atEnd, !token.hasNewlineBefore, !at(.semicolon) {
            end = Int(token.end)
            advance()
        }
        _ = accept(.semicolon)
        guard end > start, end - start <= 8 else { return }
        var position = index
        while position < tokens.count, tokens[position].keyword != .delimiter {
            let first = Int(tokens[position].start)
            let isHere =
                first + end - start <= text.count
                && (0..<end - start).allSatisfy { text[first + $0] == text[start + $0] }
            guard isHere, tokens[position].kind != .endOfText else {
                position += 1
                continue
            }
            while position < tokens.count, Int(tokens[position].start) < first + end - start {
                tokens[position].kind = .semicolon
                tokens[position].keyword = .none
                position += 1
            }
        }
        token = tokens[index]
    }

    /// Reads one statement without its semicolon; `noNode` for what has no lineage.
    mutating func statement() -> NodeID {
        let start = index
        switch token.kind {
        case .leftParen:
            if startsQuery(at: index + 1) { return queryStatement() }
        case .template:
            advance()
            return noNode
        case .slash, .op:
            if token.hasNewlineBefore {
                advance()
                return noNode
            }
        case .less where peek().kind == .less: return label()
        default: break
        }
        switch token.keyword {
        case .delimiter:
            takeDelimiter()
            return noNode
        case .select, .sel, .values: return queryStatement()
        case .table where peek().kind == .word && peek(2).kind != .equals: return queryStatement()
        case .from: return fromStatement()
        case .with: return withStatement()
        case .insert, .ins, .upsert: return insert(noNode)
        case .replace: return replaceStatement()
        case .update, .upd: return update(noNode)
        case .delete, .del: return delete(noNode)
        case .merge: return merge(noNode)
        case .create: return create()
        case .drop: return drop()
        case .truncate: return truncate()
        case .alter: return alter()
        case .rename: return renameTable()
        case .copy: return copy()
        case .unload: return unload()
        case .load: return load()
        case .export where peek().keyword == .data || peek().keyword == .table: return exportData()
        case .import where peek().keyword == .into || peek().keyword == .table: return importData()
        case .use: return use()
        case .explain, .describe, .desc, .profile: return explain()
        case .analyze, .analyse: return analyze()
        case .cache: return cacheTable()
        case .pivot, .unpivot: return queryStatement()
        case .database where peek().kind == .word && dialect == .teradata: return use()
        case .summarize: return summarize()
        case .locking: return locking()
        case .execute, .exec: return execute()
        case .do where peek().kind == .string:
            advance()
            spliceBody()
            return noNode
        case .put, .get: return skipQuietly()
        case .undrop, .exchange: return change()
        default: return controlFlow(from: start)
        }
    }

    mutating func queryStatement() -> NodeID {
        let start = index
        var children = ChildList()
        tree.append(query(), to: &children)
        return add(.queryStatement, from: start, children)
    }

    /// `FROM t SELECT …` in DuckDB, `FROM t INSERT …` in Hive.
    private mutating func fromStatement() -> NodeID {
        let start = index
        let query = self.query()
        if at(.insert) { return multiInsert(query, noNode, from: start) }
        var children = ChildList()
        tree.append(query, to: &children)
        return add(.queryStatement, from: start, children)
    }

    /// WITH in front of SELECT, INSERT, UPDATE, DELETE, MERGE or CREATE.
    private mutating func withStatement() -> NodeID {
        let start = index
        // `WITH x AS (…)` may stand in front of a query or of a statement: look behind it.
        let save = (index, tree.nodes.count, tree.names.count, problems.count)
        let with = self.with()
        switch token.keyword {
        case .insert: return insert(with)
        case .update: return update(with)
        case .delete: return delete(with)
        case .merge: return merge(with)
        case .create:
            let created = create()
            if created != noNode {
                let first = tree[created].child
                tree.nodes[Int(with)].next = first
                tree.nodes[Int(created)].child = with
            }
            return created
        case .from:
            // Hive: WITH … FROM c INSERT …
            let query = self.query()
            if at(.insert) { return multiInsert(query, with, from: start) }
        default: break
        }
        tree.nodes.removeSubrange(save.1...)
        tree.names.removeSubrange(save.2...)
        problems.removeSubrange(save.3...)
        move(to: save.0)
        return queryStatement()
    }

    mutating func skipQuietly() -> NodeID {
        while !atEnd, !at(.semicolon) {
            if index > 0, token.hasNewlineBefore, startsStatement(), traits.optionalSemicolon || blockDepth > 0 {
                break
            }
            advance()
        }
        return noNode
    }

    // MARK: Small statements

    /// USE [ROLE | WAREHOUSE | SCHEMA | DATABASE] name
    private mutating func use() -> NodeID {
        let start = index
        advance()
        var kind: UInt16 = 0
        switch token.keyword {
        case .schema where peek().kind == .word || peek().kind == .quoted || peek().keyword == .identifier: kind = 1
        case .database where peek().kind == .word || peek().kind == .quoted,
            .catalog where peek().kind == .word || peek().kind == .quoted:
            kind = 2
        case .role, .warehouse, .secondary:
            return skipQuietly()
        default: break
        }
        if kind > 0 { advance() }
        guard isName || at(.string) || at(.template) || at(.variable) else { return skipQuietly() }
        var children = ChildList()
        if at(.string) {
            let mark = splitString(token)
            advance()
            tree.append(add(.table, from: start, namesSince: mark), to: &children)
        } else {
            tree.append(tableName(), to: &children)
        }
        return add(.use, from: start, children, aux: kind)
    }

    /// EXPLAIN statement: what is explained is not run. DESCRIBE and the like read nothing.
    private mutating func explain() -> NodeID {
        advance()
        var ahead = 0
        while ahead < 12, !peek(ahead).keyword.isAny(.statement), peek(ahead).kind != .semicolon,
            peek(ahead).kind != .endOfText
        {
            ahead += 1
        }
        switch peek(ahead).keyword {
        case .select, .with, .insert, .update, .delete, .merge, .create:
            move(to: index + ahead)
            return statement()
        default: return skipQuietly()
        }
    }

    private mutating func analyze() -> NodeID {
        // `EXPLAIN ANALYZE` comes by way of EXPLAIN; a bare ANALYZE has no lineage.
        skipQuietly()
    }

    /// CACHE [LAZY] TABLE t [OPTIONS …] [AS] query: a temporary thing that is not reported.
    private mutating func cacheTable() -> NodeID {
        skipQuietly()
    }

    /// DuckDB: SUMMARIZE t | query
    private mutating func summarize() -> NodeID {
        let start = index
        advance()
        _ = accept(.table)
        if startsQuery(at: index) { return queryStatement() }
        var children = ChildList()
        tree.append(tableReference(), to: &children)
        return add(.read, from: start, children)
    }

    /// Teradata: LOCKING [ROW | TABLE t] FOR ACCESS statement
    private mutating func locking() -> NodeID {
        advance()
        while !atEnd, !at(.semicolon), !at(.select), !at(.sel), !at(.insert), !at(.update), !at(.delete), !at(.merge),
            !at(.create), !at(.with), !at(.locking), !at(.ins), !at(.upd), !at(.del)
        {
            advance()
        }
        return atEnd || at(.semicolon) ? noNode : statement()
    }

    /// `<<label>>`
    private mutating func label() -> NodeID {
        while !atEnd, !at(.semicolon), !at(.greater) { advance() }
        while at(.greater) { advance() }
        return noNode
    }

    /// Statements with no first word that is known: tables behind FROM, JOIN, INTO and UPDATE are collected.
    mutating func unknownStatement() -> NodeID {
        let start = index
        var children = ChildList()
        while !atEnd, !at(.semicolon) {
            if index > start, token.hasNewlineBefore, startsStatement() { break }
            switch token.keyword {
            case .select, .with:
                if startsQuery(at: index) {
                    tree.append(query(), to: &children)
                    continue
                }
                advance()
            case .from, .join:
                advance()
                if isName || at(.leftParen) {
                    let table = tableReference()
                    tree.append(table, to: &children)
                }
            default:
                if at(.leftParen) {
                    let inner = startsQuery(at: index + 1) ? parenthesisedQuery() : skipBrackets().first
                    tree.append(inner, to: &children)
                } else {
                    advance()
                }
            }
        }
        if index > start { report(.unknownStatement, from: start) }
        return add(.recovered, from: start, children)
    }
}
