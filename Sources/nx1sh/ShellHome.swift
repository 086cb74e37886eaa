#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The folder of the shell's own files: startup file, history, journal, tokens.
struct ShellHome {
    /// Its path, whether it is there yet or not; nil if there is no place for it.
    let path: String?
    /// Why there is none; nil if there is one.
    let problem: Problem?

    enum Problem: Hashable {
        /// The person has no home, as an account of a service.
        case noHome(String)
        /// A file is in the place of the folder.
        case file(String)

        var sentence: String {
            switch self {
            case .noHome(let reason):
                "\(reason), so there are no profiles, no history and no journal. NX1_SHELL_HOME can name another folder."
            case .file(let path):
                "\(path) is not a folder, so there are no profiles, no history and no journal. Move it away."
            }
        }
    }

    init(environment: [String: String]) {
        if let folder = environment["NX1_SHELL_HOME"], !folder.isEmpty {
            (path, problem) = (folder, nil)
            return
        }
        guard let home = environment["HOME"], !home.isEmpty else {
            (path, problem) = (nil, .noHome("HOME is not set"))
            return
        }
        let own = home + "/.nx1"
        switch (Self.kind(of: home), Self.kind(of: own)) {
        case (.folder, .folder), (.folder, .missing): (path, problem) = (own + "/shell", nil)
        case (.folder, .other): (path, problem) = (nil, .file(own))
        case (.folder, .hidden), (.hidden, _):
            (path, problem) = (nil, .noHome("HOME (\(home)) can't be read"))
        case (.missing, _): (path, problem) = (nil, .noHome("HOME (\(home)) does not exist"))
        case (.other, _): (path, problem) = (nil, .noHome("HOME (\(home)) is not a folder"))
        }
    }

    private enum Kind { case folder, missing, hidden, other }

    private static func kind(of path: String) -> Kind {
        var facts = stat()
        if stat(path, &facts) == 0 { return facts.st_mode & S_IFMT == S_IFDIR ? .folder : .other }
        return errno == EACCES ? .hidden : errno == ENOTDIR ? .other : .missing
    }
}
