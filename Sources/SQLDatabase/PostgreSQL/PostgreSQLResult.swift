internal import CLibPQ

/// The rows that a statement answered, all of them in memory.
final class PostgreSQLResult {
    private let pq: LibPQ
    private let handle: OpaquePointer
    let rowCount: Int
    let columnCount: Int

    /// Takes over `handle`, a `PGresult`.
    init(_ pq: LibPQ, _ handle: OpaquePointer) {
        self.pq = pq
        self.handle = handle
        rowCount = Int(pq.functions.ntuples(handle))
        columnCount = Int(pq.functions.nfields(handle))
    }

    deinit { pq.functions.clear(handle) }

    /// The number of rows that a statement changed; of a query the number of its rows.
    var changedRows: Int { pq.functions.cmdTuples(handle).flatMap { Int(String(cString: $0)) } ?? 0 }

    /// What was done, such as `COMMIT`.
    var command: String { pq.functions.cmdStatus(handle).map { String(cString: $0) } ?? "" }

    private func has(_ row: Int, _ column: Int) -> Bool {
        row >= 0 && row < rowCount && column >= 0 && column < columnCount
    }

    func isNull(_ row: Int, _ column: Int) -> Bool {
        !has(row, column) || pq.functions.getisnull(handle, Int32(row), Int32(column)) != 0
    }

    /// The bytes of a value, valid as long as the result; none for NULL.
    func bytes(_ row: Int, _ column: Int) -> UnsafeBufferPointer<UInt8> {
        guard has(row, column), let start = pq.functions.getvalue(handle, Int32(row), Int32(column)) else {
            return UnsafeBufferPointer(start: nil, count: 0)
        }
        let count = Int(pq.functions.getlength(handle, Int32(row), Int32(column)))
        return UnsafeBufferPointer(start: UnsafeRawPointer(start).assumingMemoryBound(to: UInt8.self), count: count)
    }

    func value(_ row: Int, _ column: Int) -> SQLValue {
        if isNull(row, column) { return .null }
        let bytes = bytes(row, column)
        switch pq.functions.ftype(handle, Int32(column)) {
        case PostgreSQLType.int8, PostgreSQLType.int4, PostgreSQLType.int2, PostgreSQLType.bool:
            return .integer(Self.integer(bytes))
        case PostgreSQLType.float8: return .real(Double(bitPattern: UInt64(bitPattern: Self.integer(bytes))))
        case PostgreSQLType.float4:
            return .real(Double(Float(bitPattern: UInt32(truncatingIfNeeded: Self.integer(bytes)))))
        case PostgreSQLType.numeric:
            let number = PostgreSQLNumeric(bytes)
            return number.integer.map { .integer($0) } ?? .real(number.double)
        case PostgreSQLType.bytea: return .blob(Array(bytes))
        default: return .text(String(decoding: bytes, as: UTF8.self))
        }
    }

    func int(_ row: Int, _ column: Int) -> Int64 {
        guard has(row, column) else { return 0 }
        if pq.functions.ftype(handle, Int32(column)) == PostgreSQLType.int8 { return Self.integer(bytes(row, column)) }
        return switch value(row, column) {
        case .integer(let value): value
        case .real(let value): Int64(exactly: value.rounded(.towardZero)) ?? (value > 0 ? .max : value < 0 ? .min : 0)
        case .text(let text): Int64(text) ?? 0
        case .blob, .null: 0
        }
    }

    func double(_ row: Int, _ column: Int) -> Double {
        switch value(row, column) {
        case .integer(let value): Double(value)
        case .real(let value): value
        case .text(let text): Double(text) ?? 0
        case .blob, .null: 0
        }
    }

    func text(_ row: Int, _ column: Int) -> String {
        switch value(row, column) {
        case .text(let text): text
        case .integer(let value): String(value)
        case .real(let value): String(value)
        case .blob(let bytes): String(decoding: bytes, as: UTF8.self)
        case .null: ""
        }
    }

    /// A signed integer of 1, 2, 4 or 8 bytes, the highest first.
    private static func integer(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64 {
        var value: Int64 = bytes.first.map { $0 >= 0x80 && bytes.count > 1 ? -1 : 0 } ?? 0
        for byte in bytes { value = (value << 8) | Int64(byte) }
        return value
    }
}

/// A value of the type `numeric`, which sums of integers have.
///
/// Source: `numeric_send` of PostgreSQL: number of digits (base 10,000), weight of the first, sign, scale, digits.
struct PostgreSQLNumeric {
    private(set) var double: Double
    /// The value if it is whole and fits.
    private(set) var integer: Int64?

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        func word(_ index: Int) -> Int {
            index * 2 + 1 < bytes.count ? Int(bytes[index * 2]) << 8 | Int(bytes[index * 2 + 1]) : 0
        }
        let count = word(0)
        let weight = Int(Int16(truncatingIfNeeded: word(1)))
        let isNegative = word(2) == 0x4000
        guard word(2) == 0 || isNegative else {
            // Not a number, or infinite.
            double = .nan
            return
        }
        double = 0
        var whole: Int64? = 0
        for position in 0..<max(count, weight + 1) {
            let digit = position < count ? word(4 + position) : 0
            if position <= weight {
                double = double * 10_000 + Double(digit)
                whole = whole.flatMap { whole in
                    let (product, isOver) = whole.multipliedReportingOverflow(by: 10_000)
                    let (sum, isOverToo) = product.subtractingReportingOverflow(Int64(digit))
                    return isOver || isOverToo ? nil : sum
                }
            } else if digit != 0 {
                var scale = 1.0
                for _ in 0..<(position - weight) { scale *= 10_000 }
                double += Double(digit) / scale
                whole = nil
            }
        }
        if isNegative { double = -double }
        // Counted below zero, where there is one number more.
        integer = whole.flatMap { isNegative ? $0 : ($0 == .min ? nil : -$0) }
    }
}
