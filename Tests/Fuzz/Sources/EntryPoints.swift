/// The target of this process. Safe because libFuzzer calls ``initialize(_:_:)`` first and once, and makes all calls
/// on one thread.
nonisolated(unsafe) private var target: FuzzTarget?

/// Chooses the target by the program's name. Called by libFuzzer at the start.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>>>
) -> CInt {
    let name = String(cString: arguments.pointee.pointee).split(separator: "/").last.map(String.init) ?? ""
    target = FuzzTarget(rawValue: name)
    if target == nil {
        // A fuzzer without a target can only stop. This code isn't part of nx1sh.
        fatalError("Unknown target. Run it under one of these names: \(FuzzTarget.allCases.map(\.rawValue))")
    }
    return 0
}

/// Checks one input. Called by libFuzzer.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    target?.check(Array(UnsafeBufferPointer(start: bytes, count: count))[...])
    return 0
}
