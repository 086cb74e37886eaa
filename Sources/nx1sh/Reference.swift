import ArgumentParser
import Nx1Client
import Nx1Events
import ShellReference
import ShellSession

/// The documentation that the program generates about itself (`.ci/generate`).
enum Reference: EnumerableFlag {
    case manual, guide, tables

    static func name(for value: Reference) -> NameSpecification {
        switch value {
        case .manual: .customLong("generate-manual")
        case .guide: .customLong("generate-guide")
        case .tables: .customLong("generate-reference")
        }
    }

    /// One of the manual pages, or the tables of the guide's reference.
    func text() throws -> String {
        let program = try ProgramDescription.own()
        return switch self {
        case .manual: ManualPage(program).text
        case .guide: GuidePages(program).text
        case .tables: ReferenceTables(program).text
        }
    }
}

extension ProgramDescription {
    /// The description of this program, taken from ArgumentParser's own dump.
    fileprivate static func own() throws -> ProgramDescription {
        let command = try JSONValue(parsing: Arguments._dumpHelp())["command"]
        let arguments = command?["arguments"]?.array ?? []
        return ProgramDescription(
            version: (ProgramVersion.own.number, ProgramVersion.own.date),
            abstract: command?["abstract"]?.string ?? "",
            options: arguments.filter { $0["shouldDisplay"]?.bool == true }.compactMap(Option.init))
    }
}

extension ProgramDescription.Option {
    /// Returns nil for positional arguments.
    fileprivate init?(_ argument: JSONValue) {
        guard let names = argument["names"]?.array, !names.isEmpty else { return nil }
        let spelled = names.compactMap { name in
            name["name"]?.string.map { (name["kind"]?.string == "short" ? "-" : "--") + $0 }
        }
        self.init(
            names: spelled.sorted { $0.count < $1.count },
            value: argument["kind"]?.string == "option" ? argument["valueName"]?.string : nil,
            summary: argument["abstract"]?.string ?? "", section: argument["sectionTitle"]?.string)
    }
}
