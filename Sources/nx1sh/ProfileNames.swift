import Nx1Client

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The profiles that a shell's completion offers.
enum ProfileNames {
    static func all() -> [String] {
        let path = ProfileFile.path(in: ProcessInfo.processInfo.environment)
        // A broken file completes to nothing; the shell itself says what is wrong with it.
        return (try? ProfileFile(path: path).profiles.map(\.name)) ?? []
    }
}
