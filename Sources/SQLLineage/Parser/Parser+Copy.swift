/// COPY, LOAD, UNLOAD, EXPORT: data that goes between tables and files.
extension Parser {
    /// COPY [INTO] target FROM source, COPY source TO target
    mutating func copy() -> NodeID {
        let start = index
        advance()
        _ = accept(.into)
        var first = ChildList()
        endpoint(&first)
        if at(.leftParen), !startsQuery(at: index + 1) {
            let names = columnNames()
            tree.append(names, to: &first)
        }
        var children = ChildList()
        var second = ChildList()
        // Words between the target and FROM are options.
        while !atEnd, !at(.semicolon), !at(.from), !at(.to) {
            if at(.leftParen) { _ = skipBrackets() } else { advance() }
        }
        let isFrom = at(.from)
        if isFrom || at(.to) {
            advance()
            endpoint(&second)
        }
        let (source, target) = isFrom ? (second, first) : (first, second)
        tree.append(add(.transferSource, from: start, source), to: &children)
        tree.append(add(.transferTarget, from: start, target), to: &children)
        tailOfTransfer(&children)
        return add(.transfer, from: start, children)
    }

    private mutating func tailOfTransfer(_ children: inout ChildList) {
        while !atEnd, !at(.semicolon) {
            if startsStatement(), token.hasNewlineBefore, !at(.with), !at(.format),
                !at(.copy) || traits.optionalSemicolon
            {
                return
            }
            if at(.leftParen) { tree.append(skipBrackets().first, to: &children) } else { advance() }
        }
    }

    /// A table, file, stage or query.
    private mutating func endpoint(_ list: inout ChildList) {
        let from = index
        switch token.kind {
        case .leftParen where startsQuery(at: index + 1):
            tree.append(parenthesisedQuery(), to: &list)
        case .leftParen:
            advance()
            endpoint(&list)
            while !atEnd, !at(.rightParen), !at(.semicolon) { advance() }
            _ = accept(.rightParen)
        case .string:
            tree.append(add(.location, from: from), to: &list)
            advance()
            while at(.comma), peek().kind == .string {
                advance()
                tree.append(add(.location, from: index), to: &list)
                advance()
            }
        case .stage:
            tree.append(add(.location, from: from), to: &list)
            advance()
            if at(.leftParen) { _ = skipBrackets() }
        case .word where at(.stdin) || at(.stdout) || at(.program):
            advance()
            if at(.string) { advance() }
        case .quoted where isURL(token):
            tree.append(add(.location, from: from), to: &list)
            advance()
        case .word, .quoted, .template, .variable:
            tree.append(tableName(), to: &list)
        default: break
        }
    }

    /// Whether a quoted name is the address of a file.
    func isURL(_ token: Token) -> Bool {
        (Int(token.start)..<max(Int(token.end) - 2, Int(token.start))).contains {
            text[$0] == 0x3A && text[$0 + 1] == 0x2F && text[$0 + 2] == 0x2F
        }
    }

    /// Redshift: UNLOAD ('query') TO 'path'; Athena: UNLOAD (query) TO 'path'
    mutating func unload() -> NodeID {
        let start = index
        advance()
        var source = ChildList()
        if at(.leftParen), peek().kind == .string {
            advance()
            if spliceString() {
                tree.append(query(), to: &source)
                while !atEnd, !at(.rightParen), !at(.to), !at(.semicolon) { advance() }
            }
            _ = accept(.rightParen)
        } else {
            endpoint(&source)
        }
        var target = ChildList()
        if accept(.to) { endpoint(&target) }
        var children = ChildList()
        tree.append(add(.transferSource, from: start, source), to: &children)
        tree.append(add(.transferTarget, from: start, target), to: &children)
        tailOfTransfer(&children)
        return add(.transfer, from: start, children)
    }

    /// LOAD DATA [LOCAL] INPATH 'path' [OVERWRITE] INTO TABLE t
    mutating func load() -> NodeID {
        let start = index
        advance()
        guard at(.data) || at(.xml) else { return skipQuietly() }
        var source = ChildList()
        var target = ChildList()
        while !atEnd, !at(.semicolon) {
            switch token.keyword {
            case .inpath, .infile:
                advance()
                if at(.string) { endpoint(&source) }
            case .into, .overwrite:
                advance()
                skip(.into, .table)
                if at(.leftParen) || target.first != noNode { continue }
                if isName || at(.template) { tree.append(tableName(), to: &target) }
            case .from where peek().keyword == .files:
                advance()
                advance()
                uriOptions(&source)
            default:
                if at(.leftParen) { _ = skipBrackets() } else { advance() }
            }
        }
        var children = ChildList()
        tree.append(add(.transferSource, from: start, source), to: &children)
        tree.append(add(.transferTarget, from: start, target), to: &children)
        return add(.transfer, from: start, children)
    }

    /// `( … uris = ['a', 'b'] …, uri = 'a' )`: the strings behind URI.
    private mutating func uriOptions(_ list: inout ChildList) {
        guard at(.leftParen) else { return }
        advance()
        var open = 1
        var isURI = false
        while !atEnd, !at(.semicolon), open > 0 {
            if at(.leftParen) { open += 1 }
            if at(.rightParen) { open -= 1 }
            if at(.word) { isURI = textEquals(token, "uri") || textEquals(token, "uris") }
            if at(.string), isURI { tree.append(add(.location, from: index), to: &list) }
            advance()
        }
    }

    /// BigQuery: EXPORT DATA OPTIONS (uri = …) AS query; DuckDB and Exasol: EXPORT table INTO …
    mutating func exportData() -> NodeID {
        let start = index
        advance()
        advance()
        var source = ChildList()
        var target = ChildList()
        while !atEnd, !at(.semicolon) {
            switch token.keyword {
            case .options where peek().kind == .leftParen:
                advance()
                uriOptions(&target)
            case .as:
                advance()
                if startsQuery(at: index) { tree.append(query(), to: &source) }
            case .select: tree.append(query(), to: &source)
            default:
                if at(.leftParen), startsQuery(at: index + 1) {
                    tree.append(parenthesisedQuery(), to: &source)
                } else if at(.leftParen) {
                    _ = skipBrackets()
                } else {
                    advance()
                }
            }
        }
        var children = ChildList()
        tree.append(add(.transferSource, from: start, source), to: &children)
        tree.append(add(.transferTarget, from: start, target), to: &children)
        return add(.transfer, from: start, children)
    }

    /// Exasol: IMPORT INTO t FROM …; Hive: IMPORT TABLE t FROM 'path'
    mutating func importData() -> NodeID {
        let start = index
        advance()
        skip(.into, .table, .external)
        var source = ChildList()
        var target = ChildList()
        if isName { tree.append(tableName(), to: &target) }
        while !atEnd, !at(.semicolon) {
            if at(.from), peek().kind == .string {
                advance()
                endpoint(&source)
            } else if at(.leftParen) {
                _ = skipBrackets()
            } else {
                advance()
            }
        }
        var children = ChildList()
        tree.append(add(.transferSource, from: start, source), to: &children)
        tree.append(add(.transferTarget, from: start, target), to: &children)
        return add(.transfer, from: start, children)
    }
}
