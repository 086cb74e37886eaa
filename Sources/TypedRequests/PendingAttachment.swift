import Nx1Events
package import ShellInput
import ShellOutput

/// What goes along with a question.
public enum PendingAttachment: Sendable, Hashable {
    /// A text that is known.
    case text(name: String, String)
    /// Standard input, read when the first request needs it.
    case standardInput
}

extension PendingAttachment {
    /// The text of a file.
    /// - Throws: `InputFileError` if it can't be read; ``Complaint`` if it isn't UTF-8 text.
    package init(file path: String, from files: InputFiles) throws {
        let bytes = try files.bytes(at: path)
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        guard let text = String(validating: content, as: UTF8.self) else {
            throw Complaint.usage(
                "The file `\(path)` isn't valid UTF-8, so it can't be attached.")
        }
        self = .text(name: String(path.split(separator: "/").last ?? path[...]), text)
    }

    /// What it is called.
    package var name: String {
        switch self {
        case .text(let name, _): name
        case .standardInput: "standard input"
        }
    }

    /// Its bytes, as far as they are known.
    package var size: Int {
        switch self {
        case .text(_, let text): text.utf8.count
        case .standardInput: 0
        }
    }

    /// What it is called, and how large it is.
    package var summary: String { "\(name) (\(ByteCount(size)))" }
}
