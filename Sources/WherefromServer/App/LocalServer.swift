package import HTTPTypes

/// Answers requests inside the process, without a socket, with the same handlers as a server has.
package struct LocalServer: Sendable {
    private let assembly: ServerAssembly
    private let close: @Sendable () async -> Void

    /// Makes one from the parts of a server; its caller may do everything, keys or not.
    package init(configuration: ServerConfiguration, parts: ServerParts) {
        assembly = ServerAssembly(
            configuration: configuration, parts: parts, logger: configuration.makeLogger())
        close = parts.close
    }

    /// Answers one request; a streamed answer goes to `sink` and comes back with an empty body.
    package func respond(
        method: String, target: String, headers: HTTPFields = [:], body: [UInt8] = [], to sink: (any ByteSink)? = nil
    ) async throws -> (status: Int, headers: HTTPFields, body: [UInt8]) {
        var lines = headers
        if !body.isEmpty { lines[.contentLength] = String(body.count) }
        let request = IncomingRequest(
            method: method, target: target, headers: lines, authority: "localhost", body: BytesBody(body),
            origin: .process)
        let response = try await assembly.pipeline.respond(to: request)
        switch response.body {
        case .empty: return (response.status, response.headers, [])
        case .bytes(let bytes): return (response.status, response.headers, bytes)
        case .stream(let write):
            let collecting = CollectingSink()
            try await write(sink ?? collecting)
            return (response.status, response.headers, collecting.bytes)
        }
    }

    /// Closes the database.
    package func shutdown() async {
        await close()
    }
}
