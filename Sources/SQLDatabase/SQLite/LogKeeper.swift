internal import CSQLite

/// Keeps the write-ahead log of a database short; works inside the commits of the writing connection.
///
/// SQLite's own automatic checkpoint copies the log but starts it anew only at a moment without readers. Where reads
/// overlap all the time that moment never comes and the log grows without end, so this one waits for the readers of
/// the past (new ones do not need the log any more) once the log has reached its limit.
final class LogKeeper {
    private let handle: OpaquePointer
    private let options: SQLiteOptions
    /// Pages in the log at which the next attempt to start it anew is worth its wait.
    private var restartPages: Int
    private let restartPagesMin: Int

    /// Milliseconds for which one commit may wait for readers.
    private static let waitMilliseconds: Int32 = 100

    /// - Parameter pageSize: bytes of a page of the database.
    init(handle: OpaquePointer, options: SQLiteOptions, pageSize: Int) {
        self.handle = handle
        self.options = options
        restartPagesMin = max(options.checkpointPages, options.logSizeMax / max(pageSize, 512))
        restartPages = restartPagesMin
    }

    /// Sets itself to work; must outlive the connection's last commit.
    func attach() {
        guard options.checkpointPages > 0 else { return }
        sqlite3_wal_hook(
            handle,
            { context, _, _, pages in
                guard let context else { return SQLITE_OK }
                Unmanaged<LogKeeper>.fromOpaque(context).takeUnretainedValue().committed(pages: Int(pages))
                // The commit is durable whatever became of the checkpoint; a real fault shows again at the next one.
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    private func committed(pages: Int) {
        guard pages >= options.checkpointPages else {
            restartPages = restartPagesMin
            return
        }
        guard pages >= restartPages else {
            sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
            return
        }
        sqlite3_busy_timeout(handle, Self.waitMilliseconds)
        let result = sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_RESTART, nil, nil)
        sqlite3_busy_timeout(handle, Int32(clamping: options.busyTimeoutMilliseconds))
        // A long read must not make every commit wait.
        restartPages = result == SQLITE_OK ? restartPagesMin : pages + options.checkpointPages
    }
}
