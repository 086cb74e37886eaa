/// A number of bytes, said to people: "16 MiB", "10 bytes".
struct ByteCount: CustomStringConvertible {
    let bytes: Int

    init(_ bytes: Int) { self.bytes = bytes }

    var description: String {
        for (power, name) in [(30, "GiB"), (20, "MiB"), (10, "KiB")] where bytes >= 1 << power {
            let tenths = (bytes >> (power - 10)) * 10 / 1024
            return tenths.isMultiple(of: 10)
                ? "\(tenths / 10) \(name)" : "\(tenths / 10).\(tenths % 10) \(name)"
        }
        return bytes == 1 ? "1 byte" : "\(bytes) bytes"
    }
}
