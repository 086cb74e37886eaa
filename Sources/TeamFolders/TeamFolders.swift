import Descriptors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The folders with files of one kind, such as saved questions: `.nx1/KIND` in the working directory and in every
/// directory above it, nearest first, then `KIND` in the shell's home folder.
///
/// The search ends at the person's home directory, or at the root of the file system.
package struct TeamFolders: Sendable {
    /// The kind of file to look for.
    package struct Form: Sendable, Hashable {
        /// The file endings, without the dot. If a folder has two files of the same name, the earlier ending takes
        /// precedence.
        package let endings: [String]
        /// Whether folders count too. A folder's whole name is its name.
        package let takesFolders: Bool

        package init(endings: [String], takesFolders: Bool = false) {
            self.endings = endings
            self.takesFolders = takesFolders
        }
    }

    private let kind: String
    private let form: Form
    private let shellHome: String?
    private let workingDirectory: String
    private let home: String?
    private let user: UInt32
    private let administrator: UInt32

    /// Creates the search for folders named `kind`.
    /// - Parameters:
    ///   - shellHome: the shell's home folder, `~/.nx1/shell` or `NX1_SHELL_HOME`; nil if there is none.
    ///   - workingDirectory: an absolute path.
    ///   - home: the person's home directory; nil if it is unknown.
    ///   - user: the id of the user who runs this process.
    ///   - administrator: the id of the user whose files are always trusted.
    package init(
        kind: String, form: Form, shellHome: String?, workingDirectory: String, home: String?,
        user: UInt32 = geteuid(), administrator: UInt32 = 0
    ) {
        self.kind = kind
        self.form = form
        self.shellHome = shellHome
        self.workingDirectory = workingDirectory
        self.home = home
        self.user = user
        self.administrator = administrator
    }

    /// The folder for the person's own files, which may not exist yet; nil if the shell has no home folder.
    package var personalFolder: String? { shellHome.map { $0 + "/" + kind } }

    /// Searches all folders. Never fails: files that can't be read, or aren't safe to read, become warnings.
    package func survey() -> TeamFiles {
        var files = TeamFiles(kind: kind)
        let personal = personalFolder.flatMap(FileIdentity.init)
        for directory in directories {
            let above = directory == "/" ? "" : directory
            files.searched.append("\(above)/.nx1/\(kind)")
            guard FolderTrust.isThere("\(above)/.nx1") else { continue }
            let folder = "\(above)/.nx1/\(kind)"
            guard FolderTrust.isThere(folder) else { continue }
            if let personal, FileIdentity(folder) == personal { continue }
            let trust = FolderTrust(user: user, administrator: administrator, directory: directory)
            if let warning = trust.warning(about: "\(above)/.nx1") ?? trust.warning(about: folder) {
                files.warnings.append(warning)
            } else {
                read(folder, trust: trust, into: &files)
            }
        }
        if let personalFolder {
            files.searched.append(personalFolder)
            if FolderTrust.isThere(personalFolder) { read(personalFolder, trust: nil, into: &files) }
        }
        return files
    }

    /// The nearest directory with a folder `.nx1` in it: the working directory or one above it, but not the person's home directory.
    package static func project(around workingDirectory: String, home: String?) -> String? {
        let folders = TeamFolders(
            kind: "", form: Form(endings: []), shellHome: nil, workingDirectory: workingDirectory, home: home)
        let personal = home.flatMap(FileIdentity.init)
        return folders.directories.first { directory in
            FolderTrust.isThere("\(directory == "/" ? "" : directory)/.nx1")
                && (personal == nil || FileIdentity(directory) != personal)
        }
    }

    /// The working directory and its parents, nearest first. The limit is far deeper than any real path.
    private var directories: [String] {
        guard var path = FileIdentity.realPath(of: workingDirectory) else { return [] }
        let last = home.flatMap(FileIdentity.init)
        var directories: [String] = []
        while directories.count < 100 {
            directories.append(path)
            if path == "/" || last != nil && FileIdentity(path) == last { break }
            guard let slash = path.lastIndex(of: "/") else { break }
            path = slash == path.startIndex ? "/" : String(path[..<slash])
        }
        return directories
    }

    /// Adds the files of one folder.
    /// - Parameter trust: the conditions on each file; nil in the person's own folder.
    private func read(_ folder: String, trust: FolderTrust?, into files: inout TeamFiles) {
        let names: [String]
        do throws(FolderFailure) {
            names = try FolderListing.names(in: folder)
        } catch {
            files.warnings.append("Couldn't read the folder \(folder): \(error).")
            return
        }
        var found: [(rank: Int, file: TeamFile)] = []
        for name in names {
            let path = folder + "/" + name
            guard let (stem, rank) = stem(of: name, at: path) else { continue }
            if let warning = trust?.warning(about: path) {
                files.warnings.append(warning)
            } else {
                let file = TeamFile(name: stem, path: path, folder: folder, isPersonal: trust == nil)
                found.append((rank, file))
            }
        }
        found.sort { ($0.file.name, $0.rank) < ($1.file.name, $1.rank) }
        files.files += found.map(\.file)
    }

    /// The name of a file and the rank of its ending; nil for a file of another kind.
    private func stem(of name: String, at path: String) -> (stem: String, rank: Int)? {
        guard let kind = FolderTrust.kind(of: path) else { return nil }
        if kind == .folder { return form.takesFolders ? (name, form.endings.count) : nil }
        for (rank, ending) in form.endings.enumerated() where name.hasSuffix("." + ending) {
            let stem = String(name.dropLast(ending.count + 1))
            return stem.isEmpty ? nil : (stem, rank)
        }
        return nil
    }
}
