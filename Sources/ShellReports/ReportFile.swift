import Descriptors
import Nx1Events
package import ShellOutput

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The file that a report is written to. Its extension selects the format.
package struct ReportFile: Sendable {
    private enum Form {
        case page, document
    }

    private let form: Form
    /// The path as it was typed.
    private let path: String
    /// The path with `~/` expanded.
    private let place: String

    /// - Parameter home: the folder that `~/` stands for.
    /// - Throws: ``Complaint`` for an unknown extension.
    package init(_ path: String, home: String?) throws(Complaint) {
        let name = path.lowercased()
        if [".html", ".htm"].contains(where: name.hasSuffix) {
            form = .page
        } else if [".md", ".markdown"].contains(where: name.hasSuffix) {
            form = .document
        } else {
            throw .usage(
                "Unknown report format: \(path).",
                advice: "Use .html for a page, or .md for Markdown.")
        }
        self.path = path
        place = path.hasPrefix("~/") ? (home ?? "") + path.dropFirst() : path
    }

    /// Checks in advance whether it can be written.
    /// - Parameter isForced: whether an existing file may be replaced.
    /// - Throws: ``Complaint``.
    package func check(over isForced: Bool) throws(Complaint) {
        let file = WholeFile(path: place)
        guard file.hasFolder else {
            throw .usage(
                "The folder of \(path) doesn't exist.", advice: "Create it, or choose another file.")
        }
        do throws(FileFailure) { try file.check(over: isForced) } catch { throw complaint(about: error) }
    }

    /// Writes a report.
    /// - Throws: as ``check(over:)``.
    package func write(_ report: Report, over isForced: Bool) throws(Complaint) {
        try check(over: isForced)
        let text =
            switch form {
            case .page: ReportPage(report).text
            case .document: ReportDocument(report).text
            }
        do throws(FileFailure) {
            try WholeFile(path: place).write(Array(text.utf8), over: isForced)
        } catch {
            throw complaint(about: error)
        }
    }

    private func complaint(about failure: FileFailure) -> Complaint {
        switch failure {
        case .system(EEXIST): .usage("\(path) already exists.", advice: "To replace it, use --force.")
        case .wrongKind: .usage("Couldn't replace \(path): \(failure).", advice: "Choose another file.")
        default: Complaint(.notSaved, "Couldn't write \(path): \(failure).")
        }
    }
}
