import JSONBytes

// SwiftPM wants a main function of its own and libFuzzer brings one, hence the driver is called by name.
@_silgen_name("LLVMFuzzerRunDriver")
func runFuzzer(
    _ argumentCount: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

func run() -> CInt {
    var argumentCount = CommandLine.argc
    var arguments = CommandLine.unsafeArgv
    return runFuzzer(&argumentCount, &arguments) { data, size in
        checkReader(Array(UnsafeBufferPointer(start: data, count: size)))
        return 0
    }
}

_ = run()
