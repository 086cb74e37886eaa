import Descriptors
package import ShellOutput

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file that an answer is saved to.
package struct AnswerFile {
    private let path: String

    /// - Parameter path: the path, with any tilde expanded.
    package init(path: String) {
        self.path = path
    }

    /// Writes the file, creating missing parent folders. An existing file is kept until the new content is on the
    /// disk.
    /// - Parameter isForced: whether to replace an existing file.
    /// - Returns: the folders that were created, outermost first.
    package func write(_ bytes: [UInt8], over isForced: Bool) throws(Complaint) -> [String] {
        let folders = try makeFolders()
        do throws(Complaint) {
            try put(bytes, over: isForced)
        } catch {
            for folder in folders.reversed() { rmdir(folder) }
            throw error
        }
        return folders
    }

    private func put(_ bytes: [UInt8], over isForced: Bool) throws(Complaint) {
        var facts = stat()
        let isThere = stat(path, &facts) == 0
        // A device or a pipe isn't replaced.
        if isThere, facts.st_mode & S_IFMT != S_IFREG { return try pour(bytes, over: isForced) }
        do throws(FileFailure) {
            try WholeFile(path: path).write(bytes, over: isForced)
        } catch {
            switch error {
            case .system(EEXIST): throw existing
            // The file is writable, but its folder isn't.
            case .system(EACCES) where isThere && access(path, W_OK) == 0: try pour(bytes, over: isForced)
            case .system(let number): throw failure("write", number)
            default: throw Complaint(.notSaved, "Couldn't write \(path): \(error).")
            }
        }
    }

    /// Writes into the existing file.
    private func pour(_ bytes: [UInt8], over isForced: Bool) throws(Complaint) {
        // With this flag, a pipe without a reader is an error instead of a wait.
        let file = open(
            path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK | (isForced ? O_TRUNC : O_EXCL), 0o666)
        guard file >= 0 else {
            if errno == EEXIST { throw existing }
            throw failure("write")
        }
        do throws(OutputFailure) {
            try ByteSink(fileDescriptor: file).write(bytes)
        } catch {
            close(file)
            throw failure("write all of", error.errno)
        }
        guard close(file) == 0 else { throw failure("write all of") }
    }

    /// Creates the missing parent folders.
    private func makeFolders() throws(Complaint) -> [String] {
        var missing: [String] = []
        var folder = path[...]
        while let slash = folder.lastIndex(of: "/"), slash != folder.startIndex {
            folder = folder[..<slash]
            if folder.hasSuffix("/") { continue }
            if access(String(folder), F_OK) == 0 { break }
            missing.insert(String(folder), at: 0)
        }
        var made: [String] = []
        for folder in missing {
            if mkdir(folder, 0o777) == 0 {
                made.append(folder)
            } else if errno != EEXIST {
                let failure = failure("write")
                for folder in made.reversed() { rmdir(folder) }
                throw failure
            }
        }
        return made
    }

    private var existing: Complaint {
        .usage("\(path) already exists.", advice: "To replace it, use --force.")
    }

    private func failure(_ action: String, _ number: Int32 = errno) -> Complaint {
        Complaint(
            .notSaved, "Couldn't \(action) \(path): \(SystemFailure(errno: number)).")
    }
}
