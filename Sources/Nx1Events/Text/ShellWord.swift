/// A text as one word of a shell's command line, in quotes only if it needs them.
package struct ShellWord: CustomStringConvertible {
    private let text: String

    /// The word that stands for `text`.
    package init(_ text: String) { self.text = text }

    package var description: String {
        let isPlain =
            !text.isEmpty
            && text.utf8.allSatisfy { byte in
                byte >= 0x80 || "/._-+~".utf8.contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            }
        return isPlain ? text : "'" + text.replacing("'", with: "'\\''") + "'"
    }
}
