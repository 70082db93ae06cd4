/// Strings and quoted names.
extension Lexer {
    /// Reads `N'x'`, `E'x'`, `b"x"`, `q'[x]'` … if the word before the current position is the prefix of a string.
    mutating func stringPrefix(_ start: Int) -> Bool {
        let quote = text[position]
        guard quote == 0x27 || (quote == 0x22 && traits.doubleQuoteIsString) else {
            return unicodeName(start)
        }
        let first = text[start] | 0x20
        let second = position - start == 2 ? text[start + 1] | 0x20 : 0
        switch (first, second) {
        case (0x71, 0), (0x6E, 0x71):  // q, nq
            guard traits.quoteOperator, quote == 0x27 else { return false }
            quoteOperator(from: start)
            return true
        case (0x65, 0):  // e
            string(from: start, quote: quote, escapes: true)
            return true
        case (0x72, 0), (0x72, 0x62), (0x62, 0x72):  // r, rb, br
            string(from: start, quote: quote, escapes: traits.tripleQuotes)
            return true
        case (0x6E, 0), (0x62, 0), (0x78, 0):  // n, b, x
            string(from: start, quote: quote)
            return true
        default: return false
        }
    }

    /// `U&"x"` and `U&'x'`.
    private mutating func unicodeName(_ start: Int) -> Bool {
        guard position - start == 1, text[start] | 0x20 == 0x75, byte(0) == 0x26, byte(1) == 0x27 || byte(1) == 0x22
        else { return false }
        position += 1
        if text[position] == 0x27 { string(from: start, quote: 0x27) } else { quotedName(close: 0x22) }
        return true
    }

    /// Reads a string; the current position is at its opening quote.
    mutating func string(from start: Int, quote: UInt8, escapes: Bool? = nil) {
        let escapes = escapes ?? traits.backslashEscapes
        if traits.tripleQuotes, byte(1) == quote, byte(2) == quote {
            tripleQuoted(from: start, quote: quote)
            return
        }
        let open = position
        position += 1
        if hasDoubledQuotes, quote == 0x27, byte(0) == 0x27 { return doubledString(from: start) }
        while position < text.count {
            let byte = text[position]
            if byte == quote {
                position += 1
                guard self.byte(0) == quote else { return push(.string, from: start) }
            } else if byte == 0x5C, escapes {
                position += 1
            }
            position += 1
        }
        closeAtEndOfLine(open, .string, from: start)
    }

    /// `''x''` in a string; the current position is at the second quote.
    private mutating func doubledString(from start: Int) {
        position += 1
        let open = position
        while position < text.count {
            if text[position] == 0x27, byte(1) == 0x27 {
                position += 2
                return push(.string, from: start)
            }
            position += 1
        }
        closeAtEndOfLine(open - 1, .string, from: start)
    }

    private mutating func tripleQuoted(from start: Int, quote: UInt8) {
        let open = position
        position += 3
        while position < text.count {
            if text[position] == 0x5C {
                position += 2
                continue
            }
            if text[position] == quote, byte(1) == quote, byte(2) == quote {
                position += 3
                return push(.string, from: start)
            }
            position += 1
        }
        closeAtEndOfLine(open, .string, from: start)
    }

    /// Ends what has no closing quote at the end of its line.
    private mutating func closeAtEndOfLine(_ open: Int, _ kind: TokenKind, from start: Int) {
        position = open + 1
        while position < text.count, text[position] != 0x0A { position += 1 }
        markUnterminated(start)
        push(kind, from: start)
    }

    /// Oracle's `q'[ … ]'`.
    private mutating func quoteOperator(from start: Int) {
        let open = position
        let delimiter = byte(1)
        let close: UInt8 =
            switch delimiter {
            case 0x5B: 0x5D
            case 0x7B: 0x7D
            case 0x28: 0x29
            case 0x3C: 0x3E
            default: delimiter
            }
        position += 2
        while position < text.count {
            if text[position] == close, byte(1) == 0x27 {
                position += 2
                return push(.string, from: start)
            }
            position += 1
        }
        closeAtEndOfLine(open, .string, from: start)
    }

    /// Reads `"x"`, `` `x` `` or `[x]`; the current position is at the opening character.
    mutating func quotedName(close: UInt8) {
        let start = position
        position += 1
        let from = position
        var doubled = false
        while position < text.count, text[position] != close || byte(1) == close {
            if text[position] == close {
                doubled = true
                position += 1
            } else if text[position] == 0x5C, traits.nameCase == .asWritten {
                position += 1
            } else if text[position] == 0x0A, position - from > Limits.nameBytesMax {
                break
            }
            position += 1
        }
        guard position < text.count, text[position] == close else {
            return closeAtEndOfLine(from - 1, .quoted, from: start)
        }
        let name = UnsafeBufferPointer(rebasing: text[from..<position])
        position += 1
        let symbol =
            doubled
            ? undoubled(name, close).withUnsafeBufferPointer { quotedSymbol($0) } : quotedSymbol(name)
        push(.quoted, from: start, symbol: symbol)
    }

    private func undoubled(_ name: UnsafeBufferPointer<UInt8>, _ close: UInt8) -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while index < name.count {
            result.append(name[index])
            index += name[index] == close ? 2 : 1
        }
        return result
    }

    /// The symbol of a quoted name under the dialect's rule for case.
    mutating func quotedSymbol(_ name: UnsafeBufferPointer<UInt8>) -> UInt32 {
        let base = symbols.base(name, hash: SymbolStore.hash(name))
        switch traits.nameCase {
        case .insensitive: return base
        case .lower, .asWritten, .tablesAsWritten:
            return name.contains { $0 >= 65 && $0 <= 90 } ? symbols.variant(name, base: base) : base
        case .upper:
            return name.contains { $0 >= 97 && $0 <= 122 } ? symbols.variant(name, base: base) : base
        }
    }
}
