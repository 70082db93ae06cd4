/// What stands between operators.
extension Parser {
    /// Reads an operand; `noNode` if none starts here.
    mutating func operand() -> NodeID {
        let start = index
        switch token.kind {
        case .word: return wordOperand()
        case .quoted: return columnOrCall()
        case .number:
            advance()
            // `1 DAY` in Db2 and Teradata.
            if dialect == .db2 ? isDurationUnit : isUnit(token) && peek().kind != .comma && isDurationUnit {
                advance()
            }
            return add(.literal, from: start)
        case .string:
            advance()
            // Adjacent strings are one.
            while at(.string), inArguments > 0 || token.hasNewlineBefore { advance() }
            return add(.literal, from: start)
        case .variable, .template: return variableOperand()
        case .question:
            advance()
            return add(.literal, from: start)
        case .colon:
            // `:name`, `:1`
            guard peek().kind == .word || peek().kind == .number || peek().kind == .quoted else { return noNode }
            advance()
            advance()
            while at(.dot), peek().kind == .word {
                advance()
                advance()
            }
            return add(.literal, from: start)
        case .leftParen:
            if isLambda() { return lambda() }
            if startsQuery(at: index + 1) { return subqueryOperand() }
            return noNode
        case .leftBracket:
            let list = bracketList()
            return list == noNode ? add(.literal, from: start) : list
        case .leftBrace: return braceLiteral()
        case .star:
            guard inArguments > 0 else { return noNode }
            advance()
            return starArgument(from: start)
        case .stage:
            advance()
            return add(.literal, from: start)
        default: return noNode
        }
    }

    private var isDurationUnit: Bool {
        switch token.keyword {
        case .year, .month, .day, .hour, .minute, .second: return dialect == .db2 || peek().keyword.isAny(.clause)
        default:
            return dialect == .db2
                && ["years", "months", "days", "hours", "minutes", "seconds", "microseconds"].contains(
                    symbols.text(symbols.lower(token.symbol)))
        }
    }

    /// Db2: CURRENT DATE, CURRENT TIMESTAMP, CURRENT SCHEMA …
    private var isSpecialRegister: Bool {
        guard textEquals(token, "current"), peek().kind == .word else { return false }
        switch peek().keyword {
        case .date, .time, .timestamp, .schema, .role, .user: return true
        default:
            return ["timezone", "server", "sqlid", "path", "degree", "member", "isolation"].contains(
                symbols.text(symbols.lower(peek().symbol)))
        }
    }

    private mutating func wordOperand() -> NodeID {
        let start = index
        switch token.keyword {
        case _ where dialect == .db2 && isSpecialRegister:
            move(to: index + 2)
            return add(.literal, from: start)
        case .none: return columnOrCall()
        case .null, .true, .false, .default:
            if peek().kind == .dot { return columnOrCall() }
            advance()
            return add(.literal, from: start)
        case .case: return peek().kind == .dot ? columnOrCall() : caseExpression()
        case .cast, .tryCast, .safeCast: return peek().kind == .leftParen ? cast() : columnOrCall()
        case .exists: return exists()
        case .interval: return intervalLiteral()
        case .date, .time, .timestamp, .datetime, .timestamptz, .raw:
            if peek().kind == .string {
                advance()
                advance()
                return add(.literal, from: start)
            }
            return columnOrCall()
        case .array, .struct, .map, .row: return constructor()
        case .convert, .tryConvert: return peek().kind == .leftParen ? convert() : columnOrCall()
        case .values where inUpsert && peek().kind == .leftParen && peek(3).kind == .rightParen:
            return insertedValue()
        case .select, .sel, .with, .values:
            guard inArguments > 0, startsQuery(at: index) else { return at(.values) ? columnOrCall() : noNode }
            return bareSubquery()
        case .left, .right, .full:
            return peek().kind == .leftParen || (peek().kind == .dot && peek().flags == 0) ? columnOrCall() : noNode
        case .next where peek().keyword == .value:
            advance()
            advance()
            if accept(.for) { _ = tableName() }
            if at(.over) {
                var window = ChildList()
                tree.append(over(), to: &window)
            }
            return add(.literal, from: start)
        case .connectByRoot, .approximate:
            guard peek().kind == .word || peek().kind == .quoted, !peek().keyword.isAny([.clause, .binaryOperator])
            else {
                return columnOrCall()
            }
            advance()
            return operand()
        case .not:
            return noNode
        default:
            if token.keyword.isAny(.clause),
                peek().kind != .leftParen || !token.keyword.isAny(.binaryOperator) || at(.in)
            {
                return noNode
            }
            return columnOrCall()
        }
    }

    /// MySQL: `VALUES(x)`, the value that the INSERT had for a column.
    private mutating func insertedValue() -> NodeID {
        let start = index
        let mark = tree.names.count
        tree.names.append(token.symbol)
        tree.names.append(peek(2).symbol)
        move(to: index + 4)
        return add(.column, from: start, namesSince: mark)
    }

    private mutating func variableOperand() -> NodeID {
        let start = index
        let isPositional = at(.variable) && text[Int(token.start)] == 0x24
        var number: UInt16 = 0
        if isPositional {
            for position in Int(token.start) + 1..<Int(token.end) {
                guard text[position] >= 48, text[position] <= 57, number < 1000 else {
                    number = 0
                    break
                }
                number = number * 10 + UInt16(text[position] - 48)
            }
        }
        advance()
        if at(.leftParen), tokens[start].kind == .template || !token.hasSpaceBefore { _ = skipBrackets() }
        // A template may be glued to the rest of a name.
        if tokens[start].kind == .template {
            while at(.word) || at(.template), !token.hasSpaceBefore { advance() }
        }
        return add(number > 0 ? .variable : .literal, from: start, aux: number)
    }

    /// `{'a': x}`, `{a: x}`, `{d '2020-01-01'}`
    private mutating func braceLiteral() -> NodeID {
        let start = index
        advance()
        var items = ChildList()
        soup(until: .rightBrace, &items)
        return items.isEmpty ? add(.literal, from: start) : add(.operation, from: start, items)
    }

    private mutating func starArgument(from start: Int) -> NodeID {
        // `COUNT(* EXCLUDE …)` and the like read no single column.
        while isName, !token.keyword.isAny(.clause) {
            advance()
            if at(.leftParen) { _ = skipBrackets() }
        }
        return add(.literal, from: start)
    }

    private mutating func intervalLiteral() -> NodeID {
        let start = index
        let next = peek()
        switch next.kind {
        case .string, .number, .leftParen, .variable, .template, .question, .dash, .plus, .colon: break
        case .word
        where next.keyword == .none || next.keyword == .case || next.keyword == .cast
            || next.keyword == .date || next.keyword == .interval:
            let after = peek(2)
            guard
                after.kind == .word || after.kind == .dot || after.kind == .leftParen || after.kind == .rightParen
                    || after.kind == .star, !after.keyword.isAny(.clause)
            else { return columnOrCall() }
        default: return columnOrCall()
        }
        advance()
        while at(.dash) || at(.plus) { advance() }
        var items = ChildList()
        if at(.leftParen) {
            advance()
            tree.append(expression(), to: &items)
            if !accept(.rightParen) { tree.append(skipUnreadable(), to: &items) }
        } else {
            tree.append(operand(), to: &items)
        }
        intervalUnits()
        // Spark: INTERVAL '5' HOURS '30' MINUTES
        while at(.string) || at(.number), isUnit(peek()) {
            advance()
            intervalUnits()
        }
        return add(.operation, from: start, items)
    }

    /// DAY, DAY(3) TO SECOND(6)
    mutating func intervalUnits() {
        guard isUnit(token) else { return }
        advance()
        if at(.leftParen) { _ = skipBrackets() }
        guard at(.to), isUnit(peek()) else { return }
        advance()
        advance()
        if at(.leftParen) { _ = skipBrackets() }
    }

    // MARK: Queries and CASE

    mutating func subqueryOperand() -> NodeID {
        let start = index
        var children = ChildList()
        tree.append(parenthesisedQuery(), to: &children)
        return add(.subquery, from: start, children)
    }

    /// A query as an argument without parentheses of its own, as in `ARRAY(SELECT …)`.
    private mutating func bareSubquery() -> NodeID {
        let start = index
        var children = ChildList()
        tree.append(query(), to: &children)
        return add(.subquery, from: start, children)
    }

    /// Goes on with UNION and the like behind a subquery in parentheses.
    mutating func continuedSetOperation(_ operands: inout ChildList) -> NodeID {
        let start = index
        let query = setOperationTail(noNode, from: start)
        var children = ChildList()
        tree.append(query, to: &children)
        var tail = ChildList()
        queryTail(noNode, &tail)
        return add(.subquery, from: start, children)
    }

    private mutating func exists() -> NodeID {
        let start = index
        guard peek().kind == .leftParen, startsQuery(at: index + 2) else { return columnOrCall() }
        advance()
        var children = ChildList()
        tree.append(parenthesisedQuery(), to: &children)
        return add(.exists, from: start, children)
    }

    private mutating func caseExpression() -> NodeID {
        let start = index
        guard enter() else {
            advance()
            return add(.literal, from: start)
        }
        defer { leave() }
        advance()
        var children = ChildList()
        if !at(.when) {
            let from = index
            var operand = ChildList()
            tree.append(expression(), to: &operand)
            if !operand.isEmpty { tree.append(add(.caseOperand, from: from, operand), to: &children) }
        }
        while at(.when) {
            let from = index
            advance()
            var arm = ChildList()
            tree.append(expressionOrLiteral(), to: &arm)
            while accept(.comma) { tree.append(expressionOrLiteral(), to: &arm) }
            if !at(.then) { tree.append(skipInCase(), to: &arm) }
            let conditions = arm
            _ = accept(.then)
            var result = conditions
            tree.append(expressionOrLiteral(), to: &result)
            tree.append(add(.whenArm, from: from, result), to: &children)
        }
        if at(.else) {
            let from = index
            advance()
            var arm = ChildList()
            tree.append(expressionOrLiteral(), to: &arm)
            tree.append(add(.elseArm, from: from, arm), to: &children)
        }
        if !at(.end) { tree.append(skipInCase(), to: &children) }
        if accept(.end) { _ = at(.case) }
        return add(.caseExpression, from: start, children)
    }

    mutating func expressionOrLiteral() -> NodeID {
        let start = index
        let node = expression()
        return node == noNode ? add(.literal, from: start) : node
    }

    private mutating func skipInCase() -> NodeID {
        let start = index
        var found = ChildList()
        while !atEnd, !at(.semicolon), !at(.rightParen), !at(.comma), !at(.then), !at(.end), !at(.else), !at(.when),
            !at(.from)
        {
            if at(.leftParen) { tree.append(skipBrackets().first, to: &found) } else { advance() }
        }
        if index > start { report(.syntax, from: start) }
        return found.isEmpty ? noNode : add(.recovered, from: start, found)
    }

    // MARK: Columns

    /// Teradata: `amount (DECIMAL(18,2))`, a type in parentheses behind a column.
    private var isTypeBehind: Bool {
        guard dialect == .teradata, token.hasSpaceBefore, peek().kind == .word else { return false }
        guard peek(2).kind == .rightParen || peek(2).kind == .leftParen || peek(2).kind == .comma else { return false }
        return [
            "decimal", "numeric", "integer", "int", "bigint", "smallint", "byteint", "float", "real", "char", "varchar",
            "date", "time", "timestamp", "format", "title", "named", "number",
        ].contains(symbols.text(symbols.lower(peek().symbol)))
    }

    private mutating func castBehind(_ start: Int, _ mark: Int) -> NodeID {
        var inner = ChildList()
        tree.append(add(.column, from: start, namesSince: mark), to: &inner)
        _ = skipBrackets()
        return add(.cast, from: start, inner)
    }

    /// A column, or a function if a parenthesis follows its name.
    private mutating func columnOrCall() -> NodeID {
        let start = index
        if inArguments > 0, peek().kind == .arrow, isLambda() { return lambda() }
        let mark = tree.names.count
        tree.names.append(token.symbol)
        var last = token
        advance()
        while at(.dot) {
            let next = peek()
            if next.kind == .word || next.kind == .quoted {
                advance()
                tree.names.append(token.symbol)
                last = token
                advance()
            } else if next.kind == .star {
                guard inArguments > 0 else { break }
                advance()
                advance()
                return starArgument(from: start)
            } else if next.kind == .number || next.kind == .variable {
                advance()
                if at(.variable) { return positionalColumn(from: start, mark) }
                advance()
                return add(.column, from: start, namesSince: mark)
            } else if next.kind == .dot {
                // `db..table` leaves the schema out.
                advance()
            } else if next.kind == .colon, peek(2).kind == .word || peek(2).kind == .quoted {
                // ClickHouse: `json.a.:String` is a value as a type.
                move(to: index + 3)
            } else {
                break
            }
        }
        if at(.leftParen), !(peek().kind == .plus && peek(2).kind == .rightParen),
            last.kind == .word || !token.hasSpaceBefore, !isTeradataCast
        {
            if isTypeBehind { return castBehind(start, mark) }
            return call(from: start, mark, name: last)
        }
        if at(.leftParen), isTeradataCast {
            var children = ChildList()
            tree.append(add(.column, from: start, namesSince: mark), to: &children)
            _ = skipBrackets()
            return add(.cast, from: start, children)
        }
        return add(.column, from: start, namesSince: mark)
    }

    /// Teradata: `x (DATE, FORMAT 'YYYY')` is a cast.
    private var isTeradataCast: Bool {
        guard dialect == .teradata, token.hasSpaceBefore else { return false }
        switch peek().keyword {
        case .format, .named, .date, .time, .timestamp, .char, .varying, .title, .casespecific, .not, .uppercase:
            return true
        default: return textEquals(peek(), "varchar") || textEquals(peek(), "integer") || textEquals(peek(), "decimal")
        }
    }

    /// `t.$1`
    private mutating func positionalColumn(from start: Int, _ mark: Int) -> NodeID {
        var number: UInt16 = 0
        for position in Int(token.start) + 1..<Int(token.end) {
            guard text[position] >= 48, text[position] <= 57, number < 1000 else { break }
            number = number * 10 + UInt16(text[position] - 48)
        }
        advance()
        return add(.variable, from: start, namesSince: mark, aux: number)
    }

    // MARK: Lambdas

    /// Whether `x -> …` or `(x, y) -> …` starts here.
    func isLambda() -> Bool {
        guard inArguments > 0, traits.lambdas else { return false }
        if token.kind == .leftParen {
            var position = index + 1
            while position + 1 < tokens.count, tokens[position].kind == .word || tokens[position].kind == .quoted,
                tokens[position + 1].kind == .comma
            {
                position += 2
            }
            guard position + 2 < tokens.count, tokens[position].kind == .word || tokens[position].kind == .quoted else {
                return false
            }
            return tokens[position + 1].kind == .rightParen && tokens[position + 2].kind == .arrow
        }
        guard peek().kind == .arrow else { return false }
        let after = peek(2)
        return after.kind != .string && after.kind != .number && (index == 0 || tokens[index - 1].kind != .dot)
    }

    private mutating func lambda() -> NodeID {
        let start = index
        let mark = tree.names.count
        if accept(.leftParen) {
            while isName {
                tree.names.append(token.symbol)
                advance()
                _ = accept(.comma)
            }
            _ = accept(.rightParen)
        } else {
            tree.names.append(token.symbol)
            advance()
        }
        advance()
        let id = add(.lambda, from: start, namesSince: mark)
        var body = ChildList()
        tree.append(expressionOrLiteral(), to: &body)
        tree.nodes[Int(id)].child = body.first
        tree.nodes[Int(id)].end = Int32(index)
        return id
    }
}
