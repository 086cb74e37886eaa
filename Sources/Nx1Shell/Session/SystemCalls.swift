#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

// The system's calls, for types with methods of the same names, which hide them.

func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(descriptor, buffer, count)
}

func systemClose(_ descriptor: Int32) -> Int32 { close(descriptor) }
