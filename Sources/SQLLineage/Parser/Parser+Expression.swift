/// Expressions.
///
/// Lineage needs no precedence: an expression is a flat list of operands between operators, and parentheses around a part
/// of it change nothing. So a chain of 50,000 ORs is a loop, and 10,000 parentheses are a counter.
extension Parser {
    /// Reads an expression; `noNode` if none starts here.
    mutating func expression() -> NodeID {
        let start = index
        var operands = ChildList()
        var changed = false
        var parens = 0
        var wantsOperand = true
        while true {
            if wantsOperand {
                if at(.leftParen), !isLambda(), !(isQueryParenthesis() && startsQuery(at: index + 1)) {
                    advance()
                    if accept(.rightParen) { wantsOperand = false } else { parens += 1 }
                    continue
                }
                if prefixOperator() {
                    changed = true
                    continue
                }
                let operand = self.operand()
                if operand == noNode {
                    if operands.isEmpty, parens == 0 { break }
                    if !closesExpression(parens) { break }
                    wantsOperand = false
                    continue
                }
                tree.append(operand, to: &operands)
                if !operands.isSingle { changed = true }
                wantsOperand = false
            } else if at(.rightParen), parens > 0 {
                advance()
                parens -= 1
            } else if at(.comma), parens > 0 {
                advance()
                changed = true
                wantsOperand = true
            } else if parens > 0, isSetOperator() {
                tree.append(continuedSetOperation(&operands), to: &operands)
            } else if postfix(&operands) {
                changed = true
            } else if binaryOperator() {
                changed = true
                wantsOperand = !pendingPostfix
                pendingPostfix = false
            } else if parens > 0, isName || at(.string) || at(.number) {
                // `(SELECT …) alias`, `(a b)`, `(x AS y)`: names in parentheses mean nothing here.
                if token.keyword.isAny(.clause), !at(.as) { break }
                advance()
                if at(.leftParen) { tree.append(skipBrackets().first, to: &operands) }
            } else {
                break
            }
        }
        if parens > 0 { report(.syntax, from: start) }
        if operands.isEmpty { return index > start ? add(.literal, from: start) : noNode }
        if operands.isSingle, !changed { return operands.first }
        return add(.operation, from: start, operands)
    }

    /// Whether an operator may stay without an operand here, as in `a IN ()` or a trailing comma of a tuple.
    private func closesExpression(_ parens: Int) -> Bool {
        parens > 0 && at(.rightParen)
    }

    /// `((SELECT …) + 1)` is an expression in parentheses, `((SELECT …) UNION …)` a query: both begin alike.
    private func isQueryParenthesis() -> Bool {
        peek().kind != .leftParen
    }

    private mutating func prefixOperator() -> Bool {
        switch token.kind {
        case .plus, .dash:
            advance()
            return true
        case .op:
            advance()
            return true
        case .word:
            switch token.keyword {
            case .not, .prior:
                advance()
                return true
            case .distinct, .unique, .all:
                guard peek().kind == .leftParen || inArguments > 0 || at(.distinct) else { return false }
                switch peek().kind {
                case .comma, .rightParen, .dot, .endOfText, .semicolon: return false
                default: break
                }
                advance()
                return true
            case .any, .some:
                guard peek().kind == .leftParen, peek(2).kind != .rightParen else { return false }
                if at(.any), !startsQuery(at: index + 2), previousIsWordOrStart { return false }
                advance()
                return true
            case .binary
            where peek().kind != .comma && peek().kind != .rightParen && peek().kind != .dot
                && peek().keyword == .none && peek().kind != .endOfText:
                advance()
                return true
            default: return false
            }
        default: return false
        }
    }

    /// Whether no operator stands before the current token, so that ANY is a function.
    private var previousIsWordOrStart: Bool {
        guard index > 0 else { return true }
        switch tokens[index - 1].kind {
        case .equals, .less, .greater, .op: return false
        case .word: return !tokens[index - 1].keyword.isAny(.binaryOperator)
        default: return true
        }
    }

    // MARK: Operators

    /// Skips an operator between two operands.
    private mutating func binaryOperator() -> Bool {
        switch token.kind {
        case .plus, .dash, .star, .slash, .equals, .less, .greater, .op, .arrow, .assign:
            advance()
            return true
        case .question:
            // `cond ? a : b`, or a JSON operator; Databricks: `x?::type`.
            advance()
            if at(.doubleColon) {
                advance()
                skipType()
                return continueAfterPostfix()
            }
            return true
        case .colon
        where dialect == .clickhouse && inArguments == 0 || dialect == .clickhouse && peek().kind != .string:
            advance()
            return true
        case .fatArrow:
            advance()
            return true
        case .word where token.keyword == .operator && peek().kind == .leftParen:
            advance()
            _ = skipBrackets()
            return true
        case .word where token.keyword == .regexpLike && peek().kind != .leftParen:
            advance()
            return true
        case .word where token.keyword == .global && (peek().keyword == .in || peek().keyword == .not):
            advance()
            return wordOperator()
        case .word where token.keyword.isAny(.binaryOperator):
            return wordOperator()
        default: return false
        }
    }

    private mutating func wordOperator() -> Bool {
        switch token.keyword {
        case .not: return negatedOperator()
        case .isnull, .notnull:
            advance()
            // Nothing follows; an empty literal keeps the loop simple.
            return continueAfterPostfix()
        case .is: return isOperator()
        case .at:
            guard peek().keyword == .time else { return false }
            advance()
            advance()
            _ = accept(.zone)
            return true
        case .collate:
            advance()
            while isName || at(.dot) {
                let wasDot = at(.dot)
                advance()
                if !wasDot, !at(.dot) { break }
            }
            return continueAfterPostfix()
        case .similar:
            guard peek().keyword == .to else { return false }
            advance()
            advance()
            return true
        case .sounds:
            guard peek().keyword == .like else { return false }
            advance()
            advance()
            return true
        case .member:
            guard peek().keyword == .of else { return false }
            advance()
            advance()
            return true
        case .in:
            advance()
            return true
        case .between:
            advance()
            skip(.symmetric, .asymmetric)
            return true
        case .like, .ilike, .rlike, .regexp:
            advance()
            _ = accept(.all) || accept(.any)
            return true
        case .glob, .match, .div, .mod, .xor, .eq, .ne, .gt, .ge, .lt, .le:
            let next = peek()
            guard next.kind != .comma, next.kind != .rightParen, next.kind != .endOfText, next.kind != .semicolon,
                !next.keyword.isAny(.clause)
            else { return false }
            advance()
            return true
        default:
            advance()
            return true
        }
    }

    /// NOT IN, NOT LIKE, NOT NULL, `NOT =`
    private mutating func negatedOperator() -> Bool {
        if peek().kind == .equals {
            advance()
            advance()
            return true
        }
        if peek().keyword == .null {
            advance()
            advance()
            return continueAfterPostfix()
        }
        guard peek().keyword.isAny(.binaryOperator) || peek().keyword == .regexpLike else { return false }
        advance()
        if accept(.regexpLike) { return true }
        return wordOperator()
    }

    /// IS [NOT] NULL, IS DISTINCT FROM, IS JSON …
    private mutating func isOperator() -> Bool {
        advance()
        _ = accept(.not)
        if accept(.distinct) { _ = accept(.from) }
        _ = accept(.of)
        if at(.json) {
            advance()
            skip(.value, .scalar, .object, .array, .with, .without, .unique, .keys)
            return continueAfterPostfix()
        }
        return true
    }

    /// After an operator that stands behind its operand: reads on as if an operand had followed.
    private mutating func continueAfterPostfix() -> Bool {
        pendingPostfix = true
        return true
    }

    // MARK: Behind an operand

    /// Reads one thing applied to the operand before it: `.field`, `[i]`, `::type`, `:path`, `(+)`.
    private mutating func postfix(_ operands: inout ChildList) -> Bool {
        switch token.kind {
        case .doubleColon:
            advance()
            // SingleStore: `doc::%field`
            if at(.op) { advance() }
            if at(.number) || at(.string) { advance() } else { skipType() }
            return true
        case .colon where peek().kind == .greater:
            // SingleStore: `x :> type`
            advance()
            advance()
            skipType()
            return true
        case .op where dialect == .singlestore && textEquals(token, "!") && peek().kind == .colon:
            move(to: index + 3)
            skipType()
            return true
        case .word
        where token.keyword == .over
            && (tokens[max(index - 1, 0)].kind == .rightParen || tokens[max(index - 1, 0)].keyword == .end):
            tree.append(over(), to: &operands)
            return true
        case .word
        where tokens[max(index - 1, 0)].kind == .rightParen && isUnit(token)
            && (peek().keyword == .to || peek().kind == .leftParen):
            intervalUnits()
            return true
        case .leftParen where dialect == .teradata && tokens[max(index - 1, 0)].kind == .rightParen:
            _ = skipBrackets()
            return true
        case .dot:
            guard peek().kind != .dot else { return false }
            return fieldAccess(&operands)
        case .leftBracket:
            tree.append(bracketList(), to: &operands)
            return true
        case .leftParen where peek().kind == .plus && peek(2).kind == .rightParen:
            move(to: index + 3)
            return true
        case .colon where traits.colonPaths:
            return documentPath(&operands)
        case .word where (token.keyword == .escape || token.keyword == .uescape) && peek().kind == .string:
            advance()
            advance()
            return true
        default: return false
        }
    }

    private mutating func fieldAccess(_ operands: inout ChildList) -> Bool {
        let next = peek()
        guard
            next.kind == .word || next.kind == .quoted || next.kind == .star || next.kind == .number
                || next.kind == .string
        else { return false }
        if next.kind == .star {
            return false
        }
        advance()
        advance()
        if at(.leftParen) { tree.append(arguments().first, to: &operands) }
        return true
    }

    /// `:a.b[0]` behind a column.
    private mutating func documentPath(_ operands: inout ChildList) -> Bool {
        let next = peek()
        guard
            next.kind == .word || next.kind == .quoted || next.kind == .leftBracket || next.kind == .string
                || next.kind == .star || next.kind == .number
        else { return false }
        advance()
        if !at(.leftBracket) { advance() }
        while true {
            if at(.leftBracket) {
                tree.append(bracketList(), to: &operands)
            } else if at(.dot), peek().kind == .word || peek().kind == .quoted {
                advance()
                advance()
            } else if at(.colon), peek().kind == .word {
                advance()
                advance()
            } else {
                return true
            }
        }
    }

    /// `[a, b]`, `[1:2]`, `[x FOR x IN y]`
    mutating func bracketList() -> NodeID {
        let start = index
        advance()
        var items = ChildList()
        soup(until: .rightBracket, &items)
        return items.isEmpty ? noNode : add(.operation, from: start, items)
    }

    /// Skips the name of a type.
    mutating func skipType() {
        if at(.leftParen) || at(.variable) || at(.template) {
            if at(.leftParen) { _ = skipBrackets() } else { advance() }
            return
        }
        guard isName || at(.string) else { return }
        let first = token.keyword
        advance()
        while at(.dot), peek().kind == .word || peek().kind == .quoted {
            advance()
            advance()
        }
        switch first {
        case .double: _ = accept(.precision)
        case .character, .char, .binary, .national: skip(.varying, .character, .char)
        case .interval: skip(.year, .month, .day, .hour, .minute, .second, .to)
        case .signed, .unsigned: if isName, peek().kind != .comma, !at(.as) { _ = implicitAlias([.notColumnAlias]) }
        default: break
        }
        typeArguments()
        if first == .time || first == .timestamp, at(.with) || at(.without),
            peek().keyword == .time || peek().keyword == .local
        {
            advance()
            skip(.local, .time, .zone)
        }
        skip(.unsigned)
        while true {
            if at(.leftBracket), peek().kind == .rightBracket || peek(2).kind == .rightBracket {
                _ = skipBrackets()
            } else if at(.array) {
                advance()
            } else {
                return
            }
        }
    }

    private mutating func typeArguments() {
        if at(.leftParen), !token.hasSpaceBefore || peek().kind == .number { _ = skipBrackets() }
        guard at(.less) || (at(.op) && text[Int(token.start)] == 0x3C) else { return }
        var open = 0
        while !atEnd {
            if at(.less) || at(.greater) || at(.op) {
                for position in Int(token.start)..<Int(token.end) {
                    if text[position] == 0x3C { open += 1 }
                    if text[position] == 0x3E { open -= 1 }
                }
            } else if at(.semicolon) || at(.rightParen) {
                return
            } else if at(.leftParen) {
                _ = skipBrackets()
                continue
            }
            advance()
            if open <= 0 { return }
        }
    }
}
