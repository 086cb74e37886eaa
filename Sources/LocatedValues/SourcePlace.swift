/// A line of a file that a person wrote.
package struct SourcePlace: Sendable, Hashable, CustomStringConvertible {
    /// The path as shown in messages.
    package let file: String
    /// The line number, starting at 1.
    package let line: Int

    package init(file: String, line: Int) {
        self.file = file
        self.line = line
    }

    /// The form that editors and compilers use: `crew.yaml:3`.
    package var description: String { "\(file):\(line)" }
}

/// A problem, or a note, about a line of a file.
package struct SourceProblem: Error, Sendable, Hashable, CustomStringConvertible {
    package let place: SourcePlace
    /// One or more sentences.
    package let message: String

    package init(_ message: String, at place: SourcePlace) {
        self.place = place
        self.message = message
    }

    package var description: String { "\(place): \(message)" }
}
