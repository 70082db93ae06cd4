/// MATCH_RECOGNIZE.
extension Parser {
    /// MATCH_RECOGNIZE ( PARTITION BY … MEASURES e AS a, … PATTERN (…) DEFINE … )
    mutating func matchRecognize(_ source: NodeID) -> NodeID {
        let start = index
        advance()
        advance()
        var children = ChildList()
        while !atEnd, !at(.rightParen), !at(.semicolon) {
            switch token.keyword {
            case .measures:
                let from = index
                advance()
                var measures = ChildList()
                repeat {
                    skip(.final)
                    tree.append(item(), to: &measures)
                } while accept(.comma)
                tree.append(add(.items, from: from, measures), to: &children)
            case .partition:
                tree.append(expressionList(.groupBy), to: &children)
            case .order:
                tree.append(expressionList(.orderBy), to: &children)
            case .pattern, .subset:
                advance()
                skipPattern()
            case .define:
                let from = index
                advance()
                var conditions = ChildList()
                repeat {
                    guard isName else { break }
                    advance()
                    guard accept(.as) else { break }
                    tree.append(expression(), to: &conditions)
                } while accept(.comma)
                tree.append(add(.whereClause, from: from, conditions), to: &children)
            default: advance()
            }
        }
        _ = accept(.rightParen)
        return wrap(source, .matchRecognize, from: start, children)
    }

    mutating func skipPattern() {
        if at(.leftParen) {
            _ = skipBrackets()
        } else {
            while !atEnd, !at(.define), !at(.rightParen), !at(.semicolon) {
                if at(.leftParen) { _ = skipBrackets() } else { advance() }
            }
        }
    }
}
