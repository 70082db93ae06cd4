/// Pipe syntax: `FROM t |> WHERE … |> SELECT …`.
extension Parser {
    /// Reads one operator behind `input`.
    mutating func pipe(_ input: NodeID) -> NodeID {
        let start = index
        advance()
        var children = ChildList()
        tree.append(input, to: &children)
        let operatorStart = index
        var parts = ChildList()
        let kind = pipeOperator(&parts)
        var alias: UInt32 = 0
        if kind == PipeOperator.alias { alias = tokens[index - 1].symbol }
        let pipeOperator = add(.pipeOperator, from: operatorStart, parts, aux: kind, alias: alias)
        tree.append(pipeOperator, to: &children)
        if !at(.pipe), !at(.rightParen), !at(.semicolon), !atEnd, !at(.comma), !isSetOperator() {
            if !(token.hasNewlineBefore && startsStatement()) {
                tree.append(skipPipeOperator(), to: &children)
            }
        }
        return add(.pipe, from: start, children)
    }

    /// Reads what stands behind `|>`; gives the kind of operator.
    private mutating func pipeOperator(_ parts: inout ChildList) -> UInt16 {
        switch token.keyword {
        case .select, .extend, .set, .aggregate: return pipeColumns(&parts)
        case .drop, .rename: return pipeNames(&parts)
        default: return pipeRows(&parts)
        }
    }

    /// SELECT, EXTEND, SET, AGGREGATE
    private mutating func pipeColumns(_ parts: inout ChildList) -> UInt16 {
        var kind = PipeOperator.other
        switch token.keyword {
        case .select, .extend, .set:
            kind = at(.select) ? PipeOperator.select : at(.extend) ? PipeOperator.extend : PipeOperator.set
            advance()
            skip(.distinct, .all)
            if at(.as), peek().keyword == .struct || peek().keyword == .value { move(to: index + 2) }
            if kind == PipeOperator.set { assignments(&parts) } else { tree.append(items(), to: &parts) }
            while at(.window) || at(.qualify) { _ = skipUnreadable(stopAtComma: false) }
        case .aggregate:
            kind = PipeOperator.aggregate
            advance()
            if !at(.group) { tree.append(items(), to: &parts) }
            skipOrdering()
            if at(.group) { tree.append(groupItems(), to: &parts) }
        default: break
        }
        return kind
    }

    /// DROP and RENAME
    private mutating func pipeNames(_ parts: inout ChildList) -> UInt16 {
        var kind = PipeOperator.other
        switch token.keyword {
        case .drop:
            kind = PipeOperator.drop
            advance()
            let from = index
            let mark = tree.names.count
            while isName {
                tree.names.append(token.symbol)
                advance()
                guard accept(.comma) else { break }
            }
            tree.append(add(.columnNames, from: from, namesSince: mark), to: &parts)
        case .rename:
            kind = PipeOperator.rename
            advance()
            let from = index
            let mark = tree.names.count
            while isName {
                let old = token.symbol
                advance()
                _ = accept(.as)
                guard isName else { break }
                tree.names.append(old)
                tree.names.append(token.symbol)
                advance()
                guard accept(.comma) else { break }
            }
            tree.append(add(.columnNames, from: from, namesSince: mark), to: &parts)
        default: break
        }
        return kind
    }

    /// WHERE, ORDER BY, joins, set operations …
    private mutating func pipeRows(_ parts: inout ChildList) -> UInt16 {
        var kind = PipeOperator.other
        switch token.keyword {
        case .where:
            kind = PipeOperator.filter
            advance()
            tree.append(expression(), to: &parts)
        case .order, .limit, .offset, .fetch:
            kind = PipeOperator.order
            var tail = ChildList()
            queryTail(noNode, &tail)
            tree.append(tail.first, to: &parts)
        case .as:
            kind = PipeOperator.alias
            advance()
            if isName { advance() }
        case .union, .intersect, .except, .full, .left, .inner, .right, .cross, .join, .natural, .lateral, .outer:
            if isSetOperator() {
                kind = PipeOperator.setOperation
                tree.append(pipeBranches(), to: &parts)
            } else {
                kind = PipeOperator.join
                tableListTail(&parts)
            }
        case .pivot, .unpivot, .tablesample, .matchRecognize:
            kind = PipeOperator.tableSuffix
            let marker = add(.nothing, from: index)
            tree.append(tableSuffixes(marker), to: &parts)
        case .with:
            kind = PipeOperator.other
            tree.append(with(), to: &parts)
        default:
            let found = skipPipeOperator()
            tree.append(found, to: &parts)
        }
        return kind
    }

    private mutating func skipPipeOperator() -> NodeID {
        let start = index
        var found = ChildList()
        while !atEnd, !at(.pipe), !at(.rightParen), !at(.semicolon) {
            if at(.leftParen) { tree.append(skipBrackets().first, to: &found) } else { advance() }
        }
        return found.isEmpty ? noNode : add(.recovered, from: start, found)
    }

    private mutating func skipOrdering() {
        while at(.asc) || at(.desc) || at(.nulls) || at(.first) || at(.last) { advance() }
        if at(.comma) { advance() }
    }

    /// GROUP [AND ORDER] BY items, which are output columns in pipes.
    private mutating func groupItems() -> NodeID {
        let start = index
        advance()
        skip(.and, .order, .by, .all)
        var children = ChildList()
        repeat {
            if atEnd || at(.pipe) || at(.rightParen) { break }
            if (at(.cube) || at(.rollup)), peek().kind == .leftParen { advance() }
            tree.append(item(), to: &children)
            while at(.asc) || at(.desc) || at(.nulls) || at(.first) || at(.last) { advance() }
        } while accept(.comma)
        return add(.groupBy, from: start, children)
    }

    private mutating func pipeBranches() -> NodeID {
        let start = index
        var result = setOperationTail(noNode, from: start)
        while at(.comma), peek().kind == .leftParen {
            advance()
            let branch = queryTerm()
            attach(branch, to: result)
        }
        if result == noNode { result = add(.nothing, from: start) }
        return result
    }

    /// Joins without a first table.
    private mutating func tableListTail(_ parts: inout ChildList) {
        let marker = add(.nothing, from: index)
        tree.append(marker, to: &parts)
        var inner = ChildList()
        tableListAfterFirst(&inner)
        tree.append(inner.first, to: &parts)
    }
}

/// `aux` of a pipe operator.
enum PipeOperator {
    static let other: UInt16 = 0
    static let select: UInt16 = 1
    static let extend: UInt16 = 2
    static let set: UInt16 = 3
    static let aggregate: UInt16 = 4
    static let filter: UInt16 = 5
    static let order: UInt16 = 6
    static let alias: UInt16 = 7
    static let drop: UInt16 = 8
    static let rename: UInt16 = 9
    static let setOperation: UInt16 = 10
    static let join: UInt16 = 11
    static let tableSuffix: UInt16 = 12
}
