/// Why an event was refused, in words that may be sent to the client.
public struct EventRejection: Error, Hashable, Sendable, CustomStringConvertible {
    /// The HTTP status that fits: 400 if the value is no event at all, 422 if it is one without its identity.
    public var status: Int
    /// At least one reason and at most ``errorsMax``; Marquez's texts where it has one, for example `job.name must not be null`.
    public var errors: [String]

    /// The most reasons that are listed: one event can be wrong in a million places.
    public static let errorsMax = 100

    public init(status: Int, errors: [String]) {
        self.status = status
        self.errors = errors
    }

    public var description: String { errors.joined(separator: "; ") }
}
