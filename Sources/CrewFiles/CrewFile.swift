package import LocatedValues
package import Nx1Events
import Nx1Values

/// A person's own crew, read from a file or folder: the configuration that is sent, with the line of each part.
package struct CrewFile: Sendable {
    /// The file or folder, as it was named.
    package let path: String
    /// Notes that don't keep the crew from running, as sentences with file and line: keys that aren't sent, and
    /// unknown ones that are.
    package let notes: [String]
    /// The names of the `{placeholders}` in its texts, in file order: the inputs that the crew reads. The service
    /// fills them in.
    package let places: [String]
    private let content: LocatedValue

    init(path: String, content: LocatedValue, notes: [String]) {
        self.path = path
        self.content = content
        self.notes = notes
        places = CrewConfig(json: content.json.object ?? [:]).places
    }

    /// The `crew_config` of `POST /api/crews/run/custom`, complete and valid by the published schema.
    package var config: JSONObject { content.json.object ?? [:] }

    /// The line of a part of the configuration, or of its container if the file doesn't have the part itself.
    /// - Parameter location: the location in a validation error, such as `["body", "crew_config", "agents", "0",
    ///   "role"]`.
    /// - Returns: nil for a location outside the configuration, such as the inputs.
    package func place(of location: [String]) -> SourcePlace? {
        var parts = location[...]
        if parts.first == "body" { parts.removeFirst() }
        guard parts.popFirst() == "crew_config" else { return nil }
        var (value, place) = (content, content.place)
        for part in parts {
            if let list = value.list, let index = Int(part), list.indices.contains(index) {
                value = list[index]
                place = value.place
            } else if let member = value.members?.first(where: { $0.name == part }) {
                value = member.value
                place = member.namePlace
            } else {
                break
            }
        }
        return place
    }

    /// Why the service rejected the request (422), with its line in the file; nil if the error isn't about the
    /// configuration.
    package func problem(for error: ValidationError) -> SourceProblem? {
        guard let place = place(of: error.loc) else { return nil }
        let name = error.loc.drop { $0 == "body" || $0 == "crew_config" }.joined(separator: ".")
        return SourceProblem(name.isEmpty ? error.msg : "`\(name)`: \(error.msg)", at: place)
    }
}

/// Why a crew file can't run: all problems found.
package struct CrewFileFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// The maximum number of reported problems.
    private static let limit = 20

    /// The problems in file order, with file and line; at most 20.
    package let problems: [String]
    /// The number of further problems.
    package let omitted: Int
    /// Whether the file doesn't exist.
    package let isMissing: Bool

    init(_ problems: String..., isMissing: Bool = false) {
        self.init(problems, isMissing: isMissing)
    }

    init(_ problems: [String], isMissing: Bool = false) {
        self.problems = problems
        omitted = 0
        self.isMissing = isMissing
    }

    /// - Parameter files: the files, in the order in which their problems are shown.
    init(_ all: [SourceProblem], files: [String]) {
        let sorted = all.enumerated().sorted { left, right in
            func rank(_ entry: (offset: Int, element: SourceProblem)) -> (Int, Int, Int) {
                let place = entry.element.place
                return (files.firstIndex(of: place.file) ?? files.count, place.line, entry.offset)
            }
            return rank(left) < rank(right)
        }
        problems = sorted.prefix(Self.limit).map(\.element.description)
        omitted = max(0, all.count - Self.limit)
        isMissing = false
    }

    /// The problems, one per line.
    package var description: String {
        let rest = omitted == 0 ? [] : ["… and \(omitted) more."]
        return (problems + rest).joined(separator: "\n")
    }
}
