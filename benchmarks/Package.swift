// swift-tools-version: 6.2
// Benchmarks talk to a server over HTTP only, so they depend on nothing: they can measure any OpenLineage server.
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "benchmarks",
    platforms: [.macOS(.v15)],
    targets: [
        // Seeded estates and the events that describe them.
        .target(name: "Estate", swiftSettings: strict),
        // HTTP over plain sockets, percentiles, what a process costs.
        .target(name: "LoadClient", swiftSettings: strict),
        // The command line.
        .executableTarget(name: "wherefrom-bench", dependencies: ["Estate", "LoadClient"], swiftSettings: strict),
        .testTarget(name: "EstateTests", dependencies: ["Estate", "LoadClient"], swiftSettings: strict),
        .testTarget(name: "BenchTests", dependencies: ["wherefrom-bench"], swiftSettings: strict),
    ]
)
