/// The target of this process. Safe because libFuzzer calls ``initialize(_:_:)`` once, first, and makes every call on one thread.
nonisolated(unsafe) private var target: FuzzTarget?

@_cdecl("LLVMFuzzerInitialize")
public func initialize(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>>>
) -> CInt {
    let name = String(cString: arguments.pointee.pointee).split(separator: "/").last.map(String.init) ?? ""
    target = FuzzTarget(rawValue: name)
    if target == nil {
        // A fuzzer without a target can only stop; nothing here is linked into the program.
        fatalError("Call it by one of these names: \(FuzzTarget.allCases.map(\.rawValue))")
    }
    return 0
}

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    target?.check(Array(UnsafeBufferPointer(start: bytes, count: count))[...])
    return 0
}
