import Descriptors
import LocatedValues
import TeamFolders

extension CrewFile {
    /// Reads the crew at `path`: a YAML or JSON file, or a folder with CrewAI's `agents.yaml` and `tasks.yaml`, in
    /// the folder itself, in its `config`, or in `src/NAME/config`.
    /// - Throws: ``CrewFileFailure`` with all problems.
    package static func read(_ path: String) throws(CrewFileFailure) -> CrewFile {
        if CrewLayout.isFolder(path) {
            let layout = try CrewLayout(folder: path)
            return try read(layout, path: path)
        }
        let text = try text(of: path)
        return try parse(text, path: path)
    }

    /// Parses a crew from the content of a file.
    /// - Parameter path: the path of the file; the ending tells whether it is JSON.
    /// - Throws: as ``read(_:)``.
    package static func parse(_ text: String, path: String) throws(CrewFileFailure) -> CrewFile {
        let root = try value(of: text, path)
        var draft = CrewDraft()
        let content = draft.crew(root)
        return try crew(draft, content, path: path, files: [path])
    }

    private static func read(_ layout: CrewLayout, path: String) throws(CrewFileFailure) -> CrewFile {
        var roots: [LocatedValue] = []
        var problems: [String] = []
        // Report the problems of both files, even if one is unreadable.
        for file in [layout.agents, layout.tasks] {
            do throws(CrewFileFailure) {
                roots.append(try value(of: try text(of: file), file))
            } catch {
                problems += error.problems
            }
        }
        guard roots.count == 2 else { throw CrewFileFailure(problems) }
        var draft = CrewDraft()
        let content = draft.crew(agents: roots[0], tasks: roots[1])
        return try crew(draft, content, path: path, files: [layout.agents, layout.tasks])
    }

    private static func crew(
        _ draft: CrewDraft, _ content: LocatedValue, path: String, files: [String]
    ) throws(CrewFileFailure) -> CrewFile {
        guard draft.problems.isEmpty else { throw CrewFileFailure(draft.problems, files: files) }
        return CrewFile(path: path, content: content, notes: draft.notes)
    }

    private static func text(of path: String) throws(CrewFileFailure) -> String {
        do throws(TextFile.Failure) {
            return try TextFile.read(path)
        } catch {
            if let line = error.line {
                throw CrewFileFailure("\(path):\(line): The file isn't valid UTF-8.")
            }
            throw CrewFileFailure("Couldn't read \(path): \(error.reason).", isMissing: error == .missing)
        }
    }

    private static func value(of text: String, _ path: String) throws(CrewFileFailure) -> LocatedValue {
        let root: LocatedValue?
        do throws(SourceProblem) {
            if text.utf8.allSatisfy({ $0 <= 0x20 }) {
                root = nil
            } else if path.hasSuffix(".json") {
                root = try LocatedValue.parse(json: text, file: path)
            } else {
                root = try LocatedValue.parse(yaml: text, file: path)
            }
        } catch {
            throw CrewFileFailure("\(error)")
        }
        guard let root, !root.isNull else { throw CrewFileFailure("\(path):1: The file is empty.") }
        return root
    }
}
