import Descriptors
import TeamFolders

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The two files of a crew in CrewAI's layout.
struct CrewLayout {
    let agents: String
    let tasks: String

    /// Finds the files in a folder: side by side in the folder itself, in `config`, or in `src/NAME/config`, where
    /// `crewai create crew` puts them.
    init(folder: String) throws(CrewFileFailure) {
        let folder = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        let places = [folder, folder + "/config"].filter(Self.hasCrew)
        let found = places.isEmpty ? Self.packages(in: folder).filter(Self.hasCrew) : [places[0]]
        guard let place = found.first else {
            throw CrewFileFailure(
                "\(folder) has no crew. Looked for agents.yaml and tasks.yaml in the folder itself, in config, and in src/*/config."
            )
        }
        guard found.count == 1 else {
            throw CrewFileFailure(
                "\(folder) has several crews. Give one of \(found.prefix(10).joined(separator: ", ")).")
        }
        guard let agents = Self.file("agents", in: place), let tasks = Self.file("tasks", in: place) else {
            let missing = Self.file("agents", in: place) == nil ? "agents.yaml" : "tasks.yaml"
            throw CrewFileFailure("\(place) has no \(missing).")
        }
        (self.agents, self.tasks) = (agents, tasks)
    }

    static func isFolder(_ path: String) -> Bool {
        var facts = stat()
        return !path.utf8.contains(0) && stat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
    }

    private static func packages(in folder: String) -> [String] {
        let names = (try? FolderListing.names(in: folder + "/src")) ?? []
        return names.map { "\(folder)/src/\($0)/config" }
    }

    private static func hasCrew(_ folder: String) -> Bool {
        file("agents", in: folder) != nil || file("tasks", in: folder) != nil
    }

    private static func file(_ name: String, in folder: String) -> String? {
        ["yaml", "yml"].map { "\(folder)/\(name).\($0)" }.first { access($0, F_OK) == 0 }
    }
}
