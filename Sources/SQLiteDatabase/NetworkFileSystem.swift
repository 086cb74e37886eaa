internal import CSQLite

/// File systems that several machines may use at once, or that lack shared memory.
package enum NetworkFileSystem {
    /// Whether the folder at `path` is on one; false if that can't be determined.
    package static func contains(_ path: String) -> Bool {
        var facts = statfs()
        guard statfs(path, &facts) == 0 else { return false }
        #if canImport(Darwin)
            return facts.f_flags & UInt32(MNT_LOCAL) == 0
        #else
            return types.contains(UInt32(truncatingIfNeeded: facts.f_type))
        #endif
    }

    /// The types of such file systems (statfs(2)).
    package static let types: Set<UInt32> = [
        0x6969,  // NFS
        0xFF53_4D42, 0xFE53_4D42, 0x517B,  // SMB, in its versions
        0x6573_5546,  // FUSE: sshfs, GlusterFS, s3fs, …
        0x0102_1997,  // 9P: virtual machines, WSL
        0x786F_4256,  // VirtualBox folders
        0x00C3_6400,  // Ceph
        0x0BD0_0BD0,  // Lustre
        0x4750_4653,  // GPFS
        0x5346_414F, 0x6B41_4653,  // AFS
        0x0116_1970,  // GFS2
        0x7461_636F,  // OCFS2
        0xAAD7_AAEA,  // PanFS
        0x7375_7245, 0x564C,  // Coda, NCP
        0x1983_0326,  // BeeGFS
    ]
}
