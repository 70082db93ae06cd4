package import Logging

/// Everything about a server that its operator decides; docs/reference/configuration.md describes each setting.
package struct ServerConfiguration: Sendable {
    /// The address to listen on.
    package var host = "127.0.0.1"
    /// The port of the API; 0 for any free one.
    package var port = 5000
    /// The port for probes and metrics alone; nil for none.
    package var adminPort: Int?
    /// The path under which everything is mounted, as `/lineage`; empty for the root.
    package var basePath = ""
    /// Where data is kept: `sqlite:FILE`.
    package var database = "sqlite:wherefrom.db"
    /// Whether writes need an API key.
    package var requireAPIKey = false
    /// Whether reads need one too.
    package var privateReads = false
    /// Bytes of one request body.
    package var maxBodyBytes = Limits.bodyBytesMax
    /// Events waiting to be committed, beyond which requests get 503.
    package var queueEventsMax = 20_000
    /// Bytes of events waiting to be committed, beyond which requests get 503.
    package var queueBytesMax = 256 << 20
    package var logFormat = LineLogHandler.Format.text
    package var logLevel = Logger.Level.info
    /// Further names under which the server may be addressed without a key; `*.example.org`, `*`.
    package var trustedHosts: [String] = []
    /// Origins of web pages that may use the server without a key.
    package var allowedOrigins: [String] = []

    /// The version of the program, for `/api/v2/status`.
    package var version = "unknown"

    package init() {}

    /// Whether only this machine can reach the server.
    package var isLoopbackOnly: Bool { Loopback.isName(host) }

    /// A logger that writes as configured.
    package func makeLogger(label: String = "wherefrom") -> Logger {
        Logger(label: label) { LineLogHandler(label: $0, level: logLevel, format: logFormat) }
    }
}
