package import Descriptors

/// A text file that a person wrote: UTF-8, and at most 1 MiB.
package enum TextFile {
    /// Why a file can't be used.
    package enum Failure: Error, Hashable {
        case missing
        case unreadable(FileFailure)
        /// The first line that isn't UTF-8, from 1.
        case notText(line: Int)

        /// The reason, for the end of a sentence.
        package var reason: String {
            switch self {
            case .missing: "no such file"
            case .unreadable(let failure): "\(failure)"
            case .notText: "it isn't valid UTF-8"
            }
        }

        /// The line with the error, from 1.
        package var line: Int? {
            if case .notText(let line) = self { line } else { nil }
        }
    }

    /// The text of the regular file at `path`, without a byte order mark. Never waits for a pipe or a device.
    package static func read(_ path: String) throws(Failure) -> String {
        if path.utf8.contains(0) { throw .missing }
        let bytes: [UInt8]?
        do throws(FileFailure) {
            bytes = try Descriptor.settings(at: path)
        } catch {
            throw .unreadable(error)
        }
        guard let bytes else { throw .missing }
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        guard let text = String(validating: content, as: UTF8.self) else {
            throw .notText(line: lineOfFirstError(in: content))
        }
        return text
    }

    private static func lineOfFirstError(in bytes: ArraySlice<UInt8>) -> Int {
        // A line feed is never part of another character, so lines can be checked one by one.
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        let first = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }
        return (first ?? 0) + 1
    }
}
