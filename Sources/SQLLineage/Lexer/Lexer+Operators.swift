/// Numbers, brackets, comments, variables, templates and operators.
extension Lexer {
    mutating func number() {
        let start = position
        if tokens.last?.kind == .dot, tokens.last.map({ Int($0.end) == start }) ?? false, traits.digitNames {
            return digitWord(from: start)
        }
        if byte(0) == 0x30, byte(1) | 0x20 == 0x78 {  // 0x
            position += 2
            while position < text.count, isNameByte(text[position]) { position += 1 }
            return push(.number, from: start)
        }
        while isDigit(byte(0)) || (byte(0) == 0x5F && isDigit(byte(1))) { position += 1 }
        if byte(0) == 0x2E, byte(1) != 0x2E {
            position += 1
            while isDigit(byte(0)) || byte(0) == 0x5F { position += 1 }
        }
        if byte(0) | 0x20 == 0x65 {
            let sign = byte(1) == 0x2B || byte(1) == 0x2D ? 2 : 1
            if isDigit(byte(sign)) {
                position += sign
                while isDigit(byte(0)) || byte(0) == 0x5F { position += 1 }
            }
        }
        if isNameStart(byte(0)) || byte(0) == 0x5F { return numberSuffix(from: start) }
        push(.number, from: start)
    }

    /// `10L`, `1BD` are numbers, `1abc` is a name where names may start with digits.
    private mutating func numberSuffix(from start: Int) {
        var end = position
        while end < text.count, isNameByte(text[end]) { end += 1 }
        let length = end - position
        if length == 1 || (length == 2 && text[position] | 0x20 == 0x62) {
            position = end
            return push(.number, from: start)
        }
        if traits.digitNames || traits.backslashEscapes { return digitWord(from: start) }
        push(.number, from: start)
    }

    private mutating func digitWord(from start: Int) {
        position = start
        while position < text.count, isNameByte(text[position]) { position += 1 }
        let slice = UnsafeBufferPointer(rebasing: text[start..<position])
        let isNumber = slice.allSatisfy { isDigit($0) }
        if isNumber, !(byte(0) == 0x2E) || isDigit(byte(1)), tokens.last?.kind != .dot {
            return push(.number, from: start)
        }
        pushWord(from: start, hash: SymbolStore.hash(slice), hasUpper: slice.contains { $0 >= 65 && $0 <= 90 })
    }

    mutating func dot() {
        if isDigit(byte(1)) {
            let adjacent = tokens.last.map { Int($0.end) == position } ?? false
            let follows = tokens.last.map { $0.kind == .word || $0.kind == .quoted } ?? false
            if !(adjacent && follows) {
                let start = position
                position += 1
                while isDigit(byte(0)) { position += 1 }
                if byte(0) | 0x20 == 0x65 {
                    let sign = byte(1) == 0x2B || byte(1) == 0x2D ? 2 : 1
                    if isDigit(byte(sign)) { position += sign }
                    while isDigit(byte(0)) { position += 1 }
                }
                return push(.number, from: start)
            }
        }
        single(.dot)
    }

    mutating func openBracket(_ byte: UInt8) {
        if byte == 0x5B {
            if traits.bracketNames, !followsOperand, startsBracketName() { return quotedName(close: 0x5D) }
            return single(.leftBracket)
        }
        if template() { return }
        single(.leftBrace)
    }

    /// Whether `[` touches an operand, so that it is a subscript.
    private var followsOperand: Bool {
        guard let last = tokens.last, Int(last.end) == position else { return false }
        switch last.kind {
        case .word, .quoted, .rightParen, .rightBracket: return true
        default: return false
        }
    }

    /// Whether a name in brackets starts here.
    private func startsBracketName() -> Bool {
        var end = position + 1
        let limit = min(text.count, position + Limits.nameBytesMax)
        while end < limit, text[end] != 0x5D, text[end] != 0x0A { end += 1 }
        return end < text.count && text[end] == 0x5D && end > position + 1
    }

    mutating func closeBracket(_ byte: UInt8) {
        single(byte == 0x5D ? .rightBracket : .rightBrace)
    }

    /// `{{ … }}` becomes one token, `{% … %}` and `{# … #}` nothing.
    private mutating func template() -> Bool {
        let start = position
        let second = byte(1)
        let close: UInt8
        switch second {
        case 0x7B: close = 0x7D
        case 0x25: close = 0x25
        case 0x23: close = 0x23
        default: return false
        }
        var end = position + 2
        if position < noTemplateBefore { return false }
        while end + 1 < text.count, !(text[end] == close && text[end + 1] == 0x7D) { end += 1 }
        guard end + 1 < text.count else {
            // No other one of this kind has an end either.
            if close == 0x7D { noTemplateBefore = text.count }
            return false
        }
        position = end + 2
        if second == 0x7B {
            problems.append(Problem(code: .template, start: start, end: position))
            push(.template, from: start)
        } else {
            if second == 0x25 { problems.append(Problem(code: .template, start: start, end: position)) }
            skipped()
        }
        return true
    }

    private mutating func lineComment() {
        while position < text.count, text[position] != 0x0A, text[position] != 0x0D { position += 1 }
        skipped()
    }

    private mutating func blockComment() {
        let start = position
        // What stands in MySQL's executable comments is part of the statement.
        if byte(2) == 0x21, traits.hashComments {
            position += 3
            while isDigit(byte(0)) { position += 1 }
            return skipped()
        }
        for nested in [traits.nestedComments, false] {
            position = start + 2
            var depth = 1
            while position < text.count {
                if byte(0) == 0x2A, byte(1) == 0x2F {
                    depth -= 1
                    position += 2
                    if depth == 0 { return skipped() }
                } else if nested, byte(0) == 0x2F, byte(1) == 0x2A {
                    depth += 1
                    position += 2
                } else {
                    position += 1
                }
            }
        }
        position = start
        lineComment()
        problems.append(Problem(code: .unterminated, start: start, end: position))
    }

    mutating func operators(_ first: UInt8) {
        let start = position
        let second = byte(1)
        switch (first, second) {
        case (0x2D, 0x2D): return lineComment()
        case (0x2F, 0x2A): return blockComment()
        case (0x2A, 0x2F) where traits.hashComments:
            position += 2
            return skipped()
        case (0x2F, 0x2F) where traits.slashComments: return lineComment()
        case (0x23, _) where traits.hashComments: return lineComment()
        case (0x23, 0x20) where traits.nameCase == .asWritten: return lineComment()
        case (0x23, 0x21) where traits.nameCase == .asWritten: return lineComment()
        case (0x23, _) where traits.hashNames && (isNameByte(second) || second == 0x23): return hashName()
        case (0x40, _): if atSign() { return }
        case (0x24, _): if dollar() { return }
        case (0x25, 0x28): if pythonParameter() { return }
        case (0x3A, 0x3A): return fixed(.doubleColon, 2, start)
        case (0x3A, 0x3D): return fixed(.assign, 2, start)
        case (0x3A, _): return single(.colon)
        case (0x3D, 0x3E): return fixed(.fatArrow, 2, start)
        case (0x2D, 0x3E) where byte(2) != 0x3E: return fixed(.arrow, 2, start)
        case (0x7C, 0x3E): return fixed(.pipe, 2, start)
        case (0x2A, 0x2A): return fixed(.op, 2, start)
        case (0x2A, _): return single(.star)
        case (0x2B, _): return single(.plus)
        case (0x2D, _) where second != 0x3E && second != 0x7C: return single(.dash)
        case (0x2F, 0x2F): return fixed(.op, 2, start)
        case (0x2F, _): return single(.slash)
        case (0x3F, _) where second != 0x7C && second != 0x26 && second != 0x3F: return single(.question)
        case (0x5C, _): return single(.unknown)
        default: break
        }
        operatorRun(from: start)
    }

    /// A run of operator characters, such as `<=`, `||`, `@>`, `#>>`, `!~*`.
    private mutating func operatorRun(from start: Int) {
        position += 1
        while position < text.count {
            let byte = text[position]
            guard ByteClass.table[Int(byte)] == ByteClass.op.rawValue else { break }
            // These start an operand or a comment of their own.
            if byte == 0x2D || byte == 0x2B {
                let previous = text[position - 1]
                let next = self.byte(1)
                guard byte == 0x2D, next == 0x3E || previous == 0x3C, next != 0x2D else { break }
            }
            if byte == 0x2F && self.byte(1) == 0x2A { break }
            if byte == 0x40, isNameStart(self.byte(1)) || self.byte(1) == 0x40 { break }
            if byte == 0x3A || byte == 0x24 || byte == 0x5C { break }
            if byte == 0x25 && self.byte(1) == 0x28 { break }
            if byte == 0x2A, text[position - 1] != 0x7E { break }
            position += 1
        }
        if position - start == 1 {
            switch text[start] {
            case 0x3D: return push(.equals, from: start)
            case 0x3C: return push(.less, from: start)
            case 0x3E: return push(.greater, from: start)
            case 0x3F: return push(.question, from: start)
            default: break
            }
        }
        push(.op, from: start)
    }

    private mutating func fixed(_ kind: TokenKind, _ length: Int, _ start: Int) {
        position += length
        push(kind, from: start)
    }

    /// `#x` and `##x`
    private mutating func hashName() {
        let start = position
        while byte(0) == 0x23 { position += 1 }
        while position < text.count, isNameByte(text[position]) || text[position] == 0x23 { position += 1 }
        let slice = UnsafeBufferPointer(rebasing: text[start..<position])
        push(.quoted, from: start, symbol: quotedSymbol(slice))
    }

    /// `@x`, `@@x`, and stages where the dialect has them.
    private mutating func atSign() -> Bool {
        let start = position
        let next = byte(1)
        if traits.stages, isNameStart(next) || next == 0x7E || next == 0x25 || next == 0x22 {
            position += 1
            while position < text.count, isStageByte(text[position]) { position += 1 }
            push(.stage, from: start)
            return true
        }
        var length = 1
        if next == 0x40 { length = 2 }
        guard isNameStart(byte(length)) || (byte(length) == 0x60) || isDigit(byte(length)) else { return false }
        position += length
        while position < text.count, isNameByte(text[position]) || text[position] == 0x60 { position += 1 }
        push(.variable, from: start)
        return true
    }

    private func isStageByte(_ byte: UInt8) -> Bool {
        isNameByte(byte) || byte == 0x2E || byte == 0x2F || byte == 0x7E || byte == 0x25 || byte == 0x22 || byte == 0x2D
            || byte == 0x3D || byte == 0x2B
    }

    /// `$1`, `$x`, `${x}`, `$$ … $$`, `$tag$ … $tag$`
    private mutating func dollar() -> Bool {
        let start = position
        if byte(1) == 0x7B {
            var end = position + 2
            while end < text.count, text[end] != 0x7D, text[end] != 0x0A { end += 1 }
            guard end < text.count, text[end] == 0x7D else { return false }
            position = end + 1
            problems.append(Problem(code: .template, start: start, end: position))
            push(.template, from: start)
            return true
        }
        if traits.dollarStrings, let end = dollarStringEnd() {
            position = end
            push(.string, from: start)
            return true
        }
        guard isNameByte(byte(1)), byte(1) != 0x24 else { return false }
        position += 1
        while position < text.count, isNameByte(text[position]) { position += 1 }
        push(.variable, from: start)
        return true
    }

    /// The end of a dollar-quoted string that starts here.
    private mutating func dollarStringEnd() -> Int? {
        guard openTags < 1000 else { return nil }
        var tagEnd = position + 1
        while tagEnd < text.count, isNameByte(text[tagEnd]), text[tagEnd] != 0x24 { tagEnd += 1 }
        guard tagEnd < text.count, text[tagEnd] == 0x24, !isDigit(byte(1)) else { return nil }
        let length = tagEnd - position + 1
        var index = tagEnd + 1
        while index + length <= text.count {
            if text[index] == 0x24, (0..<length).allSatisfy({ text[index + $0] == text[position + $0] }) {
                return index + length
            }
            index += 1
        }
        openTags += 1
        return nil
    }

    /// `%(x)s`
    private mutating func pythonParameter() -> Bool {
        let start = position
        var end = position + 2
        while end < text.count, isNameByte(text[end]) { end += 1 }
        guard end > position + 2, end + 1 < text.count, text[end] == 0x29, text[end + 1] | 0x20 == 0x73 else {
            return false
        }
        position = end + 2
        push(.variable, from: start)
        return true
    }
}
