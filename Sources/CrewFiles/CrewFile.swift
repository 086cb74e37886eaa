package import LocatedValues
package import Nx1Events
import Nx1Values

/// A crew of one's own, as a file or a folder describes it: the configuration that is sent, and where each part of it is written.
package struct CrewFile: Sendable {
    /// The file or folder, as it was named.
    package let path: String
    /// What is worth knowing although the crew can run, in sentences with file and line: keys that aren't sent, and unknown ones that are.
    package let notes: [String]
    /// The names of the `{places}` in its texts, in the order of the file: the inputs that the crew reads. The service fills them in.
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

    /// The line of a part of the configuration; of its container, if the file doesn't have the part itself.
    /// - Parameter location: the place that a validation error names, such as `["body", "crew_config", "agents", "0", "role"]`.
    /// - Returns: nil for a place outside the configuration, such as the inputs.
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

    /// A reason why the service refused the request (422), at its line of the file; nil if it isn't about the configuration.
    package func problem(for error: ValidationError) -> SourceProblem? {
        guard let place = place(of: error.loc) else { return nil }
        let name = error.loc.drop { $0 == "body" || $0 == "crew_config" }.joined(separator: ".")
        return SourceProblem(name.isEmpty ? error.msg : "`\(name)`: \(error.msg)", at: place)
    }
}

/// Why a crew file can't be run: all that is wrong with it.
package struct CrewFileFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// The most problems that are named.
    private static let limit = 20

    /// In the order of the file, with file and line; at most 20.
    package let problems: [String]
    /// How many more there are.
    package let omitted: Int
    /// Whether there is no such file.
    package let isMissing: Bool

    init(_ problems: String..., isMissing: Bool = false) {
        self.init(problems, isMissing: isMissing)
    }

    init(_ problems: [String], isMissing: Bool = false) {
        self.problems = problems
        omitted = 0
        self.isMissing = isMissing
    }

    /// - Parameter files: the files in the order in which their problems are shown.
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

    /// One problem a line.
    package var description: String {
        let rest = omitted == 0 ? [] : ["… and \(omitted) more."]
        return (problems + rest).joined(separator: "\n")
    }
}
