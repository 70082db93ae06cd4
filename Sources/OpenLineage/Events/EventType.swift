public import JSONBytes

/// What an event says about its run, in the order in which simultaneous events count.
///
/// The raw value is the rank: of two events with the same time, the one with the greater rank is the later one. Airflow,
/// for example, gives START and COMPLETE of a statement the same time.
/// - Source: OpenLineage 2-0-2, `RunEvent.eventType`; matched without regard to case, as Marquez does.
public enum EventType: UInt8, Sendable, Comparable, CaseIterable {
    case start = 0
    case running = 1
    case other = 2
    /// No `eventType` at all; so it is for job and dataset events.
    case absent = 3
    case abort = 4
    case complete = 5
    case fail = 6

    /// Reads the text of `eventType`; nil if the specification has no such type.
    public init?(text: ByteString) {
        guard let match = EventType.allCases.first(where: { $0.text.map(text.isWord) ?? false }) else { return nil }
        self = match
    }

    /// The text in the specification's spelling; nil for ``absent``.
    public var text: String? {
        switch self {
        case .start: "START"
        case .running: "RUNNING"
        case .other: "OTHER"
        case .absent: nil
        case .abort: "ABORT"
        case .complete: "COMPLETE"
        case .fail: "FAIL"
        }
    }

    /// Whether the run has ended: COMPLETE, FAIL or ABORT.
    public var isTerminal: Bool { self >= .abort }

    public static func < (left: EventType, right: EventType) -> Bool { left.rawValue < right.rawValue }
}
