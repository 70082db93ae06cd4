/// SQL text that is a literal of the program, so that no input can ever become part of it.
///
/// Connections find the prepared statement of a literal by its address, without hashing or comparing text.
/// Parameters are spelled `?1`, `?2`, …
package struct StaticSQL: Sendable, ExpressibleByStringLiteral {
    let literal: StaticString

    package init(stringLiteral value: StaticString) { literal = value }

    /// The SQL as text.
    package var text: String { literal.description }

    /// The address of the literal, which is its identity; nil for a literal of one character, which has no address.
    var identity: UInt? {
        literal.hasPointerRepresentation ? UInt(bitPattern: literal.utf8Start) : nil
    }
}
