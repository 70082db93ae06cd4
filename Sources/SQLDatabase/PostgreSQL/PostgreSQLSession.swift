/// A connection that is made when it is needed, and made again after the server has gone.
///
/// Used by one thread at a time.
final class PostgreSQLSession {
    private let connector: PostgreSQLConnector
    private let isWriter: Bool
    private var current: PostgreSQLConnection?

    init(_ connector: PostgreSQLConnector, isWriter: Bool) {
        self.connector = connector
        self.isWriter = isWriter
    }

    /// The connection; a new one if there is none that works.
    ///
    /// - Throws: ``DatabaseError``; between two attempts to connect there is a growing pause in which it fails at once.
    func connection() throws -> PostgreSQLConnection {
        if let current, current.wire.looksAlive() { return current }
        current = nil
        let connection = try connector.connect(isWriter: isWriter)
        current = connection
        return connection
    }

    /// Lets go of the connection, so that the next call makes a new one.
    func drop() { current = nil }
}

/// Makes connections; after a failure with pauses, so that a server which comes back is not run over.
final class PostgreSQLConnector: Sendable {
    let address: PostgreSQLAddress
    let options: PostgreSQLOptions
    private let attempts = Monitor(Attempts())

    private struct Attempts {
        var failures = 0
        var notBefore: ContinuousClock.Instant?
        var lastError: DatabaseError?
    }

    private static let pauseMin = Duration.milliseconds(50)
    private static let pauseMax = Duration.seconds(3)

    init(_ address: PostgreSQLAddress, _ options: PostgreSQLOptions) {
        self.address = address
        self.options = options
    }

    /// Attempts that failed since the last success.
    var failures: Int { attempts.withLock { $0.failures } }

    /// - Throws: ``DatabaseError``.
    func connect(isWriter: Bool) throws -> PostgreSQLConnection {
        try attempts.withLock { attempts in
            if let notBefore = attempts.notBefore, let error = attempts.lastError, ContinuousClock.now < notBefore {
                throw error
            }
        }
        do {
            let connection = try PostgreSQLConnection.open(address, options, isWriter: isWriter)
            attempts.withLock { $0 = Attempts() }
            return connection
        } catch let error as DatabaseError {
            attempts.withLock { attempts in
                attempts.failures += 1
                let pause = min(Self.pauseMin * (1 << min(attempts.failures - 1, 8)), Self.pauseMax)
                attempts.notBefore = ContinuousClock.now + pause * Double.random(in: 0.5...1)
                attempts.lastError = error
            }
            throw error
        }
    }
}
