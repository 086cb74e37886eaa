/// The chunkings of bytes to test: whole, every fixed size up to 9, and every split in two.
func chunkings(of bytes: [UInt8]) -> [[[UInt8]]] {
    var chunkings = [[bytes]]
    for size in 1...9 {
        chunkings.append(
            stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) })
    }
    for cut in 0...bytes.count { chunkings.append([Array(bytes[..<cut]), [], Array(bytes[cut...])]) }
    return chunkings
}
