/// Arguments of a watch that make no sense. The description is a sentence, with advice where there is any.
package struct WatchRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
