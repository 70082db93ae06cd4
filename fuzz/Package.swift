// swift-tools-version: 6.2
// Fuzzers, in a package of their own so that the sanitizers' flags touch nothing else. See README.md.
import PackageDescription

let fuzzed: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .unsafeFlags(["-sanitize=fuzzer,address"]),
]

let package = Package(
    name: "fuzz",
    platforms: [.macOS(.v15)],
    targets: [
        // The sources of the main package, by symbolic link; digests are left out for the sake of the build time.
        .target(name: "JSONBytes", exclude: ["Digest256.swift"], swiftSettings: fuzzed),
        .executableTarget(
            name: "FuzzJSON", dependencies: ["JSONBytes"], swiftSettings: fuzzed,
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])]),
        .target(name: "SQLLineage", swiftSettings: fuzzed),
        .executableTarget(
            name: "FuzzSQL", dependencies: ["SQLLineage"], swiftSettings: fuzzed,
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])]),
    ]
)
