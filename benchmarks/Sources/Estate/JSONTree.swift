/// A JSON value as it is built for an event; members keep the order in which they were written down.
indirect enum JSONTree: Sendable {
    case object([(String, JSONTree)])
    case array([JSONTree])
    case text(String)
    case number(Int)
    case bool(Bool)
    /// Filled in for each run.
    case hole(EventHole)
}

/// What differs between two runs of one job.
public enum EventHole: UInt8, Sendable {
    case runID, parentRunID, rootRunID
    case eventTime, startTime, nominalStart, nominalEnd
    /// A row count, a size in bytes, a number of files or milliseconds, an attempt.
    case rows, bytes, files, milliseconds
    /// Text identifiers of the platform: a query, an application, a snapshot.
    case queryID, snapshot
}

extension JSONTree: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    init(stringLiteral value: String) { self = .text(value) }
    init(integerLiteral value: Int) { self = .number(value) }
    init(booleanLiteral value: Bool) { self = .bool(value) }
    init(arrayLiteral elements: JSONTree...) { self = .array(elements) }
    init(dictionaryLiteral elements: (String, JSONTree)...) { self = .object(elements) }
}

/// How a client library spells JSON: they differ, and a store sees all of them.
enum JSONSpelling: Sendable {
    /// Members sorted by name, a space after `:` and `,`, times as `…123456+00:00`.
    case python
    /// Members as written, no spaces, times as `…123Z`.
    case java
}
