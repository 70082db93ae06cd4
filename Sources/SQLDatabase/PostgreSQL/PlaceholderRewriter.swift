/// SQL as we write it for all databases, in the spelling of PostgreSQL.
///
/// Our placeholders `?1` … `?n` become `$1`, `$2`, … in the order of their first use: PostgreSQL asks for the type of
/// every number up to the highest, also of those that do not occur. The type `BLOB` becomes `BYTEA`.
struct PostgreSQLText {
    let sql: String
    /// For each of our placeholders, from 1 on, the position of its parameter; nil if it does not occur.
    let positions: [Int?]

    init(_ text: String) {
        var output: [UInt8] = []
        var positions: [Int?] = []
        var count = 0
        let bytes = Array(text.utf8)
        output.reserveCapacity(bytes.count)
        var position = 0
        while position < bytes.count {
            let end = Self.endOfQuoted(bytes, at: position)
            if end > position {
                output += bytes[position..<end]
                position = end
                continue
            }
            var digits = position + 1
            var number = 0
            while bytes[position] == UInt8(ascii: "?"), digits < bytes.count, Self.isDigit(bytes[digits]),
                number < 10_000
            {
                number = number * 10 + Int(bytes[digits] - UInt8(ascii: "0"))
                digits += 1
            }
            if number > 0 {
                while positions.count < number { positions.append(nil) }
                if positions[number - 1] == nil {
                    positions[number - 1] = count
                    count += 1
                }
                output += Array("$\((positions[number - 1] ?? 0) + 1)".utf8)
                position = digits
            } else if Self.isBlobType(bytes[position...]) {
                output += Array("BYTEA)".utf8)
                position += 5
            } else {
                output.append(bytes[position])
                position += 1
            }
        }
        sql = String(decoding: output, as: UTF8.self)
        self.positions = positions
    }

    /// Only casts name a type in a query: `CAST('…' AS BLOB)`.
    private static func isBlobType(_ rest: ArraySlice<UInt8>) -> Bool { rest.starts(with: Array("BLOB)".utf8)) }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    /// The end of the literal, quoted name or comment that begins at `start`; `start` if none does.
    private static func endOfQuoted(_ bytes: [UInt8], at start: Int) -> Int {
        switch bytes[start] {
        case UInt8(ascii: "'"), UInt8(ascii: "\""):
            // A doubled quote ends one literal and begins the next, which comes to the same.
            let end = bytes[(start + 1)...].firstIndex(of: bytes[start])
            return end.map { $0 + 1 } ?? bytes.count
        case UInt8(ascii: "-") where start + 1 < bytes.count && bytes[start + 1] == UInt8(ascii: "-"):
            return bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        default:
            return start
        }
    }
}
