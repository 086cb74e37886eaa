/// Why a text is no YAML document that can be taken.
package struct YAMLFailure: Error, Hashable {
    package enum Reason: Sendable, Hashable {
        /// It breaks YAML's rules, in libyaml's words.
        case syntax(String)
        /// A key of a mapping stands there again further down.
        case duplicatedKey
        /// Its collections are nested too deeply.
        case tooDeep
        /// With all that its aliases stand for it is larger than allowed.
        case tooLarge
    }

    package let reason: Reason
    package let place: YAMLPlace?
}
