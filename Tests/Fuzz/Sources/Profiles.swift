@testable import Nx1Settings
@testable import Nx1Values

/// For any content of the profiles file, an error names the file and never quotes a key.
func checkProfiles(_ input: ArraySlice<UInt8>) {
    let text = Planted.text(from: String(decoding: input, as: UTF8.self))
    do throws(Nx1Error) {
        let file = try ProfileFile(text: text, path: "/p")
        promise(file.path == "/p", "the file keeps its path")
        for profile in file.profiles { check(profile) }
        check(file)
        checkChanges(of: text, holding: file)
    } catch {
        promise(error.code == .invalidSetting, "an invalid file is an invalid setting")
        promise(error.message.contains("/p"), "an error names the file")
        checkLine(in: error.message, of: text)
        promise(!Planted.isIn("\(error) \(error.cause ?? "")"), "an error quotes no key: \(error)")
    }
}

private func check(_ profile: Profile) {
    promise(profile.timeout.map { $0 > 0 && $0.isFinite } ?? true, "a timeout is positive and finite")
    if Planted.isIn(profile.name) { return }
    var shown = profile
    // Only the key is secret. The planted key may also be in another setting.
    (shown.host, shown.crew) = (nil, nil)
    promise(!Planted.isIn("\(shown)"), "a profile's description hides its key")
}

private func check(_ file: ProfileFile) {
    if file.profiles.contains(where: { Planted.isIn($0.name) }) { return }
    do {
        _ = try file.profile(named: "no such")
    } catch {
        promise(!Planted.isIn("\(error)"), "an error quotes no key: \(error)")
    }
}

/// Adds or replaces a profile in the file, and removes it. All other profiles stay unchanged.
private func checkChanges(of text: String, holding file: ProfileFile) {
    let settings: [(key: String, value: YAMLScalar)] = [
        ("host", .text("https://new.example: #1")), ("api_key", .text("00123")), ("timeout", .number(7.5)),
        ("verify_ssl", .flag(false)),
    ]
    let names = [file.profiles.first?.name, file.profiles.last?.name, "new"].compactMap(\.self)
    let name = names[text.utf8.count % names.count]
    let others = file.profiles.filter { $0.name != name }
    guard let written = change(text, { try $0.setting(settings, in: name) }) else { return }
    guard let changed = try? ProfileFile(text: written, path: "/p") else {
        return promise(false, "a changed file can be parsed:\n\(written)")
    }
    promise(
        changed.profiles.filter { $0.name != name } == others, "other profiles stay unchanged:\n\(written)")
    let own = changed.profiles.first { $0.name == name }
    promise(
        own?.host == "https://new.example: #1" && own?.apiKey == Secret("00123"),
        "strings are parsed as written")
    promise(own?.timeout == 7.5 && own?.verifySSL == false, "a number and a flag are parsed as written")
    let again = change(written) { try $0.setting(settings, in: name) }
    promise(again == nil || again == written, "writing the same settings changes nothing")
    if let removed = change(written, { try $0.removing(name) }) {
        let left = try? ProfileFile(text: removed, path: "/p")
        promise(left?.profiles == others, "only one profile is removed:\n\(removed)")
    }
}

/// The edited text; nil if the file's layout doesn't allow the edit.
private func change(_ text: String, _ edit: (ProfileText) throws -> String) -> String? {
    do {
        return try edit(try ProfileText(text))
    } catch {
        promise(error is ProfileText.UnsuitableLayout, "the only error is UnsuitableLayout: \(error)")
        return nil
    }
}

private func checkLine(in message: String, of text: String) {
    guard let place = message.firstRange(of: ", line ") else { return }
    let line = Int(message[place.upperBound...].prefix(while: \.isNumber)) ?? 0
    let rows = text.unicodeScalars.count { "\n\r\u{85}\u{2028}\u{2029}".unicodeScalars.contains($0) } + 1
    promise((1...rows + 1).contains(line), "the line number is in the file: \(message)")
}

/// A planted secret, which must not be in any output.
private enum Planted {
    private static let secret = "K3Y-q7Zt-w9Xv-m2Lp"

    /// Inserts the secret as the value of every API key and client secret.
    static func text(from text: String) -> String {
        var planted = ""
        var rest = text[...]
        while let place = rest.firstRange(of: "_key: ") ?? rest.firstRange(of: "_secret: ") {
            planted += rest[..<place.upperBound] + secret
            rest = rest[place.upperBound...]
        }
        return planted + rest
    }

    static func isIn(_ text: String) -> Bool {
        text.firstRange(of: secret) != nil
    }
}
