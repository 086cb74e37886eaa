import Nx1Events
package import ShellInput
import ShellOutput

/// Material that is sent with a question.
public enum PendingAttachment: Sendable, Hashable {
    /// A known text.
    case text(name: String, String)
    /// Standard input, read when the first request needs it.
    case standardInput
}

extension PendingAttachment {
    /// Reads the text of a file.
    /// - Throws: `InputFileError` if it can't be read; ``Complaint`` if it isn't valid UTF-8.
    package init(file path: String, from files: InputFiles) throws {
        let bytes = try files.bytes(at: path)
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        guard let text = String(validating: content, as: UTF8.self) else {
            throw Complaint.usage(
                "The file `\(path)` isn't valid UTF-8, so it can't be attached.")
        }
        self = .text(name: String(path.split(separator: "/").last ?? path[...]), text)
    }

    /// The name that the question uses.
    package var name: String {
        switch self {
        case .text(let name, _): name
        case .standardInput: "standard input"
        }
    }

    /// The size in bytes, as far as it is known.
    package var size: Int {
        switch self {
        case .text(_, let text): text.utf8.count
        case .standardInput: 0
        }
    }

    /// The name and size.
    package var summary: String { "\(name) (\(ByteCount(size)))" }
}
