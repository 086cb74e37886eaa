package import ShellText

/// The form of an input with rows.
package enum RowForm: Sendable, Hashable {
    /// Fields separated by commas, semicolons or tabs.
    case separated(SeparatedValues.Form)
    /// One object per line.
    case jsonLines
    /// A list of objects, or an object that contains a table.
    case json

    /// The form by the extension of a file name: `.csv`, `.tsv`, `.tab`, `.jsonl`, `.ndjson` or `.json`; nil for any
    /// other.
    package init?(path: String) {
        let name = path.split(separator: "/").last ?? ""
        guard let dot = name.lastIndex(of: ".") else { return nil }
        switch name[name.index(after: dot)...].lowercased() {
        case "csv": self = .separated(.commas)
        case "tsv", "tab": self = .separated(.tabs)
        case "jsonl", "ndjson": self = .jsonLines
        case "json": self = .json
        default: return nil
        }
    }
}
