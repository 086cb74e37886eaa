import YAMLDocuments

/// A key of a profile that this library doesn't know, and so ignores.
package struct UnknownProfileKey: Sendable, Hashable {
    /// The name of the profile.
    package let profile: String
    /// The key; nil if it doesn't look like the name of a setting, as it may be a secret in the wrong place.
    package let key: String?
    /// The line, from 1.
    package let line: Int?

    /// A key with these facts.
    package init(profile: String, key: String?, line: Int?) {
        self.profile = profile
        self.key = key
        self.line = line
    }
}

extension ProfileFile {
    /// The keys that are ignored in the text of a profiles file; none if the file can't be parsed.
    package static func unknownKeys(in text: String) -> [UnknownProfileKey] {
        let hasMark = text.unicodeScalars.first == "\u{FEFF}"
        let root = try? YAMLNode.document(in: hasMark ? String(text.unicodeScalars.dropFirst()) : text)
        return (root?.pairs ?? []).flatMap { profile in
            (profile.value.pairs ?? []).compactMap { pair in
                if pair.key.string == "<<" || pair.key.string.flatMap(ProfileKey.init(rawValue:)) != nil {
                    return nil
                }
                return UnknownProfileKey(
                    profile: profile.key.string ?? "", key: pair.key.string.flatMap(nameOfSetting),
                    line: pair.key.place?.line)
            }
        }
    }

    /// The text if it is a name such as settings have: short, of letters, with `_` or `-` between them.
    private static func nameOfSetting(_ text: String) -> String? {
        let isName =
            text.utf8.count <= 30
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || "_-".utf8.contains(byte)
            }
        return isName && !text.isEmpty ? text : nil
    }
}
