/// Function calls and what looks like them.
extension Parser {
    /// Reads a call; the current token is the opening parenthesis behind the name.
    mutating func call(from start: Int, _ mark: Int, name: Token) -> NodeID {
        let symbol = symbols.lower(name.symbol)
        let id = add(.call, from: start, namesSince: mark, aux: functionClass(symbol, start))
        var children = callArguments(symbol)
        // `quantile(0.5)(x)`
        if at(.leftParen), !token.hasSpaceBefore, !startsQuery(at: index + 1) {
            tree.append(callArguments(symbol).first, to: &children)
        }
        callSuffix(&children)
        tree.nodes[Int(id)].child = children.first
        tree.nodes[Int(id)].end = Int32(truncatingIfNeeded: index)
        return id
    }

    private func functionClass(_ symbol: UInt32, _ start: Int) -> UInt16 {
        let known = functions.functionClass(symbol)
        // Elsewhere ISNULL takes one argument and gives a truth value.
        if known == 0, traits.equalsAlias, textEquals(tokens[start], "isnull") { return FunctionClass.coalesce }
        return known
    }

    private mutating func callArguments(_ symbol: UInt32) -> ChildList {
        if functions.functionClass(symbol) & FunctionClass.classMask == FunctionClass.date { return dateArguments() }
        return arguments()
    }

    /// Reads `( … )`.
    mutating func arguments() -> ChildList {
        var children = ChildList()
        guard enter() else { return skipBrackets() }
        defer { leave() }
        advance()
        soup(until: .rightParen, &children)
        return children
    }

    /// The arguments of a function of dates: a bare unit of time is no column.
    private mutating func dateArguments() -> ChildList {
        var children = ChildList()
        guard enter() else { return skipBrackets() }
        defer { leave() }
        advance()
        var position = 0
        inArguments += 1
        while !atEnd, !at(.rightParen), !at(.semicolon) {
            let next = peek()
            if isUnit(token),
                next.kind == .comma || next.kind == .rightParen || next.keyword == .from || next.kind == .leftParen,
                position == 0 || dialect == .bigquery || next.kind == .rightParen && position == 2
            {
                advance()
                if at(.leftParen) { _ = skipBrackets() }
            }
            argument(&children)
            if accept(.comma) {
                position += 1
            } else if !at(.rightParen), !accept(.from) {
                soupStep(&children)
            }
        }
        inArguments -= 1
        if !accept(.rightParen) { report(.syntax, from: index) }
        return children
    }

    /// Reads expressions between any words and separators up to a closing bracket: arguments, and whatever keywords a
    /// function has between them.
    mutating func soup(until close: TokenKind, _ children: inout ChildList) {
        let start = index
        inArguments += 1
        defer { inArguments -= 1 }
        while !atEnd, token.kind != close {
            if at(.semicolon) { break }
            if accept(.comma) { continue }
            argument(&children)
            if !at(.comma), token.kind != close, !atEnd { soupStep(&children) }
        }
        if token.kind == close { advance() } else { report(.syntax, from: start) }
    }

    /// Reads one argument, if one starts here, and the words that may follow it up to the comma.
    private mutating func argument(_ children: inout ChildList) {
        if token.kind == .word, peek().kind == .fatArrow || peek().kind == .assign {
            advance()
            advance()
        }
        switch token.keyword {
        case .columns
        where peek().kind == .leftParen && tokens[index - 1].kind != .comma && tokens[index - 1].kind != .leftParen:
            advance()
            tree.append(columnNames(), to: &children)
            return
        case .both, .leading, .trailing, .key:
            // TRIM(BOTH x FROM y), JSON_OBJECT(KEY a VALUE b)
            if isArgumentWord { advance() }
        case .table, .model:
            if at(.table), peek().kind == .leftParen, peek(2).kind == .word || peek(2).kind == .quoted,
                peek(3).kind == .rightParen || peek(3).kind == .dot
            {
                advance()
                advance()
                tree.append(tableName(), to: &children)
                if at(.rightParen) { advance() }
                return
            }
            if peek().kind == .word || peek().kind == .quoted, !peek().keyword.isAny(.clause) {
                let isTable = at(.table)
                advance()
                let table = tableName()
                if isTable { tree.append(table, to: &children) }
                return
            }
        default: break
        }
        tree.append(expression(), to: &children)
    }

    /// Whether the word in hand stands in front of an argument.
    private var isArgumentWord: Bool {
        switch peek().kind {
        case .word: !peek().keyword.isAny(.binaryOperator) && peek().keyword != .as || peek().keyword == .from
        case .string, .number, .quoted, .variable: true
        default: false
        }
    }

    /// Skips what stands behind an argument and is no comma: a word of the function's own grammar. Where the word is one
    /// that an expression follows, the next argument begins there.
    private mutating func soupStep(_ children: inout ChildList) {
        switch token.keyword {
        case .as:
            advance()
            if at(.leftParen) { _ = skipBrackets() } else { skipType() }
        case .columns where peek().kind == .leftParen:
            // JSON_TABLE ( … COLUMNS (a int PATH '$.a') )
            advance()
            tree.append(columnNames(), to: &children)
        case .order, .partition:
            advance()
            _ = accept(.by)
        case .using:
            advance()
            if isName, peek().kind == .rightParen { advance() }
        case .from, .for, .placing, .passing, .value, .separator, .limit, .by, .having, .in, .where, .when, .else,
            .then:
            advance()
        case .desc, .asc, .max, .min: advance()
        case .none where token.kind != .word: bracketStep(&children)
        default:
            // IGNORE NULLS, ON OVERFLOW ERROR, NULL ON NULL, WITH UNIQUE KEYS …: no word of these is a column.
            advance()
            while token.kind == .word, !endsArgumentWords { advance() }
        }
    }

    private var endsArgumentWords: Bool {
        switch token.keyword {
        case .from, .for, .placing, .passing, .value, .separator, .limit, .by, .order, .using, .partition, .columns,
            .as, .over:
            true
        default: peek().kind == .leftParen || peek().kind == .dot
        }
    }

    private mutating func bracketStep(_ children: inout ChildList) {
        switch token.kind {
        case .leftParen, .leftBracket, .leftBrace: tree.append(skipBrackets().first, to: &children)
        case .rightParen, .rightBracket, .rightBrace, .unknown:
            // The wrong bracket closes here.
            report(.syntax, from: index, to: index + 1)
            advance()
        default: advance()
        }
    }

    /// OVER, FILTER, WITHIN GROUP, RESPECT NULLS, KEEP behind a call.
    private mutating func callSuffix(_ children: inout ChildList) {
        while token.kind == .word {
            switch token.keyword {
            case .over:
                tree.append(over(), to: &children)
            case .filter where peek().kind == .leftParen:
                let start = index
                advance()
                advance()
                _ = accept(.where)
                var inner = ChildList()
                soup(until: .rightParen, &inner)
                tree.append(add(.aggregateFilter, from: start, inner), to: &children)
            case .within where peek().keyword == .group:
                let start = index
                advance()
                advance()
                guard at(.leftParen) else { return }
                var inner = ChildList()
                tree.append(windowSpecification(), to: &inner)
                // The values to be ordered are the arguments of the aggregate.
                tree.append(add(.operation, from: start, inner), to: &children)
            case .respect, .ignore:
                guard peek().keyword == .nulls else { return }
                advance()
                advance()
            case .from where peek().keyword == .first || peek().keyword == .last:
                guard peek(2).keyword == .over || peek(2).keyword == .respect || peek(2).keyword == .ignore else {
                    return
                }
                advance()
                advance()
            case .against where peek().kind == .leftParen:
                advance()
                tree.append(arguments().first, to: &children)
            case .keep where peek().kind == .leftParen:
                advance()
                tree.append(windowSpecification(), to: &children)
            default: return
            }
        }
    }

    /// OVER name, OVER ( … )
    mutating func over() -> NodeID {
        let start = index
        advance()
        if at(.leftParen) { return windowSpecification() }
        let mark = tree.names.count
        if isName {
            tree.names.append(token.symbol)
            advance()
        }
        return add(.window, from: start, namesSince: mark)
    }

    /// `( [name] PARTITION BY … ORDER BY … ROWS … )`
    mutating func windowSpecification() -> NodeID {
        let start = index
        advance()
        var inner = ChildList()
        let mark = tree.names.count
        if token.kind == .word, token.keyword == .none,
            peek().kind == .rightParen || peek().keyword == .order || peek().keyword == .partition
                || peek().keyword == .rows
        {
            tree.names.append(token.symbol)
            advance()
        } else if at(.quoted), peek().kind == .rightParen {
            tree.names.append(token.symbol)
            advance()
        }
        let names = tree.names.count
        inArguments += 1
        while !atEnd, !at(.rightParen), !at(.semicolon) {
            switch token.keyword {
            case .partition, .order, .sort, .distribute, .cluster:
                advance()
                _ = accept(.by)
            case .rows, .range, .groups: skipFrame()
            case .asc, .desc: advance()
            case .nulls:
                advance()
                skip(.first, .last)
            default:
                if accept(.comma) { continue }
                let before = index
                tree.append(expression(), to: &inner)
                if index == before { advance() }
            }
        }
        inArguments -= 1
        if !accept(.rightParen) { report(.syntax, from: start) }
        let id = add(.window, from: start, inner)
        tree.nodes[Int(id)].names = UInt32(mark)
        tree.nodes[Int(id)].count = UInt32(names - mark)
        return id
    }

    /// ROWS BETWEEN … AND …: bounds are constants.
    private mutating func skipFrame() {
        while !atEnd, !at(.rightParen) {
            if at(.leftParen) { _ = skipBrackets() } else { advance() }
        }
    }

    // MARK: Calls with a grammar of their own

    mutating func cast() -> NodeID {
        let start = index
        guard enter() else {
            advance()
            return add(.cast, from: start, skipBrackets())
        }
        defer { leave() }
        advance()
        advance()
        var children = ChildList()
        inArguments += 1
        tree.append(startsQuery(at: index) ? subqueryWithoutParentheses() : expressionOrLiteral(), to: &children)
        inArguments -= 1
        let typeStart = index
        // AS type, `, type`, FORMAT …
        var open = 0
        while !atEnd {
            if at(.leftParen) { open += 1 }
            if at(.rightParen) {
                if open == 0 { break }
                open -= 1
            }
            if at(.semicolon) { break }
            advance()
        }
        if !accept(.rightParen) { report(.syntax, from: typeStart) }
        return add(.cast, from: start, children)
    }

    private mutating func subqueryWithoutParentheses() -> NodeID {
        let start = index
        var inner = ChildList()
        tree.append(query(), to: &inner)
        return add(.subquery, from: start, inner)
    }

    /// CONVERT(type, x) in T-SQL and Redshift, CONVERT(x, type) and CONVERT(x USING charset) elsewhere.
    mutating func convert() -> NodeID {
        let start = index
        guard enter() else {
            advance()
            return add(.cast, from: start, skipBrackets())
        }
        defer { leave() }
        advance()
        advance()
        var children = ChildList()
        let typeFirst = dialect == .tsql || dialect == .fabric || dialect == .redshift
        inArguments += 1
        if typeFirst {
            skipType()
            _ = accept(.comma)
        }
        tree.append(expressionOrLiteral(), to: &children)
        inArguments -= 1
        while !atEnd, !at(.rightParen), !at(.semicolon) {
            if at(.leftParen) { _ = skipBrackets() } else { advance() }
        }
        if !accept(.rightParen) { report(.syntax, from: start) }
        return add(.cast, from: start, children)
    }

    /// ARRAY[…], ARRAY<type>[…], STRUCT<type>(…), MAP {…}, ROW(…); otherwise a name.
    mutating func constructor() -> NodeID {
        let start = index
        var ahead = 1
        if peek().kind == .less {
            var open = 0
            while index + ahead < tokens.count, ahead < 4000 {
                let token = peek(ahead)
                if token.kind == .less || token.kind == .greater || token.kind == .op {
                    for position in Int(token.start)..<Int(token.end) {
                        if text[position] == 0x3C { open += 1 }
                        if text[position] == 0x3E { open -= 1 }
                    }
                } else if token.kind == .endOfText || token.kind == .semicolon {
                    break
                }
                ahead += 1
                if open <= 0 { break }
            }
        }
        let next = peek(ahead)
        guard next.kind == .leftBracket || next.kind == .leftBrace || next.kind == .leftParen else { return name() }
        if next.kind == .leftParen, ahead == 1 {
            let mark = tree.names.count
            let token = token
            tree.names.append(token.symbol)
            advance()
            return call(from: start, mark, name: token)
        }
        move(to: index + ahead)
        var children = ChildList()
        let close: TokenKind =
            at(.leftBracket) ? .rightBracket : at(.leftBrace) ? .rightBrace : .rightParen
        guard enter() else {
            return add(.operation, from: start, skipBrackets())
        }
        defer { leave() }
        advance()
        soup(until: close, &children)
        return add(.operation, from: start, children)
    }

    private mutating func name() -> NodeID {
        let start = index
        let mark = tree.names.count
        tree.names.append(token.symbol)
        advance()
        while at(.dot), peek().kind == .word || peek().kind == .quoted {
            advance()
            tree.names.append(token.symbol)
            advance()
        }
        return add(.column, from: start, namesSince: mark)
    }
}
