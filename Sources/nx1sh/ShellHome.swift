#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The directory of the shell's own files: startup file, history, journal, tokens.
struct ShellHome {
    /// Its path, whether or not it exists yet; nil if there is nowhere to put it.
    let path: String?
    /// Why `path` is nil; nil if it isn't.
    let problem: Problem?

    enum Problem: Hashable {
        /// The person has no home directory, as in a service account.
        case noHome(String)
        /// A file has the directory's name.
        case file(String)

        var sentence: String {
            switch self {
            case .noHome(let reason):
                "\(reason), so there are no profiles, no history and no journal. Set HOME to your home folder, or set NX1_SHELL_HOME to a folder and NX1_PROFILES_PATH to a file."
            case .file(let path):
                "\(path) isn't a folder, so there are no profiles, no history and no journal. Move the file elsewhere."
            }
        }
    }

    init(environment: [String: String]) {
        if let folder = environment["NX1_SHELL_HOME"], !folder.isEmpty {
            (path, problem) = (folder, nil)
            return
        }
        guard let home = environment["HOME"], !home.isEmpty else {
            (path, problem) = (nil, .noHome("HOME isn't set"))
            return
        }
        let own = home + "/.nx1"
        switch (Self.kind(of: home), Self.kind(of: own)) {
        case (.folder, .folder), (.folder, .missing): (path, problem) = (own + "/shell", nil)
        case (.folder, .other): (path, problem) = (nil, .file(own))
        case (.folder, .hidden), (.hidden, _):
            (path, problem) = (nil, .noHome("HOME (\(home)) can't be read"))
        case (.missing, _): (path, problem) = (nil, .noHome("HOME (\(home)) doesn't exist"))
        case (.other, _): (path, problem) = (nil, .noHome("HOME (\(home)) isn't a folder"))
        }
    }

    private enum Kind { case folder, missing, hidden, other }

    private static func kind(of path: String) -> Kind {
        var facts = stat()
        if stat(path, &facts) == 0 { return facts.st_mode & S_IFMT == S_IFDIR ? .folder : .other }
        return errno == EACCES ? .hidden : errno == ENOTDIR ? .other : .missing
    }
}
