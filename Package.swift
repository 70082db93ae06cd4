// swift-tools-version: 6.2
// Targets stand in the order in which data flows; a target imports only what stands above it.
// docs/architecture.md says what lives where, Tests/TidyTests holds the order.
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "wherefrom",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "OpenLineage", targets: ["OpenLineage"]),
        .library(name: "SQLLineage", targets: ["SQLLineage"]),
        .executable(name: "wherefrom", targets: ["wherefrom"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    ],
    targets: [
        // C libraries of the system.
        .systemLibrary(
            name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        // PostgreSQL's client library, opened at run time.
        .target(name: "CLibPQ", linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
        // The shipped dictionary for payloads, embedded by the C compiler.
        .target(name: "CPayloadDictionary", exclude: ["payload-v1.dict"]),

        // Bytes and JSON.
        .target(
            name: "JSONBytes", dependencies: [.product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: strict),
        // The specification as Swift values.
        .target(
            name: "OpenLineage", dependencies: ["JSONBytes", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: strict),
        // SQL text to lineage; depends on nothing.
        .target(name: "SQLLineage", swiftSettings: strict),
        // The topology in memory.
        .target(name: "GraphEngine", swiftSettings: strict),
        // SQL databases behind one small interface.
        .target(name: "SQLDatabase", dependencies: ["CSQLite", "CLibPQ"], swiftSettings: strict),
        // The log and what is folded from it.
        .target(
            name: "MetadataCatalog",
            dependencies: ["JSONBytes", "OpenLineage", "GraphEngine", "SQLDatabase", "CZstd", "CPayloadDictionary"],
            swiftSettings: strict),
        // Bytes from outside to committed changes.
        .target(
            name: "Ingestion",
            dependencies: [
                "JSONBytes", "OpenLineage", "GraphEngine", "SQLDatabase", "MetadataCatalog", "CZlib",
            ], swiftSettings: strict),
        // The questions.
        .target(
            name: "Analysis",
            dependencies: ["JSONBytes", "OpenLineage", "SQLLineage", "GraphEngine", "MetadataCatalog"],
            swiftSettings: strict),
        // HTTP; puts everything together.
        .target(
            name: "WherefromServer",
            dependencies: [
                "JSONBytes", "OpenLineage", "SQLLineage", "GraphEngine", "SQLDatabase", "MetadataCatalog", "Ingestion",
                "Analysis", "CZlib",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ], swiftSettings: strict),
        // The bundled estate of examples/demo, embedded by the C compiler.
        .target(name: "CDemoStory"),
        // The command line.
        .executableTarget(
            name: "wherefrom",
            dependencies: [
                "JSONBytes", "OpenLineage", "SQLLineage", "GraphEngine", "SQLDatabase", "MetadataCatalog", "Ingestion",
                "Analysis",
                "WherefromServer", "CDemoStory", "CZlib",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"),
            ], swiftSettings: strict),

        // The databases that tests run on; starts a PostgreSQL server when one is asked for.
        .target(
            name: "TestDatabases", dependencies: ["SQLDatabase"], path: "Tests/TestDatabases", swiftSettings: strict),
        .testTarget(name: "JSONBytesTests", dependencies: ["JSONBytes"], swiftSettings: strict),
        .testTarget(
            name: "OpenLineageTests", dependencies: ["OpenLineage", "JSONBytes"], exclude: ["Fixtures"],
            swiftSettings: strict),
        .testTarget(
            name: "SQLLineageTests", dependencies: ["SQLLineage"], exclude: ["Cases"], swiftSettings: strict),
        .testTarget(name: "GraphEngineTests", dependencies: ["GraphEngine"], swiftSettings: strict),
        .testTarget(
            name: "SQLDatabaseTests", dependencies: ["SQLDatabase", "TestDatabases"], swiftSettings: strict),
        .testTarget(
            name: "MetadataCatalogTests",
            dependencies: ["MetadataCatalog", "OpenLineage", "JSONBytes", "SQLDatabase", "GraphEngine"],
            swiftSettings: strict),
        .testTarget(
            name: "IngestionTests",
            dependencies: [
                "Ingestion", "MetadataCatalog", "OpenLineage", "JSONBytes", "SQLDatabase", "GraphEngine",
                "TestDatabases",
            ], swiftSettings: strict),
        .testTarget(
            name: "AnalysisTests",
            dependencies: [
                "Analysis", "Ingestion", "MetadataCatalog", "OpenLineage", "JSONBytes", "SQLDatabase", "GraphEngine",
                "TestDatabases",
            ], exclude: ["Fixtures"], swiftSettings: strict),
        .testTarget(
            name: "WherefromServerTests",
            dependencies: [
                "WherefromServer", "Analysis", "Ingestion", "MetadataCatalog", "OpenLineage", "JSONBytes",
                "SQLDatabase", "TestDatabases",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ], exclude: ["V1/Fixtures"], swiftSettings: strict),
        .testTarget(
            name: "GoldenTests",
            dependencies: [
                "WherefromServer", "MetadataCatalog", "OpenLineage", "JSONBytes", "SQLDatabase", "TestDatabases",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ], exclude: ["Scenarios"], swiftSettings: strict),
        .testTarget(
            name: "CommandLineTests",
            dependencies: [
                "wherefrom", "WherefromServer", "Ingestion", "MetadataCatalog", "SQLDatabase", "JSONBytes",
                "OpenLineage", "CZlib", "TestDatabases",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], swiftSettings: strict),
        .testTarget(name: "TidyTests", swiftSettings: strict),
    ]
)

// For the continuous integration. Not for the tests: the code that `@Test` expands to has warnings of its own.
if Context.environment["WARNINGS_AS_ERRORS"] != nil {
    for target in package.targets where target.type == .regular || target.type == .executable {
        target.swiftSettings?.append(.treatAllWarnings(as: .error))
    }
}
