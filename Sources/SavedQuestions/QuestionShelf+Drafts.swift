import Nx1Values
import TeamFolders

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Edited texts that aren't valid questions yet, kept so that an error in the settings doesn't lose the text.
extension QuestionShelf {
    /// The edited text that couldn't be saved; nil if there is none.
    package func draft(of name: String) -> String? {
        guard let path = try? draftPath(for: name), let text = try? TextFile.read(path), !text.isEmpty
        else { return nil }
        return text
    }

    /// Saves the content of a question's file, as edited. A rejected text is kept as the draft, with secrets masked;
    /// a saved one removes the draft.
    /// - Throws: ``QuestionRefusal``, which names the draft's path.
    package func save(edited source: String, named name: String) throws(QuestionRefusal) -> Change {
        let path = try draftPath(for: name)
        do throws(QuestionRefusal) {
            let change = try save(source: source, named: name)
            unlink(path)
            return change
        } catch {
            guard (try? PrivateFile(path: path).update { _ in Array(mask(source).utf8) }) != nil else {
                throw error
            }
            throw QuestionRefusal(
                "\(error) Your text is kept in \(path). To edit it again, use `:define \(name)`.")
        }
    }

    private func draftPath(for name: String) throws(QuestionRefusal) -> String {
        try personalPath(for: name) + ".draft"
    }
}
