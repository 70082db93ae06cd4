import OpenLineage

/// Times as events spell them.
enum EventTimes {
    static func text(_ nanoseconds: Int64) -> String { EventTime(nanoseconds: nanoseconds).description }
}
