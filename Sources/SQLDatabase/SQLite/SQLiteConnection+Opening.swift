internal import CSQLite

extension SQLiteConnection {
    /// Opens the one connection that writes, and makes sure that its commits are durable.
    ///
    /// - Throws: ``DatabaseError``, such as `notDurable` where the file system cannot hold a write-ahead log.
    static func writer(path: String, options: SQLiteOptions) throws -> SQLiteConnection {
        let connection = try SQLiteConnection(path: path, flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
        if sqlite3_db_readonly(connection.handle, "main") == 1 {
            throw DatabaseError.readOnly(.init(path: path, message: "opened read-only"))
        }
        try connection.execute(
            """
            PRAGMA busy_timeout = \(options.busyTimeoutMilliseconds);
            PRAGMA page_size = \(options.pageSize);
            PRAGMA cache_size = -\(options.writerCacheBytes / 1024);
            PRAGMA mmap_size = 0;
            PRAGMA temp_store = MEMORY;
            PRAGMA synchronous = FULL;
            PRAGMA journal_size_limit = \(options.logSizeMax);
            PRAGMA secure_delete = ON;
            """)
        let mode = try connection.pragmaText("journal_mode = WAL")
        try connection.execute("PRAGMA wal_autocheckpoint = 0")
        let pageSize = Int(try connection.pragma("page_size") ?? 0)
        let logKeeper = LogKeeper(handle: connection.handle, options: options, pageSize: pageSize)
        logKeeper.attach()
        connection.logKeeper = logKeeper
        if let limit = options.pageCountMax { try connection.execute("PRAGMA max_page_count = \(limit)") }
        let synchronous = try connection.pragma("synchronous")
        // FULL is 2 (https://www.sqlite.org/pragma.html#pragma_synchronous): every commit waits for the disk.
        guard mode == "wal", synchronous == 2 else {
            let found = "journal_mode \(mode ?? "unknown"), synchronous \(synchronous.map(String.init) ?? "unknown")"
            throw DatabaseError.notDurable(.init(path: path, message: found))
        }
        return connection
    }

    /// Opens a connection that cannot write.
    ///
    /// - Throws: ``DatabaseError``, such as `cannotOpen` if the file does not exist.
    static func reader(path: String, options: SQLiteOptions) throws -> SQLiteConnection {
        let connection = try SQLiteConnection(path: path, flags: SQLITE_OPEN_READONLY)
        try connection.execute(
            """
            PRAGMA busy_timeout = \(options.busyTimeoutMilliseconds);
            PRAGMA cache_size = -\(options.readerCacheBytes / 1024);
            PRAGMA mmap_size = 0;
            PRAGMA temp_store = MEMORY;
            PRAGMA query_only = ON;
            """)
        // The first look into the file: something else than a database is told here, not at the first query.
        _ = try connection.pragma("schema_version")
        return connection
    }
}
