import Foundation
import SQLDatabase

/// A PostgreSQL server that belongs to these tests: started when it is first asked for, gone when the process ends.
package final class PrivatePostgreSQL: @unchecked Sendable {
    /// The folder of its Unix socket.
    package let socketFolder: String
    /// Its port on 127.0.0.1, and that of the socket.
    package let port: Int
    /// The server ends with the script's standard input, which the kernel closes however this process ends.
    private let leash: Pipe
    private let process: Process
    private let lock = NSLock()
    private var schemas = 0

    private static let repository = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
        .standardizedFileURL.path
    private static let started = Result { try PrivatePostgreSQL(settings: []) }

    /// Whether PostgreSQL is installed; says so once where it is not.
    package static let isInstalled: Bool = {
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        let paths = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let candidates = versions.map { "/usr/lib/postgresql/\($0)/bin/initdb" } + paths.map { "\($0)/initdb" }
        let isThere = candidates.contains { FileManager.default.isExecutableFile(atPath: $0) }
        if !isThere {
            FileHandle.standardError.write(
                Data("skipped: the tests on PostgreSQL, which is not installed (scripts/setup.sh installs it)\n".utf8))
        }
        return isThere
    }()

    /// The server of this process.
    package static func shared() throws -> PrivatePostgreSQL { try started.get() }

    /// Starts another server.
    ///
    /// - Parameter settings: such as `max_connections=5`.
    package init(settings: [String]) throws {
        let output = Pipe()
        leash = Pipe()
        process = Process()
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = ["\(Self.repository)/scripts/private-postgres.sh"] + settings
        process.standardInput = leash
        process.standardOutput = output
        // Other programs that tests start must not keep the pipe open.
        _ = fcntl(leash.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
        try process.run()
        var line = Data()
        while let byte = try output.fileHandleForReading.read(upToCount: 1), byte.first != UInt8(ascii: "\n"),
            !byte.isEmpty
        {
            line += byte
        }
        let words = String(decoding: line, as: UTF8.self).split(separator: " ").map(String.init)
        guard words.count == 2, let port = Int(words[1]) else { throw Failure() }
        socketFolder = words[0]
        self.port = port
    }

    struct Failure: Error, CustomStringConvertible {
        var description: String { "the private PostgreSQL server did not start" }
    }

    /// Stops the server as a power cut would.
    package func kill() {
        try? leash.fileHandleForWriting.close()
        // A program that was started at the same moment may hold the other end, too.
        process.terminate()
        process.waitUntilExit()
    }

    /// The address of the database, with options of libpq.
    package func address(_ options: String...) -> String {
        let all = ["host=\(socketFolder)", "port=\(port)", "user=wherefrom"] + options
        return "postgres:///postgres?\(all.joined(separator: "&"))"
    }

    /// The address of a database without tables: a schema of its own.
    package func emptyDatabase() async throws -> String {
        let number = lock.withLock {
            schemas += 1
            return schemas
        }
        var options = PostgreSQLOptions()
        options.readers = 1
        let administration = try PostgreSQLDatabase(address: address(), options: options)
        defer { administration.close() }
        try await administration.writeWithoutTransaction { try $0.execute("CREATE SCHEMA test_\(number)") }
        return address("options=-csearch_path%3Dtest_\(number)")
    }

    /// Lets `address` mean the database of `other` from now on, as after a fail-over to another server; `other` becomes
    /// another name of it.
    package func exchange(_ address: String, _ other: String) async throws {
        func schema(_ address: String) -> Substring { address.drop { $0 != "%" }.dropFirst(3) }
        let (first, second) = (schema(address), schema(other))
        var options = PostgreSQLOptions()
        options.readers = 1
        let administration = try PostgreSQLDatabase(address: self.address(), options: options)
        defer { administration.close() }
        try await administration.writeWithoutTransaction {
            try $0.execute("ALTER SCHEMA \(first) RENAME TO \(first)_lost; ALTER SCHEMA \(second) RENAME TO \(first)")
        }
    }
}
