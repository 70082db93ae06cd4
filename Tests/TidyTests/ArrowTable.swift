/// Which target may import what; the table of docs/architecture.md as data.
///
/// Rows stand in the order of the flow: `ours` of a row names rows above it only. A new entry in `outside` comes with a
/// record in docs/decisions.
struct Arrow: Sendable, CustomStringConvertible {
    let target: String
    let ours: Set<String>
    let outside: Set<String>

    var description: String { target }

    static let cLibraries: Set<String> = ["CSQLite", "CLibPQ", "CZstd", "CZlib", "CPayloadDictionary", "CDemoStory"]

    /// What tests share; in Tests, not in Sources.
    static let testSupport: Set<String> = ["TestDatabases"]

    /// Modules of the toolchain; every target may import them.
    static let toolchain: Set<String> = [
        "Swift", "Foundation", "FoundationEssentials", "Glibc", "Musl", "Darwin", "Synchronization", "Dispatch",
    ]

    static let table: [Arrow] = [
        Arrow(target: "JSONBytes", ours: [], outside: ["Crypto"]),
        Arrow(target: "OpenLineage", ours: ["JSONBytes"], outside: ["Crypto"]),
        Arrow(target: "SQLLineage", ours: [], outside: []),
        Arrow(target: "GraphEngine", ours: [], outside: []),
        Arrow(target: "SQLDatabase", ours: ["CSQLite", "CLibPQ"], outside: []),
        Arrow(
            target: "MetadataCatalog",
            ours: ["JSONBytes", "OpenLineage", "GraphEngine", "SQLDatabase", "CZstd", "CPayloadDictionary"],
            outside: []),
        Arrow(
            target: "Ingestion",
            ours: ["JSONBytes", "OpenLineage", "SQLLineage", "GraphEngine", "SQLDatabase", "MetadataCatalog", "CZlib"],
            outside: []),
        Arrow(
            target: "Analysis",
            ours: ["JSONBytes", "OpenLineage", "SQLLineage", "GraphEngine", "MetadataCatalog"],
            outside: []),
        Arrow(
            target: "WherefromServer",
            ours: [
                "JSONBytes", "OpenLineage", "SQLLineage", "GraphEngine", "SQLDatabase", "MetadataCatalog", "Ingestion",
                "Analysis", "CZlib",
            ],
            outside: [
                "Crypto", "Hummingbird", "HummingbirdCore", "HTTPTypes", "Logging", "NIOCore", "NIOPosix",
                "NIOConcurrencyHelpers",
                "NIOHTTP1", "NIOHTTPTypes", "NIOExtras", "ServiceLifecycle", "UnixSignals",
            ]),
        Arrow(
            target: "wherefrom",
            ours: [
                "JSONBytes", "OpenLineage", "SQLLineage", "GraphEngine", "SQLDatabase", "MetadataCatalog", "Ingestion",
                "Analysis", "WherefromServer", "CZlib", "CDemoStory",
            ],
            outside: [
                "ArgumentParser", "AsyncHTTPClient", "HTTPTypes", "Logging", "NIOCore", "NIOPosix", "NIOHTTP1",
                "NIOFoundationCompat",
                "ServiceLifecycle", "UnixSignals", "Yams",
            ]),
    ]
}
