import SQLLineage

// SwiftPM wants a main function of its own and libFuzzer brings one, hence the driver is called by name.
@_silgen_name("LLVMFuzzerRunDriver")
func runFuzzer(
    _ argumentCount: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

let tables = [
    SQLCatalog.Table(name: ["t"], columns: ["a", "b", "id"]),
    SQLCatalog.Table(name: ["s", "u"], columns: ["b", "c", "id"]),
]

/// One analyser for each dialect, with its lints.
let analyzers = SQLDialect.allCases.map { dialect in
    var analyzer = SQLAnalyzer(dialect: dialect, catalog: SQLCatalog(tables: tables))
    analyzer.lints = true
    return analyzer
}

func run() -> CInt {
    var argumentCount = CommandLine.argc
    var arguments = CommandLine.unsafeArgv
    return runFuzzer(&argumentCount, &arguments) { data, size in
        // The first byte chooses the dialect.
        guard let data, size > 1 else { return 0 }
        let text = UnsafeBufferPointer(start: data + 1, count: size - 1)
        let result = analyzers[Int(data[0]) % analyzers.count].analyze(text)
        precondition(result.diagnostics.allSatisfy { $0.range.upperBound <= size })
        precondition(result.findings.allSatisfy { $0.range.upperBound <= size })
        return 0
    }
}

_ = run()
