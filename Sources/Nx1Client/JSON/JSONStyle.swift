/// How JSON is laid out.
public enum JSONStyle: Sendable, Hashable {
    /// Without white space.
    case compact
    /// A line for each element and member, two spaces for each level, `"key": value`; empty ones stay `[]` and `{}`.
    case indented
}
