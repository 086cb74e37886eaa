#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The system's call, for a type with a method of the same name, which hides it.
func systemClose(_ descriptor: Int32) -> Int32 { close(descriptor) }
