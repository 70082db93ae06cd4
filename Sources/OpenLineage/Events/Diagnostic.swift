/// Something about input that its sender should know although it was accepted, or why it was not.
public struct Diagnostic: Hashable, Sendable {
    public enum Severity: UInt8, Sendable, Comparable {
        /// Unusual but without consequence.
        case info
        /// Something was read in a way that its sender may not have meant.
        case warning
        /// A part of the input could not be used.
        case error

        public static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }
    }

    /// Stable kebab-case name, for example `event-type-unknown`.
    public var id: String
    public var severity: Severity
    /// One sentence that is safe for logs and clients: it holds no facet bodies.
    public var message: String
    /// JSON Pointer (RFC 6901) into the event, or nil for the event as a whole.
    public var path: String?
    /// What the sender can do about it.
    public var hint: String?

    public init(id: String, severity: Severity, message: String, path: String? = nil, hint: String? = nil) {
        self.id = id
        self.severity = severity
        self.message = message
        self.path = path
        self.hint = hint
    }
}
