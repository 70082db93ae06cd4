/// Names of tables.
extension Parser {
    /// Reads the name of a table into a node of kind `table`; its names stay empty if none can be told.
    mutating func tableName() -> NodeID {
        let start = index
        if at(.identifier), peek().kind == .leftParen { return identifierFunction() }
        let mark = tree.names.count
        var unknown = false
        var isQuotedPath = false
        while true {
            switch token.kind {
            case .word, .quoted:
                isQuotedPath = isQuotedPath || at(.quoted)
                tree.names.append(namePart(&unknown))
            case .template:
                tree.names.append(templatePart(&unknown))
            case .variable:
                unknown = true
                tree.names.append(symbols.base("?"))
                advance()
            case .string where tree.names.count > mark:
                tree.names.append(stringSymbol(token))
                advance()
            case .star where tree.names.count > mark && dialect == .bigquery:
                tree.names.append(symbols.base("*"))
                advance()
            case .number where tree.names.count > mark:
                tree.names.append(symbol(Int(token.start)..<Int(token.end)))
                advance()
            default:
                return finishName(from: start, mark, unknown, isQuotedPath)
            }
            if at(.dot) {
                if peek().kind == .dot {
                    // `db..table`
                    advance()
                }
                advance()
            } else if at(.colon), peek().kind == .word, !token.hasSpaceBefore, dialect == .hive || dialect == .athena {
                advance()
            } else {
                break
            }
        }
        // `t@dblink`, `t@branch`
        if at(.variable), !token.hasSpaceBefore {
            advance()
            while at(.dot), peek().kind == .word { move(to: index + 2) }
        }
        return finishName(from: start, mark, unknown, isQuotedPath)
    }

    private mutating func finishName(from start: Int, _ mark: Int, _ unknown: Bool, _ quoted: Bool) -> NodeID {
        if quoted, traits.tripleQuotes || traits.doubleQuoteIsString {
            if let location = filePath(from: start, mark) { return location }
            let count = tree.names.count
            splitQuoted(mark)
            if tree.names.count != count {
                return add(.table, from: start, namesSince: mark, flags: NodeFlag.parenthesised)
            }
        }
        return add(.table, from: start, namesSince: mark, flags: unknown ? NodeFlag.unknownName : 0)
    }

    /// Spark: parquet.`path`
    private mutating func filePath(from start: Int, _ mark: Int) -> NodeID? {
        guard dialect == .spark || dialect == .databricks, tree.names.count == mark + 2, tokens[start].kind == .word,
            start + 2 < tokens.count, tokens[start + 2].kind == .quoted
        else { return nil }
        switch symbols.text(symbols.lower(tree.names[mark])) {
        case "parquet", "csv", "json", "orc", "avro", "delta", "text", "binaryfile": break
        default: return nil
        }
        return add(.location, from: start + 2)
    }

    /// One part of a name, with dashes and templates glued to it.
    private mutating func namePart(_ unknown: inout Bool) -> UInt32 {
        let start = token
        advance()
        var end = start.end
        var glued = false
        while token.start == end {
            if at(.dash), traits.dashedNames, start.kind == .word, peek().start == token.end,
                peek().kind == .word || peek().kind == .number
            {
                advance()
                end = token.end
                // The number token of `a-1.b` may hold the dot.
                if at(.number), text[Int(token.end) - 1] == 0x2E {
                    return splitNumber(start)
                }
                advance()
                glued = true
            } else if at(.template) {
                unknown = true
                end = token.end
                advance()
                glued = true
            } else if at(.word), glued {
                end = token.end
                advance()
            } else {
                break
            }
        }
        guard glued else { return start.symbol }
        return gluedSymbol(Int(start.start)..<Int(end))
    }

    /// `a-1.b`: the lexer took `1.` for a number.
    private mutating func splitNumber(_ start: Token) -> UInt32 {
        let result = symbol(Int(start.start)..<Int(token.end) - 1)
        // Leave a dot behind: the token becomes one.
        tokens[index].kind = .dot
        tokens[index].start = token.end - 1
        token = tokens[index]
        return result
    }

    /// A name with templates in it: each stands as `?`.
    private mutating func gluedSymbol(_ range: Range<Int>) -> UInt32 {
        var bytes: [UInt8] = []
        var position = range.lowerBound
        while position < range.upperBound {
            let isBrace =
                text[position] == 0x7B
                || (text[position] == 0x24 && position + 1 < range.upperBound && text[position + 1] == 0x7B)
            if isBrace {
                bytes.append(0x3F)
                var close = position + 1
                while close < range.upperBound, text[close] != 0x7D { close += 1 }
                while close < range.upperBound, text[close] == 0x7D { close += 1 }
                position = close
            } else {
                bytes.append(text[position])
                position += 1
            }
        }
        return bytes.withUnsafeBufferPointer { symbols.exact($0) }
    }

    /// The part of a name that a template stands for: the argument of `ref` or `source`, else `?`.
    private mutating func templatePart(_ unknown: inout Bool) -> UInt32 {
        let names = templateNames(token)
        var end = token.end
        advance()
        var glued = false
        while token.start == end, at(.word) || at(.template) {
            end = token.end
            advance()
            glued = true
        }
        if names.isEmpty || glued {
            unknown = true
            return symbols.base("?")
        }
        for name in names.dropLast() { tree.names.append(name) }
        return names[names.count - 1]
    }

    /// The string arguments of `{{ ref('a', 'b') }}` and `{{ source('a', 'b') }}`.
    private mutating func templateNames(_ token: Token) -> [UInt32] {
        var position = Int(token.start) + 2
        while position < Int(token.end), text[position] == 0x20 || text[position] == 0x2D || text[position] == 0x0A {
            position += 1
        }
        func starts(_ word: StaticString) -> Bool {
            let length = word.utf8CodeUnitCount
            guard position + length < Int(token.end) else { return false }
            return (0..<length).allSatisfy { text[position + $0] == word.utf8Start[$0] }
        }
        let isRef = starts("ref")
        guard isRef || starts("source") else { return [] }
        var result: [UInt32] = []
        while position < Int(token.end) {
            let quote = text[position]
            position += 1
            guard quote == 0x27 || quote == 0x22 else { continue }
            let from = position
            while position < Int(token.end), text[position] != quote { position += 1 }
            result.append(symbol(from..<position))
            position += 1
        }
        // `ref('package', 'model')` names the model only.
        return isRef ? Array(result.suffix(1)) : result
    }

    /// IDENTIFIER('a.b'), IDENTIFIER(a.b), IDENTIFIER(:x)
    private mutating func identifierFunction() -> NodeID {
        let start = index
        advance()
        advance()
        let mark: Int
        if at(.string), peek().kind == .rightParen {
            mark = splitString(token)
            move(to: index + 2)
        } else if isName, closesAfterName() {
            let table = tableName()
            _ = accept(.rightParen)
            return table
        } else {
            mark = tree.names.count
            move(to: index - 1)
            _ = skipBrackets()
            return add(.table, from: start, namesSince: mark, flags: NodeFlag.unknownName)
        }
        return add(.table, from: start, namesSince: mark)
    }

    private func closesAfterName() -> Bool {
        var position = index + 1
        while position + 1 < tokens.count, tokens[position].kind == .dot { position += 2 }
        return position < tokens.count && tokens[position].kind == .rightParen
    }

    /// Pushes the parts of a name given as a string.
    mutating func splitString(_ token: Token) -> Int {
        let mark = tree.names.count
        var start = Int(token.start) + 1
        let end = Int(token.end) - 1
        var position = start
        while position < end {
            if text[position] == 0x22 || text[position] == 0x60 {
                let quote = text[position]
                let from = position + 1
                position += 1
                while position < end, text[position] != quote { position += 1 }
                tree.names.append(quotedSymbol(from..<position))
                position += 1
                if position < end, text[position] == 0x2E { position += 1 }
                start = position
            } else if text[position] == 0x2E {
                tree.names.append(wordSymbol(start..<position))
                position += 1
                start = position
            } else {
                position += 1
            }
        }
        if start < end { tree.names.append(wordSymbol(start..<end)) }
        return mark
    }

    private mutating func quotedSymbol(_ range: Range<Int>) -> UInt32 { symbol(range) }

    private mutating func wordSymbol(_ range: Range<Int>) -> UInt32 {
        let slice = UnsafeBufferPointer(rebasing: text[range])
        switch traits.nameCase {
        case .asWritten, .tablesAsWritten: return symbols.exact(slice)
        default: return symbols.base(slice, hash: SymbolStore.hash(slice))
        }
    }

    /// BigQuery and Spark allow `` `a.b.c` `` for three parts; `$` starts a partition decorator.
    private mutating func splitQuoted(_ mark: Int) {
        let parts = Array(tree.names[mark...])
        guard dialect == .bigquery,
            parts.contains(where: { symbols.text($0).utf8.contains { $0 == 0x2E || $0 == 0x24 } })
        else { return }
        tree.names.removeSubrange(mark...)
        for part in parts {
            var text = symbols.text(part)
            if let decorator = text.firstIndex(of: "$") { text = String(text[..<decorator]) }
            for piece in text.split(separator: ".") {
                var piece = String(piece)
                tree.names.append(piece.withUTF8 { symbols.exact($0) })
            }
        }
    }
}
