import CSQLite
import Foundation

/// SQLite file systems that lack what network file systems lack.
enum PoorFileSystem: String, CaseIterable {
    /// Shared memory is refused on use, as on NFS without locks, or on FUSE.
    case refusesSharedMemory = "refuses-shared-memory"
    /// SQLite itself has no shared memory here.
    case hasNoSharedMemory = "has-no-shared-memory"

    /// The name by which files are opened on it.
    var name: String { Self.areRegistered ? rawValue : "" }

    private static let areRegistered: Bool = {
        register(Self.refusesSharedMemory) { _, path, file, flags, outFlags in
            PoorFileSystem.open(path, file, flags, outFlags) { methods in
                methods.xShmMap = { _, _, _, _, _ in SQLITE_IOERR | 21 << 8 }
            }
        }
        register(Self.hasNoSharedMemory) { _, path, file, flags, outFlags in
            PoorFileSystem.open(path, file, flags, outFlags) { $0.iVersion = 1 }
        }
        return true
    }()

    private typealias Open =
        @convention(c) (
            UnsafeMutablePointer<sqlite3_vfs>?, UnsafePointer<CChar>?, UnsafeMutablePointer<sqlite3_file>?,
            Int32,
            UnsafeMutablePointer<Int32>?
        ) -> Int32

    /// Registers the default file system with another way to open files, for the rest of the process.
    private static func register(_ system: PoorFileSystem, _ open: @escaping Open) {
        guard let usual = sqlite3_vfs_find(nil) else { return }
        let own = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        own.initialize(to: usual.pointee)
        own.pointee.zName = UnsafePointer(strdup(system.rawValue))
        own.pointee.xOpen = open
        sqlite3_vfs_register(own, 0)
    }

    /// Opens a file as usual, and changes what can be done with it.
    private static func open(
        _ path: UnsafePointer<CChar>?, _ file: UnsafeMutablePointer<sqlite3_file>?, _ flags: Int32,
        _ outFlags: UnsafeMutablePointer<Int32>?, _ change: (inout sqlite3_io_methods) -> Void
    ) -> Int32 {
        let usual = sqlite3_vfs_find(nil)
        guard let open = usual?.pointee.xOpen else { return SQLITE_CANTOPEN }
        let code = open(usual, path, file, flags, outFlags)
        guard code == SQLITE_OK, let methods = file?.pointee.pMethods else { return code }
        var changed = methods.pointee
        change(&changed)
        let kept = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        kept.initialize(to: changed)
        file?.pointee.pMethods = UnsafePointer(kept)
        return code
    }
}
