/// Turns what a resolver has found into names.
struct ResultBuilder {
    private let resolver: Resolver
    private var tableNames: [SQLLineageResult.TableName?]
    private var texts: [UInt32: String] = [:]

    init(_ resolver: Resolver) {
        self.resolver = resolver
        tableNames = Array(repeating: nil, count: resolver.tables.entries.count)
    }

    mutating func build(statementCount: Int) -> SQLLineageResult {
        var result = SQLLineageResult(
            inputs: [], outputs: [], temporary: [], intermediate: [], columns: [], indirect: [], diagnostics: [],
            completeness: .full, dialect: resolver.dialect, statementCount: statementCount)
        for (index, entry) in resolver.tables.entries.enumerated() {
            let id = Int32(index)
            if entry.isTemporary { result.temporary.append(table(id)) }
            if entry.isInput { result.inputs.append(table(id)) }
            if entry.isOutput { result.outputs.append(table(id)) }
            if entry.isInput, entry.isOutput, entry.isWritten, statementCount > 1 {
                result.intermediate.append(table(id))
            }
        }
        result.columns = columns()
        result.indirect = indirect()
        result.diagnostics = diagnostics()
        result.completeness = completeness(result)
        result.findings = resolver.findings
        return result
    }

    private func completeness(_ result: SQLLineageResult) -> SQLLineageResult.Completeness {
        let damaged = result.diagnostics.contains {
            $0.severity == .error
                && ($0.code == .syntax || $0.code == .unknownStatement || $0.code == .limit || $0.code == .unterminated)
        }
        if damaged {
            return result.inputs.isEmpty && result.outputs.isEmpty
                ? .none : result.columns.isEmpty ? .tablesOnly : .columnsPartial
        }
        return resolver.hasOpenStar || resolver.lostColumns || !result.diagnostics.isEmpty ? .columnsPartial : .full
    }

    // MARK: Columns

    private mutating func columns() -> [SQLLineageResult.OutputColumn] {
        var result: [SQLLineageResult.OutputColumn] = []
        result.reserveCapacity(resolver.outputColumns.count)
        // The same name twice is one column with the sources of both.
        var positions: [UInt64: Int] = [:]
        let many = resolver.outputColumns.count > 16
        for output in resolver.outputColumns {
            let key = UInt64(UInt32(bitPattern: output.table)) << 32 | UInt64(output.name)
            if many {
                if let position = positions[key] {
                    merge(output, into: &result[position])
                    continue
                }
                positions[key] = result.count
            } else if let position = positions.isEmpty ? earlier(output, result.count) : nil {
                merge(output, into: &result[position])
                continue
            }
            firsts.append((output.table, output.name))
            result.append(
                SQLLineageResult.OutputColumn(column: column(output.table, output.name), inputs: inputs(output.edges)))
        }
        return result
    }

    private var firsts: [(Int32, UInt32)] = []

    private func earlier(_ output: Resolver.OutputColumn, _ count: Int) -> Int? {
        firsts.firstIndex { $0.0 == output.table && $0.1 == output.name }
    }

    private mutating func merge(_ output: Resolver.OutputColumn, into column: inout SQLLineageResult.OutputColumn) {
        for input in inputs(output.edges) {
            if let index = column.inputs.firstIndex(where: { $0.column == input.column }) {
                for kind in input.transformations where !column.inputs[index].transformations.contains(kind) {
                    column.inputs[index].transformations.append(kind)
                }
            } else {
                column.inputs.append(input)
            }
        }
    }

    private mutating func inputs(_ set: EdgeSetID) -> [SQLLineageResult.InputEdge] {
        let range = resolver.edges.range(set)
        var result: [SQLLineageResult.InputEdge] = []
        result.reserveCapacity(range.count)
        for index in range {
            let edge = resolver.edges.edge(index)
            let pair = resolver.columns.pairs[Int(edge.column)]
            result.append(
                SQLLineageResult.InputEdge(
                    column: column(Int32(bitPattern: pair.0), pair.1), transformations: ResultBuilder.kinds(edge.kinds))
            )
        }
        return result
    }

    static func kinds(_ bits: UInt16) -> [SQLLineageResult.Transformation] {
        if bits < 32 { return plainKinds[Int(bits)] }
        var result = plainKinds[Int(bits & EdgeKinds.all)]
        for (offset, kind) in SQLLineageResult.Transformation.Kind.allCases.enumerated()
        where bits & (1 << (UInt16(offset) + EdgeKinds.maskShift)) != 0 {
            result.append(SQLLineageResult.Transformation(kind: kind, masking: true))
        }
        return result
    }

    private static let plainKinds: [[SQLLineageResult.Transformation]] = (0..<32).map { bits in
        SQLLineageResult.Transformation.Kind.allCases.enumerated().compactMap { offset, kind in
            bits & (1 << offset) != 0 ? SQLLineageResult.Transformation(kind: kind, masking: false) : nil
        }
    }

    private mutating func indirect() -> [SQLLineageResult.IndirectEdge] {
        var scratch = resolver.indirect
        var store = EdgeStore()
        let set = store.add(&scratch, from: 0)
        var result: [SQLLineageResult.IndirectEdge] = []
        for index in store.range(set) {
            let edge = store.edge(index)
            let pair = resolver.columns.pairs[Int(edge.column)]
            let name = column(Int32(bitPattern: pair.0), pair.1)
            for (offset, kind) in SQLLineageResult.IndirectEdge.Kind.allCases.enumerated()
            where edge.kinds & (1 << offset) != 0 {
                result.append(SQLLineageResult.IndirectEdge(column: name, kind: kind))
            }
        }
        return result
    }

    // MARK: Names

    private mutating func column(_ table: Int32, _ name: UInt32) -> SQLLineageResult.ColumnName {
        SQLLineageResult.ColumnName(table: table < 0 ? nil : self.table(table), name: text(name))
    }

    private mutating func table(_ id: Int32) -> SQLLineageResult.TableName {
        if let known = tableNames[Int(id)] { return known }
        let entry = resolver.tables.entries[Int(id)]
        var parts: [String] = []
        for name in entry.names {
            parts.append(entry.isLocation ? resolver.parser.symbols.text(name) : text(name))
        }
        let result = SQLLineageResult.TableName(parts: parts, isLocation: entry.isLocation)
        tableNames[Int(id)] = result
        return result
    }

    /// A symbol as the dialect writes it.
    private mutating func text(_ symbol: UInt32) -> String {
        if let known = texts[symbol] { return known }
        var text = resolver.parser.symbols.text(symbol)
        if resolver.traits.nameCase == .upper, !resolver.parser.symbols.isVariant(symbol) { text = text.uppercased() }
        texts[symbol] = text
        return text
    }

    // MARK: Diagnostics

    private func diagnostics() -> [SQLDiagnostic] {
        var result: [SQLDiagnostic] = []
        for problem in resolver.parser.problems + resolver.problems where result.count < Limits.diagnosticsMax {
            let diagnostic = SQLDiagnostic(problem)
            if !result.contains(diagnostic) { result.append(diagnostic) }
        }
        return result
    }
}

extension SQLDiagnostic {
    init(_ problem: Problem) {
        let (severity, message): (Severity, String) =
            switch problem.code {
            case .unterminated: (.error, "The string, comment or name has no end.")
            case .template: (.error, "A template expression is left in the text; its value is not known.")
            case .syntax: (.error, "This could not be read and was skipped.")
            case .unknownStatement: (.error, "This statement is not known; only its tables were collected.")
            case .limit: (.error, "This is nested too deeply or too large to be followed.")
            case .unknownColumn: (.error, "No table in sight has this column.")
            case .ambiguousColumn: (.error, "Several tables in sight may have this column.")
            case .candidates: (.warning, "Several tables whose columns are not known may have this column.")
            case .unknownQualifier: (.error, "Nothing in sight bears this name.")
            case .columnCount: (.error, "The branches of the set operation have different numbers of columns.")
            case .openStar: (.warning, "The columns behind this star are not known.")
            }
        self.init(
            code: problem.code, severity: severity, message: message,
            range: problem.start..<max(problem.start, problem.end))
    }
}
