import ShellInput
package import ShellOutput

extension OutputFormat {
    /// The format with this name, which may include a part, as in `csv:2`. An error suggests the nearest
    /// name.
    package static func find(_ text: String) throws(Complaint) -> OutputFormat {
        let name = String(text.prefix { $0 != ":" })
        guard let format = named(name) else {
            let names = all.map(\.name)
            throw .usage(
                "Unknown format \"\(name)\".",
                advice: NearestNames.question(about: name, among: names)
                    ?? "Available formats: \(names.joined(separator: ", ")).")
        }
        guard name != text else { return format }
        guard let part = format.part else {
            throw .usage("The format \(name) has no parts to choose from.")
        }
        return try part(String(text.dropFirst(name.count + 1)))
    }
}
