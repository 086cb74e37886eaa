#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension [UInt8] {
    /// Where `name` stands first, not before `start`.
    func firstPlace(of name: [UInt8], from start: Int) -> Int? {
        withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, let first = name.first else { return nil }
            var place = start
            while place + name.count <= count {
                guard let found = memchr(base + place, Int32(first), count - name.count - place + 1) else {
                    return nil
                }
                place = UnsafeRawPointer(found) - base
                if memcmp(base + place, name, name.count) == 0 { return place }
                place += 1
            }
            return nil
        }
    }
}
