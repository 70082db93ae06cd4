import ArgumentParser

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Where a verb gets its answers from.
struct ConnectionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Address of the server (environment: WHEREFROM_URL; default http://127.0.0.1:5000).",
            valueName: "url"))
    var url: String?

    @Option(
        help: ArgumentHelp(
            "Work on a database without a server: sqlite:FILE or postgres://… A file held by a running server can only be read.",
            valueName: "database"))
    var database: String?

    @Option(
        help: ArgumentHelp(
            "API key for a server that wants one (environment: WHEREFROM_API_KEY, which keeps it out of the process list).",
            valueName: "key"))
    var apiKey: String?

    @Option(help: ArgumentHelp("Longest wait for the server, in seconds.", valueName: "seconds"))
    var timeout: Int = 60

    func validate() throws {
        if url != nil && database != nil {
            throw ValidationError("--url and --database exclude each other: one names a server, the other a file.")
        }
        if timeout < 1 || timeout > 86_400 { throw ValidationError("--timeout takes 1 to 86400 seconds.") }
    }

    /// The server's address, with the environment and the default taken in.
    var address: String {
        let environment = ProcessInfo.processInfo.environment
        return url ?? environment["WHEREFROM_URL"].flatMap { $0.isEmpty ? nil : $0 } ?? Self.defaultAddress
    }

    static let defaultAddress = "http://127.0.0.1:5000"

    /// The key, with the environment taken in.
    var key: String? {
        apiKey ?? ProcessInfo.processInfo.environment["WHEREFROM_API_KEY"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Opens the way to the answers, runs `body`, and closes it again.
    /// - Parameter writes: whether `body` may change something; a file held by a server then is refused.
    func withClient<T>(writes: Bool = false, _ body: (APIClient) async throws -> T) async throws -> T {
        let transport: any Transport
        if let database {
            transport = try await LocalTransport.open(database: database, writes: writes)
        } else {
            transport = try HTTPTransport(url: address, apiKey: key, timeoutSeconds: timeout)
        }
        do {
            let result = try await body(APIClient(transport: transport))
            await transport.close()
            return result
        } catch {
            await transport.close()
            throw error
        }
    }
}

/// How a verb without a graph prints its answer.
enum AnswerFormat: String, ExpressibleByArgument, CaseIterable {
    case table, json
}

/// How a verb with rows prints its answer.
enum RowsFormat: String, ExpressibleByArgument, CaseIterable {
    case table, json, csv
}
