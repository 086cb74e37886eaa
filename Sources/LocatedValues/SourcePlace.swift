/// A line of a file that a person wrote.
package struct SourcePlace: Sendable, Hashable, CustomStringConvertible {
    /// The path as messages give it.
    package let file: String
    /// From 1.
    package let line: Int

    package init(file: String, line: Int) {
        self.file = file
        self.line = line
    }

    /// As editors and compilers write it: `crew.yaml:3`.
    package var description: String { "\(file):\(line)" }
}

/// What is wrong with a line of a file, or worth knowing about it.
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
