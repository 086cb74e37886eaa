/// Why a text isn't a usable YAML document.
package struct YAMLFailure: Error, Hashable {
    package enum Reason: Sendable, Hashable {
        /// The text isn't valid YAML, in libyaml's words.
        case syntax(String)
        /// The text has a second document.
        case secondDocument
        /// A key occurs again later in the same mapping.
        case duplicatedKey
        /// Collections are nested too deeply.
        case tooDeep
        /// The document is too large, counting the targets of its aliases.
        case tooLarge
    }

    package let reason: Reason
    package let place: YAMLPlace?
}
