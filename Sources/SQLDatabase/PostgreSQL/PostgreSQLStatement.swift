/// A statement of PostgreSQL with its parameters and rows; prepared in the server once for each connection.
package final class PostgreSQLStatement: SQLStatement {
    private let wire: PostgreSQLWire
    private let plan: PreparedPlan
    private var parameters: ParameterBuffer
    private var result: PostgreSQLResult?
    private var row = -1

    init(_ plan: PreparedPlan, on wire: PostgreSQLWire) {
        self.wire = wire
        self.plan = plan
        parameters = ParameterBuffer(plan.positions)
    }

    // MARK: Binding

    package func bindNull(_ index: Int) {
        prepareToBind()
        parameters.bindNull(index)
    }

    package func bind(_ index: Int, _ value: Int64) {
        prepareToBind()
        parameters.bind(index, value)
    }

    package func bind(_ index: Int, _ value: Double) {
        prepareToBind()
        if value.isNaN { parameters.bindNull(index) } else { parameters.bind(index, value) }
    }

    package func bind(_ index: Int, _ value: String) {
        prepareToBind()
        var value = value
        value.withUTF8 { parameters.bind(index, PostgreSQLType.text, UnsafeRawBufferPointer($0)) }
    }

    package func bind(_ index: Int, _ value: [UInt8]) {
        prepareToBind()
        value.withUnsafeBytes { parameters.bind(index, PostgreSQLType.bytea, $0) }
    }

    package func bind(_ index: Int, _ value: ArraySlice<UInt8>) {
        prepareToBind()
        value.withUnsafeBytes { parameters.bind(index, PostgreSQLType.bytea, $0) }
    }

    package func bind(_ index: Int, _ value: Span<UInt8>) {
        prepareToBind()
        value.withUnsafeBytes { parameters.bind(index, PostgreSQLType.bytea, $0) }
    }

    private func prepareToBind() {
        if result != nil { reset() }
    }

    // MARK: Executing

    package func step() throws -> Bool {
        if result == nil {
            result = try execute()
            row = -1
        }
        row += 1
        if let result, row < result.rowCount { return true }
        reset()
        return false
    }

    @discardableResult
    package func run() throws -> Int {
        let result = try execute()
        reset()
        return result.columnCount > 0 && result.command.hasPrefix("SELECT") ? 0 : result.changedRows
    }

    package func enqueue() throws {
        defer { reset() }
        try wire.send(plan, parameters)
    }

    package func reset() {
        result = nil
        row = -1
        parameters.reset()
    }

    private func execute() throws -> PostgreSQLResult {
        do {
            return try wire.run(plan, parameters)
        } catch {
            reset()
            throw error
        }
    }

    // MARK: Columns

    package var columnCount: Int { result?.columnCount ?? 0 }

    package func isNull(_ column: Int) -> Bool { result?.isNull(row, column) ?? true }

    package func int(_ column: Int) -> Int64 { result?.int(row, column) ?? 0 }

    package func double(_ column: Int) -> Double { result?.double(row, column) ?? 0 }

    package func text(_ column: Int) -> String { result?.text(row, column) ?? "" }

    package func blob(_ column: Int) -> [UInt8] { result.map { Array($0.bytes(row, column)) } ?? [] }

    package func withBlob<Result>(_ column: Int, _ body: (Span<UInt8>) throws -> Result) rethrows -> Result {
        let held = result
        defer { withExtendedLifetime(held) {} }
        let bytes = held?.bytes(row, column) ?? UnsafeBufferPointer(start: nil, count: 0)
        return try body(bytes.span)
    }

    package func value(_ column: Int) -> SQLValue { result?.value(row, column) ?? .null }
}
