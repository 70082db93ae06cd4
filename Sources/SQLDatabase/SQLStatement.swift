/// The row at which a statement stands; valid until the statement steps on or is reset.
///
/// Columns count from 0. Ask for the type that the column was declared with; NULL reads as 0, "" and no bytes, so
/// columns that may be NULL are asked with `isNull` or the `…OrNil` forms.
package protocol SQLRow: AnyObject {
    /// The number of columns in each row of the result.
    var columnCount: Int { get }
    func isNull(_ column: Int) -> Bool
    func int(_ column: Int) -> Int64
    func double(_ column: Int) -> Double
    /// The text of a column; bytes that are not UTF-8 are replaced.
    func text(_ column: Int) -> String
    func blob(_ column: Int) -> [UInt8]
    /// Lends the bytes of a column without copying them; they are valid only inside `body`.
    func withBlob<Result>(_ column: Int, _ body: (Span<UInt8>) throws -> Result) rethrows -> Result
    /// The value as the database stored it.
    func value(_ column: Int) -> SQLValue
}

extension SQLRow {
    package func intOrNil(_ column: Int) -> Int64? { isNull(column) ? nil : int(column) }
    package func doubleOrNil(_ column: Int) -> Double? { isNull(column) ? nil : double(column) }
    package func textOrNil(_ column: Int) -> String? { isNull(column) ? nil : text(column) }
    package func blobOrNil(_ column: Int) -> [UInt8]? { isNull(column) ? nil : blob(column) }
}

/// A prepared statement: bind the parameters, step through the rows, bind again.
///
/// The statement is the holder's alone; it returns to the cache of its connection when the last reference goes. It is
/// used and released on the thread that uses its connection. Parameters count from 1; those not bound since the last
/// `reset` are NULL. Binding never fails by itself: the first error of a binding is thrown by the next `step`.
///
/// ```swift
/// statement.bind(1, id)
/// while try statement.step() { names.append(statement.blob(0)) }
/// ```
package protocol SQLStatement: SQLRow {
    func bindNull(_ index: Int)
    func bind(_ index: Int, _ value: Int64)
    /// A value that is not a number becomes NULL.
    func bind(_ index: Int, _ value: Double)
    func bind(_ index: Int, _ value: String)
    func bind(_ index: Int, _ value: [UInt8])
    func bind(_ index: Int, _ value: ArraySlice<UInt8>)
    func bind(_ index: Int, _ value: Span<UInt8>)

    /// Moves to the next row, at first the first one.
    ///
    /// - Returns: false after the last row; the statement is then reset, ready to be bound anew.
    /// - Throws: ``DatabaseError``; the statement is reset.
    func step() throws -> Bool

    /// Executes to the end, passing over rows, and resets.
    ///
    /// - Returns: the number of rows that an INSERT, UPDATE or DELETE changed.
    @discardableResult func run() throws -> Int

    /// Executes to the end and resets, without waiting where the database is behind a connection.
    ///
    /// The effect is there for whatever the same connection executes next. An error may come later: with the next
    /// execution that waits, at the latest with `commit`.
    func enqueue() throws

    /// Leaves the current row, ends the execution and sets all parameters to NULL.
    func reset()
}

extension SQLStatement {
    @inline(__always) package func bind(_ index: Int, _ value: Int) { bind(index, Int64(value)) }
    package func bind(_ index: Int, _ value: Int64?) {
        if let value { bind(index, value) } else { bindNull(index) }
    }
    package func bind(_ index: Int, _ value: Double?) {
        if let value { bind(index, value) } else { bindNull(index) }
    }
    package func bind(_ index: Int, _ value: String?) {
        if let value { bind(index, value) } else { bindNull(index) }
    }
    package func bind(_ index: Int, _ value: [UInt8]?) {
        if let value { bind(index, value) } else { bindNull(index) }
    }
    package func bind(_ index: Int, _ value: SQLValue) {
        switch value {
        case .null: bindNull(index)
        case .integer(let value): bind(index, value)
        case .real(let value): bind(index, value)
        case .text(let value): bind(index, value)
        case .blob(let value): bind(index, value)
        }
    }

    /// Binds all of `values` to the parameters 1, 2, …
    package func bind(_ values: [SQLValue]) {
        for (offset, value) in values.enumerated() { bind(offset + 1, value) }
    }
}
