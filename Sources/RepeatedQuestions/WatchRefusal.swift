/// Invalid arguments of a watch. The description is a sentence, with advice if there is any.
package struct WatchRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
