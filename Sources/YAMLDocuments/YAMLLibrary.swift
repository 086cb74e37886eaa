internal import CYAML

/// The libyaml library that this process uses.
package enum YAMLLibrary {
    /// The version, such as "0.2.5".
    package static var version: String { String(cString: yaml_get_version_string()) }
}
