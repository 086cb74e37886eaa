@testable import Nx1Settings
@testable import Nx1Values

/// The profiles file: whatever stands in it, an error names the file, and never a key.
func checkProfiles(_ input: ArraySlice<UInt8>) {
    let text = Planted.text(from: String(decoding: input, as: UTF8.self))
    do throws(Nx1Error) {
        let file = try ProfileFile(text: text, path: "/p")
        promise(file.path == "/p", "the file is the file")
        for profile in file.profiles { check(profile) }
        check(file)
        checkChanges(of: text, holding: file)
    } catch {
        promise(error.code == .invalidSetting, "a file that makes no sense is a setting that makes none")
        promise(error.message.contains("/p"), "an error names the file")
        checkLine(in: error.message, of: text)
        promise(!Planted.isIn("\(error) \(error.cause ?? "")"), "an error never quotes a key: \(error)")
    }
}

private func check(_ profile: Profile) {
    promise(profile.timeout.map { $0 > 0 && $0.isFinite } ?? true, "a timeout is a time")
    if Planted.isIn(profile.name) { return }
    var shown = profile
    // Only the key is a secret of a profile's; the planted one may have got into another setting.
    (shown.host, shown.crew) = (nil, nil)
    promise(!Planted.isIn("\(shown)"), "a profile never shows its key")
}

private func check(_ file: ProfileFile) {
    if file.profiles.contains(where: { Planted.isIn($0.name) }) { return }
    do {
        _ = try file.profile(named: "no such")
    } catch {
        promise(!Planted.isIn("\(error)"), "an error never quotes a key: \(error)")
    }
}

/// A profile is written into the file, over one that is there or as another, and taken out: the others stay as they are.
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
        return promise(false, "what is written can be read:\n\(written)")
    }
    promise(changed.profiles.filter { $0.name != name } == others, "the others stay:\n\(written)")
    let own = changed.profiles.first { $0.name == name }
    promise(
        own?.host == "https://new.example: #1" && own?.apiKey == Secret("00123"), "texts are read back")
    promise(own?.timeout == 7.5 && own?.verifySSL == false, "a number and a flag are read back")
    let again = change(written) { try $0.setting(settings, in: name) }
    promise(again == nil || again == written, "what is there already changes nothing")
    if let removed = change(written, { try $0.removing(name) }) {
        let left = try? ProfileFile(text: removed, path: "/p")
        promise(left?.profiles == others, "only the one is taken out:\n\(removed)")
    }
}

/// What an edit makes of the text; nil if the layout doesn't allow it.
private func change(_ text: String, _ edit: (ProfileText) throws -> String) -> String? {
    do {
        return try edit(try ProfileText(text))
    } catch {
        promise(error is ProfileText.UnsuitableLayout, "no other error: \(error)")
        return nil
    }
}

private func checkLine(in message: String, of text: String) {
    guard let place = message.firstRange(of: ", line ") else { return }
    let line = Int(message[place.upperBound...].prefix(while: \.isNumber)) ?? 0
    let rows = text.unicodeScalars.count { "\n\r\u{85}\u{2028}\u{2029}".unicodeScalars.contains($0) } + 1
    promise((1...rows + 1).contains(line), "the line is in the file: \(message)")
}

/// The secret that is looked for in everything that can be shown.
private enum Planted {
    private static let secret = "K3Y-q7Zt-w9Xv-m2Lp"

    /// `text` with the secret as the value wherever it names a key or a client's secret.
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
