import Nx1Events
import ShellInput
import ShellOutput
import ShellSession

/// The help page of one command.
extension Command {
    /// The name with the arguments.
    package var synopsis: String {
        usage.isEmpty ? ":\(name)" : ":\(name) \(usage)"
    }

    /// Its help page.
    var page: String {
        let head = "\(synopsis): \(summary)"
        var lines = head.count <= 80 ? [head] : ["\(synopsis):", summary]
        if !aliases.isEmpty { lines.append("also: " + aliases.map { ":" + $0 }.joined(separator: ", ")) }
        if !details.isEmpty { lines += ["", details] }
        if let ending { lines += ["", ending] }
        if !examples.isEmpty {
            let width = examples.map(\.line.count).max() ?? 0
            lines.append("")
            lines += examples.map {
                "  " + $0.line + String(repeating: " ", count: width - $0.line.count + 2) + $0.effect
            }
        }
        return lines.joined(separator: "\n")
    }

    /// What may follow its arguments.
    private var ending: String? {
        switch shows {
        case .nothing: nil
        case .elsewhere: "-o FORMAT selects the format (:help format)."
        case .always: "The output takes -o FORMAT, | PROGRAM, > FILE and >> FILE."
        case .behindRun: "After a RUN or items, the output takes -o FORMAT, | PROGRAM and > FILE."
        case .behindName: "After NAME or items, the output takes -o FORMAT, | PROGRAM and > FILE."
        case .whenShown: "Alone or after items, the output takes -o FORMAT, | PROGRAM and > FILE."
        case .whenAlone: "Alone, the output takes -o FORMAT, | PROGRAM, > FILE and >> FILE."
        }
    }

    /// Its entry in the list, as data.
    var row: JSONObject {
        [
            "command": .string(name), "group": .string(group.rawValue), "usage": .string(synopsis),
            "summary": .string(summary), "aliases": .array(aliases.map(JSONValue.string)),
        ]
    }

    /// What its own page adds to the list, as data.
    var particulars: JSONObject {
        [
            "details": .string(details),
            "examples": .array(examples.map { ["line": .string($0.line), "effect": .string($0.effect)] }),
        ]
    }
}
