/// What a database is opened for.
package enum DatabaseAccess: Sendable {
    /// For reading and writing; a SQLite file is created if it is missing, and every other process kept from writing.
    case readWrite
    /// For reading what exists, also while another process writes to it.
    case readOnly
}
