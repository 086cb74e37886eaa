import Nx1Values
import TeamFolders

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Edited texts that aren't valid questions yet, so that a mistake in the settings costs nobody their words.
extension QuestionShelf {
    /// The text that an editor left and that couldn't be saved; nil without one.
    package func draft(of name: String) -> String? {
        guard let path = try? draftPath(for: name), let text = try? TextFile.read(path), !text.isEmpty
        else { return nil }
        return text
    }

    /// Saves the content of a question's file, as an editor left it. A refused text is kept as the draft, and a saved one replaces it.
    /// - Throws: ``QuestionRefusal``, which says where the draft is.
    package func save(edited source: String, named name: String) throws(QuestionRefusal) -> Change {
        let path = try draftPath(for: name)
        do throws(QuestionRefusal) {
            let change = try save(source: source, named: name)
            unlink(path)
            return change
        } catch {
            guard (try? PrivateFile(path: path).update { _ in Array(source.utf8) }) != nil else {
                throw error
            }
            throw QuestionRefusal(
                "\(error) Your text is in \(path), and `:define \(name)` opens it again.")
        }
    }

    private func draftPath(for name: String) throws(QuestionRefusal) -> String {
        try personalPath(for: name) + ".draft"
    }
}
