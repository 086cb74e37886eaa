import Nx1Client
import Nx1Events
import Nx1Values
import ShellInput
import ShellOutput

/// The settings of a profile in a command's arguments: request items whose keys are a profile's.
enum ProfileSettings {
    /// Reads `KEY=VALUE…`. No error repeats a value: it may be a secret.
    static func read(from arguments: some StringProtocol, files: InputFiles) throws -> [ProfileSetting] {
        var rest = Array(arguments.utf8)[...]
        var settings: [ProfileSetting] = []
        while true {
            rest = rest.drop(while: \.isBlankInWords)
            if rest.isEmpty { return settings }
            guard let head = RequestItemHead(rest) else {
                throw Complaint.usage(
                    "What follows a profile's name has to be settings, such as host=URL or api_key=@FILE.",
                    advice: ":help profile tells which there are.")
            }
            let key = try key(head.key)
            if key.isSecret, head.sign == .text || head.sign == .json { throw typed(key) }
            let value = try RequestItemReader(item: rest, head: head, files: files).nextValue()
            if settings.contains(where: { $0.key == key }) {
                throw Complaint.usage("\(key.rawValue) is given twice.")
            }
            settings.append(try setting(key, value.item.value))
            rest = rest[value.end...]
        }
    }

    /// A setting that can be used as it is.
    static func setting(_ key: ProfileKey, _ value: JSONValue) throws -> ProfileSetting {
        switch key {
        case .verifySSL:
            let words = ["true": true, "yes": true, "false": false, "no": false]
            guard let flag = value.bool ?? words[value.string?.lowercased() ?? ""] else {
                throw Complaint.usage("verify_ssl is true or false.")
            }
            return ProfileSetting(key, flag)
        case .timeout:
            let text = value.string ?? value.serialized()
            guard let seconds = Double(text), seconds > 0, seconds <= 1e9 else {
                throw Complaint.usage("timeout is a number of seconds above zero.")
            }
            return ProfileSetting(key, seconds)
        default:
            let setting = ProfileSetting(key, value.string ?? "")
            guard let text = setting.text, !text.isEmpty else {
                throw Complaint.usage("\(key.rawValue) wants a text, and one that isn't empty.")
            }
            switch key {
            case .host: _ = try ServiceAddress(text)
            case .apiKey: _ = try Authorization.preSharedKey(text)
            default: break
            }
            return setting
        }
    }

    private static func key(_ name: String) throws -> ProfileKey {
        if let key = ProfileKey(rawValue: name) { return key }
        let names = ProfileKey.allCases.map(\.rawValue)
        throw Complaint.usage(
            "A profile has no setting \"\(name)\" here.",
            advice: NearestNames.question(about: name, among: names)
                ?? "The settings are \(names.joined(separator: ", ")).")
    }

    private static func typed(_ key: ProfileKey) -> Complaint {
        .usage(
            "\(key.rawValue) can't be given in the line: it would be kept in histories, and others could see it.",
            advice: "Leave it out to be asked for it, or give \(key.rawValue)=@FILE.")
    }
}
