package import JSONBytes
package import OpenLineage

/// Typed query parameters. Each method names the parameter in the 400 that it throws for a value it cannot read.
extension RequestContext {
    /// The first value of `name`; nil if it was not sent.
    package func query(_ name: String) -> ByteString? {
        queryItems.first(name)
    }

    /// All values of `name`, in order.
    package func queryAll(_ name: String) -> [ByteString] {
        queryItems.all(name)
    }

    /// The first value of `name`.
    ///
    /// - Throws: 400 in Marquez's words if it is missing or blank.
    package func required(_ name: String) throws -> ByteString {
        guard let value = query(name) else {
            throw HTTPError.invalidParameters(["query param \(name) must not be null"])
        }
        guard value.bytes.contains(where: { $0 > 0x20 }) else {
            throw HTTPError.invalidParameters(["query param \(name) must not be blank"])
        }
        return value
    }

    /// A whole number; `fallback` if it was not sent or is empty. A number above `range` becomes the largest one.
    ///
    /// - Throws: 400 for text that is no number, and for a number below `range`.
    package func int(_ name: String, default fallback: Int, in range: ClosedRange<Int>) throws -> Int {
        guard let value = query(name), !value.isEmpty else { return fallback }
        let text = value.string
        guard let number = Int(text) else {
            if Self.isHugeNumber(text) { return range.upperBound }
            throw HTTPError.badRequest("query param \(name) must be a whole number", id: "invalid-parameter")
        }
        guard number >= range.lowerBound else {
            throw HTTPError.invalidParameters([
                "query param \(name) must be greater than or equal to \(range.lowerBound)"
            ])
        }
        return min(number, range.upperBound)
    }

    /// How many rows to answer: `limit`, from 0 to `rowsMax`.
    package func limit(default fallback: Int = 100, max rowsMax: Int = Limits.pageRowsMax) throws -> Int {
        try int("limit", default: fallback, in: 0...rowsMax)
    }

    /// How many rows to skip: `offset`, from 0.
    package func offset() throws -> Int {
        try int("offset", default: 0, in: 0...Int(Int32.max))
    }

    /// Refuses `asOf` where the answer is not kept for every time: what looks like the past must be the past.
    ///
    /// - Throws: 400 if it was sent.
    package func refuseTime() throws {
        guard let time = query("asOf"), !time.isEmpty else { return }
        throw HTTPError.badRequest(
            "query param asOf is not supported here: this answer is only known for the present", id: "no-past")
    }

    /// A truth value in any case, as Python writes it too: true, false, 1, 0, yes, no, on, off; a name without value
    /// is true.
    ///
    /// - Throws: 400 for other text.
    package func bool(_ name: String, default fallback: Bool = false) throws -> Bool {
        guard let value = query(name) else { return fallback }
        switch value.string.lowercased() {
        case "", "true", "1", "yes", "on", "t", "y": return true
        case "false", "0", "no", "off", "f", "n": return false
        default: throw HTTPError.badRequest("query param \(name) must be true or false", id: "invalid-parameter")
        }
    }

    /// A point in time, in any form that events may have; nil if it was not sent or is empty.
    ///
    /// - Throws: 400 for text that is no time.
    package func instant(_ name: String) throws -> EventTime? {
        guard let value = query(name), !value.isEmpty else { return nil }
        if let (time, _) = EventTime.parse(value) { return time }
        // An offset whose plus was not encoded arrives as a space: 2026-01-01T00:00:00 01:00.
        let plus = ByteString(bytes: value.bytes.map { $0 == UInt8(ascii: " ") ? UInt8(ascii: "+") : $0 })
        if let (time, _) = EventTime.parse(plus) { return time }
        throw HTTPError.badRequest(
            "query param \(name) must be a time such as 2026-01-31T12:00:00Z", id: "invalid-parameter")
    }

    /// One of a fixed set, compared without case and with `-` and `.` as `_`; nil if it was not sent or is empty.
    ///
    /// - Throws: 400 with the list for other text.
    package func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, of type: Choice.Type = Choice.self
    ) throws -> Choice? where Choice.RawValue == String {
        guard let value = query(name), !value.isEmpty else { return nil }
        return try Self.choice(value, name: name)
    }

    /// Some of a fixed set: the parameter repeated, or values separated by commas; empty if it was not sent.
    ///
    /// - Throws: 400 with the list for other text.
    package func choices<Choice: RawRepresentable & CaseIterable>(
        _ name: String, of type: Choice.Type = Choice.self
    ) throws -> [Choice] where Choice.RawValue == String {
        try queryAll(name)
            .flatMap { $0.bytes.split(separator: UInt8(ascii: ",")) }
            .map { try Self.choice(ByteString(bytes: Array($0)), name: name) }
    }

    private static func choice<Choice: RawRepresentable & CaseIterable>(
        _ value: ByteString, name: String
    ) throws -> Choice where Choice.RawValue == String {
        let wanted = folded(value.string)
        if let found = Choice.allCases.first(where: { folded($0.rawValue) == wanted }) { return found }
        let list = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        throw HTTPError.badRequest("query param \(name) must be one of [\(list)]", id: "invalid-parameter")
    }

    private static func folded(_ text: String) -> [UInt8] {
        text.uppercased().utf8.filter { $0 > 0x20 }
            .map { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") ? UInt8(ascii: "_") : $0 }
    }

    private static func isHugeNumber(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
