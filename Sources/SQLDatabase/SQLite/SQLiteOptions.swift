/// How a SQLite database is opened.
package struct SQLiteOptions: Sendable {
    package typealias Access = DatabaseAccess

    package var access = DatabaseAccess.readWrite
    /// Connections for reading, each with a thread of its own.
    package var readers = 4
    /// Reads that may wait for a thread; one more throws ``DatabaseError/overloaded(_:)``.
    package var waitingReadsMax = 4096
    /// Jobs that may wait for the writer; one more throws ``DatabaseError/overloaded(_:)``.
    package var waitingWritesMax = 4096
    /// Bytes of a page, a power of two from 512 to 65,536; takes effect when the file is created.
    package var pageSize = 8192
    /// Bytes of pages that the writer keeps in memory.
    package var writerCacheBytes = 256 << 20
    /// Bytes of pages that each reader keeps in memory.
    package var readerCacheBytes = 64 << 20
    /// Pages in the write-ahead log from which on a commit copies them into the database; 0 for never.
    package var checkpointPages = 8192
    /// Bytes of the write-ahead log from which on a commit also waits (briefly) for the readers that keep it from
    /// starting anew; what a longer log leaves on the disk is cut to this.
    package var logSizeMax = 256 << 20
    /// Milliseconds to wait for a lock held by somebody else.
    package var busyTimeoutMilliseconds = 5000
    /// Pages to which the database may grow; nil for no limit.
    package var pageCountMax: Int?

    package init() {}

    package init(access: Access) { self.access = access }
}
